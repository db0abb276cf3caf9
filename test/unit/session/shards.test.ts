import assert from "node:assert/strict";
import {scoreRow, type ScoreRow} from "../../../src/core/scoresFile.js";
import type {RunMeta} from "../../../src/session/runMeta.js";
import {requireAllParts, requireWholePart, type Part} from "../../../src/session/shards.js";
import {metaOf} from "./metas.js";

describe("the parts of a run", () => {
    let whole: RunMeta;
    before(async () => {
        whole = await metaOf();
    });

    const rowsAt = (indexes: readonly number[]): ScoreRow[] => indexes.map((index) => scoreRow({index, line: index + 1, key: `k${index}`}, null, []));

    /** A part of a run of 7 examples. */
    function part(indexes: readonly number[], changes: {shard?: RunMeta["shard"]; rows?: number; examples?: number; limit?: number} = {}, path = "p.jsonl"): Part {
        const {shard = {part: 2, of: 3}, rows = indexes.length, examples = 7, limit = null} = changes;
        return {path, rows: rowsAt(indexes), meta: {...whole, shard, limit, dataset: {...whole.dataset, examples}, counts: {...whole.counts, rows}}};
    }

    it("are as they should be where each example is there once", () => {
        for (const [indexes, shard, limit] of [[[0, 3, 6], 1, undefined], [[1, 4], 2, undefined], [[2, 5], 3, undefined], [[4, 1], 2, undefined], [[0, 3], 1, 5], [[2], 3, 5], [[0, 3, 6], 1, 1000]] as const)
            assert.equal(requireWholePart(part(indexes, {shard: {part: shard, of: 3}, ...limit === undefined ? {} : {limit}})).shard.part, shard);
    });

    const wrong: readonly (readonly [name: string, make: () => Part, says: RegExp])[] = [
        ["cut short", () => part([1], {rows: 2}), /p\.jsonl holds 1 row, and p\.jsonl\.meta\.json says 2: it was cut short.* Score part 2\/3 again\.$/],
        ["longer than its meta file says", () => part([1, 4], {rows: 1}), /holds 2 rows, and .* says 1/],
        ["cut short together with its meta file", () => part([1]), /holds 1 row, but part 2\/3 of 7 examples has 2\. Score/],
        ["another one's rows", () => part([0, 3, 6]), /index 0, which belongs to part 1\/3, but .* part 2\/3/],
        ["a row twice", () => part([1, 1]), /two rows with index 1/],
        ["a row beyond the dataset", () => part([1, 4, 7]), /index 7, but the run has 7 examples only/],
        ["a row beyond the limit", () => part([1, 4], {limit: 3}), /index 4, but the run has 3 examples only/],
        ["a whole run", () => part([0], {shard: null}), /is a whole run/],
        ...[[1, -1], [1, 0], [1, 1.5], [0, 3], [4, 3], [1.5, 3], [1, 8], [1, 1e9], [1, 2 ** 60], [-1, 3]].map(([number = 0, of = 0]) =>
            [`part ${number} of ${of}`, () => part([], {shard: {part: number, of}}), /says that it is part .* of .*, of 7 examples, which cannot be/] as const)
    ];
    for (const [name, make, says] of wrong)
        it(`are refused with a sentence where one is ${name}`, () => {
            assert.throws(() => requireWholePart(make()), {name: "UserError", message: says});
        });

    it("are named where they are missing, however many there should be", () => {
        const some = (of: number, ...parts: readonly number[]): ReturnType<typeof requireWholePart>[] => parts.map((number) => ({...part([]), path: `p${number}`, shard: {part: number, of}}));
        assert.deepEqual(requireAllParts(some(3, 3, 1, 2)).map(({path}) => path), ["p1", "p2", "p3"]);
        const refusal = (...given: Parameters<typeof some>): string => {
            let message = "";
            assert.throws(() => requireAllParts(some(...given)), (error: Error) => {
                ({message} = error);
                return error.name === "UserError";
            });
            return message;
        };
        assert.equal(refusal(3, 1, 2), "The part 3/3 is missing.");
        assert.equal(refusal(4, 2, 4), "The parts 1/4, 3/4 are missing.");
        assert.equal(refusal(1_000_000_000, 1), `The parts ${Array.from({length: 10}, (_, at) => `${at + 2}/1000000000`).join(", ")} and 999,999,989 more are missing.`);
        assert.equal(refusal(2, 1, 1), "p1 and p1 are the same part, 1/2.");
    });
});
