import assert from "node:assert/strict";
import {KeyTable, packKey, unpackKey} from "../../../src/core/keyTable.js";

/** Keys whose first words, which they are found by, are all the same. */
const crowded = (number: number): string => `00000007${number.toString(16).padStart(24, "0")}`;

describe("content keys in a table", () => {
    it("come back from their words to the letter, and what is none has no words", () => {
        const words = new Uint32Array(6);
        for (const key of ["0123456789abcdef0123456789abcdef", "ffffffffffffffff0000000000000000", "80000000800000008000000080000000"]) {
            assert.ok(packKey(key, words, 1));
            assert.equal(unpackKey(words, 1), key);
        }
        for (const none of ["", "0".repeat(31), "0".repeat(33), "g".repeat(32), "A".repeat(32), "\u0130".repeat(32), "0".repeat(31) + "\u{1f600}".charAt(0)])
            assert.equal(packKey(none, words), false, JSON.stringify(none));
        assert.throws(() => new KeyTable().add("none"), /"none" is no content key/);
    });

    it("have all their rows, as many copies and as crowded as they may be", () => {
        const table = new KeyTable(), rows = new Map<string, number[]>();
        for (let row = 0; row < 5000; row++) {
            const key = crowded(row * 7919 % 1500);
            const known = rows.get(key);
            assert.equal(table.add(key), known === undefined);
            rows.set(key, [row, ...known ?? []]);
        }
        const words = new Uint32Array(4);
        for (const [key, expected] of rows) {
            packKey(key, words);
            const found: number[] = [];
            table.forEachRow(words, 0, (row) => found.push(row));
            assert.deepEqual(found, expected);
            assert.equal(table.lastRow(words), expected[0]);
            assert.deepEqual(expected.map((row) => table.isFirst(row)), expected.map((_, at) => at === expected.length - 1));
            assert.equal(table.keyAt(expected[0] ?? 0), key);
        }
        packKey(crowded(9999), words);
        assert.equal(table.lastRow(words), undefined);
    });

    it("are kept once by addNew", () => {
        const table = new KeyTable();
        const added = Array.from({length: 4000}, (_, at) => table.addNew(crowded(at % 1300)));
        assert.equal(added.filter((news) => news).length, 1300);
        assert.equal(table.length, 1300);
    });
});
