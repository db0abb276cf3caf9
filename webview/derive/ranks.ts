import {rankOf as rankAmong, type Rank} from "../../src/core/ranking.js";
import {unknown, type ExampleTable} from "../../src/core/table/table.js";

type Scores = Pick<ExampleTable, "goldenScore" | "place">;

let last: {readonly place: Uint32Array; readonly scores: Float64Array} | undefined;

/** Where an example stands among the scored ones, as everywhere in the editor: equal scores share the best rank, though the list tells them apart. */
export function rankOf(table: Scores, row: number): Rank | undefined {
    if ((table.place[row] ?? unknown) === unknown)
        return undefined;
    if (last?.place !== table.place)
        last = {place: table.place, scores: bestFirst(table)};
    const {scores} = last, score = table.goldenScore[row] ?? NaN;
    const better = placeWhere(scores, (other) => other <= score);
    return rankAmong(better, placeWhere(scores, (other) => other < score) - better, scores.length);
}

function bestFirst({goldenScore, place}: Scores): Float64Array {
    const scores = new Float64Array(place.length);
    let amount = 0;
    for (let row = 0; row < place.length; row++) {
        const at = place[row] ?? unknown;
        if (at === unknown)
            continue;
        scores[at] = goldenScore[row] ?? NaN;
        amount++;
    }
    return scores.subarray(0, amount);
}

/** The first place from which on it holds. */
function placeWhere(scores: Float64Array, holds: (score: number) => boolean): number {
    let low = 0, high = scores.length;
    while (low < high) {
        const middle = (low + high) >>> 1;
        if (holds(scores[middle] ?? NaN))
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}
