import {KeyTable} from "../core/keyTable.js";
import type {KeptColumn} from "./keptColumns.js";
import {pickedScores, scoreColumns, type KeyedScores} from "./keyedScores.js";
import type {Shelf} from "./shelf.js";

/** Scores that were looked up, and the state of what they were looked up in: they hold while it is the same. */
export interface LookedUp {
    readonly scores: KeyedScores;
    /** What all of them follow from. */
    readonly basis: string;
    /** How far measurements had come, or the stamp of the scores file. */
    readonly mark: string;
}

/**
 * Scores that were found, by the dataset or scores file that they are of.
 * @param name of that file; the newest scores are all that is kept of it
 */
export async function keepLookedUp(shelf: Shelf, name: string, {scores, basis, mark}: LookedUp): Promise<void> {
    const {length} = scores;
    const columns = [scores.keys.subarray(0, 4 * length), ...scoreColumns.map(([column]) => scores[column].subarray(0, length))];
    await shelf.keep("scores", name, {basis, mark} satisfies Facts, columns);
}

/** As they were kept; undefined where there are none. Whether their state is still that of what they are of is for the caller to see. */
export async function findLookedUp(shelf: Shelf, name: string): Promise<LookedUp | undefined> {
    const found = await shelf.find("scores", name), facts = found?.facts as Facts | undefined; // written above
    const scores = found && scoresOf(found.columns);
    return scores === undefined || facts === undefined ? undefined : {scores, ...facts};
}

type Facts = Omit<LookedUp, "scores">;

function scoresOf([keys, ...columns]: readonly KeptColumn[]): KeyedScores | undefined {
    if (!(keys instanceof Uint32Array) || columns.length !== scoreColumns.length || scoreColumns.some(([, kind], at) => !(columns[at] instanceof kind)))
        return undefined;
    return {length: keys.length / 4, keys, ...Object.fromEntries(scoreColumns.map(([column], at) => [column, columns[at]])) as Omit<KeyedScores, "length" | "keys">}; // of their kinds, as was seen
}

/** Scores in which keys are looked up. */
export class KnownScores {
    private readonly places = new KeyTable();

    public constructor(private readonly scores: KeyedScores) {
        this.places.reserve(scores.length);
        for (let at = 0; at < scores.length; at++)
            this.places.addPacked(scores.keys.subarray(4 * at, 4 * at + 4));
    }

    /** What is known of some packed keys, and the keys of which nothing is. */
    public look(keys: Uint32Array): {readonly found: KeyedScores; readonly others: Uint32Array} {
        const amount = keys.length / 4, found = new Uint32Array(amount), others = new Uint32Array(keys.length);
        let hits = 0, misses = 0;
        for (let at = 0; at < amount; at++) {
            const words = keys.subarray(4 * at, 4 * at + 4), place = this.places.lastRow(words);
            if (place === undefined)
                others.set(words, 4 * misses++);
            else
                found[hits++] = place;
        }
        return {found: pickedScores(this.scores, found.subarray(0, hits)), others: others.subarray(0, 4 * misses)};
    }
}
