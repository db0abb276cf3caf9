import assert from "node:assert/strict";
import {buildTable, type TableRow} from "../../../src/core/table/buildTable.js";
import {applyPatch, patchOf} from "../../../src/core/table/patch.js";

function row(index: number, goldenScore: number | null, decision?: "keep"): TableRow {
    return {
        index, line: index + 1, goldenScore, wins: (goldenScore ?? 0) * 10, anchors: 10, meanGain: goldenScore, ci95: goldenScore === null ? null : [0, 1],
        flags: goldenScore === null ? ["empty-output"] : [], answerTokens: goldenScore === null ? null : index, decision, promptLength: 3, answerLength: index
    };
}

describe("a patch of a table", () => {
    const before = [row(0, 0.2), row(1, null), row(2, 0.9), row(3, null)], after = [row(0, 0.2), row(1, 0.5), row(2, 0.9, "keep"), row(3, null)];
    const table = (rows: readonly TableRow[]): ReturnType<typeof buildTable> => buildTable(rows.length, (at) => rows[at] ?? row(at, null), 0.5);

    it("brings scores, flags, decisions and ranks from one table to another", () => {
        assert.deepEqual(applyPatch(table(before), patchOf(table(after), Uint32Array.of(1, 2))), table(after));
    });

    it("takes scores away again", () => {
        assert.deepEqual(applyPatch(table(after), patchOf(table(before), Uint32Array.of(1, 2))), table(before));
    });

    it("leaves ranks alone where only a decision changed, and rows beyond the end out", () => {
        const one = table(after), {place} = one;
        const patch = patchOf(table([...before.slice(0, 1), row(1, 0.5), row(2, 0.9)]), Uint32Array.of(2));
        assert.equal(applyPatch(one, patch).place, place);
        assert.equal(one.decision[2], 0);
        assert.equal(applyPatch(one, {...patch, rows: Uint32Array.of(7)}).length, 4);
    });
});
