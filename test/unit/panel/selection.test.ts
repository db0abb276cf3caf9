import assert from "node:assert/strict";
import {all, fromKept, isSelected, nothing, only, range, rowsOf, toKeep, toggled} from "../../../webview/selection.js";

describe("selected examples of the panel", () => {
    it("are toggled, taken by ranges of the list, and all at once", () => {
        const list = Uint32Array.of(70, 3, 40, 5, 90);
        assert.deepEqual([...rowsOf(toggled(toggled(only(40), 3), 40))], [3]);
        assert.deepEqual([...rowsOf(range(list, 3, 1, 5))], [3, 5, 40]);
        assert.deepEqual([...rowsOf(all(list))], [3, 5, 40, 70, 90]);
        assert.equal(isSelected(all(list), 41), false);
        assert.equal(toggled(nothing, 7).count, 1);
        assert.equal(toggled(only(7), 7).count, 0);
    });

    it("are kept as stretches and found again, without those that are gone", () => {
        const selection = all(Uint32Array.of(1, 2, 3, 64, 65, 200));
        assert.deepEqual(toKeep(selection), [1, 3, 64, 65, 200, 200]);
        assert.deepEqual([...rowsOf(fromKept(toKeep(selection), 1000))], [...rowsOf(selection)]);
        assert.deepEqual([...rowsOf(fromKept(toKeep(selection), 65))], [1, 2, 3, 64]);
        assert.equal(fromKept([], 10).count, 0);
    });

    it("are kept also where they are scattered over a million, in less than 200,000 characters", () => {
        const everySecond = Uint32Array.from({length: 500_000}, (_, at) => 2 * at + 1), selection = all(everySecond), kept = toKeep(selection);
        assert.ok(JSON.stringify(kept).length < 200_000, String(JSON.stringify(kept).length));
        const found = fromKept(kept, 1_000_000);
        assert.equal(found.count, 500_000);
        assert.deepEqual(rowsOf(found), everySecond);
        assert.deepEqual(rowsOf(fromKept(kept, 1001)), everySecond.slice(0, 500), "without those that are gone");
    });
});
