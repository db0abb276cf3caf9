import assert from "node:assert/strict";
import {buildTable, mostValues, textLengths} from "../../../src/core/table/buildTable.js";
import {flagCodes, flagMask, flagsOf} from "../../../src/core/table/flagBits.js";
import {packTable, unpackTable} from "../../../src/core/table/transfer.js";
import {unknown} from "../../../src/core/table/table.js";
import {hasBit, newBits, setBit} from "../../../src/core/table/bits.js";
import {randomCategories, randomRows, row, tableOf} from "./tables.js";

describe("the flags of a table", () => {
    it("fit into the bits of a number, each code once", () => {
        assert.ok(flagCodes.length <= 32, String(flagCodes.length));
        assert.equal(new Set(flagCodes).size, flagCodes.length);
    });

    it("come back from their bits, without those that are not known", () => {
        assert.deepEqual(flagsOf(flagMask(["truncated", "from the future", "duplicate"])), ["duplicate", "truncated"]);
        assert.deepEqual(flagsOf(flagMask(flagCodes)), flagCodes);
        assert.equal(flagMask([]), 0);
    });

    it("say low-golden-score at the threshold and below, and never without a score", () => {
        const table = tableOf([{goldenScore: 0.5}, {goldenScore: 0.51}, {goldenScore: null}, {goldenScore: 0}]);
        assert.deepEqual([...table.flags].map((mask) => flagsOf(mask)), [["low-golden-score"], [], [], ["low-golden-score"]]);
    });
});

describe("buildTable", () => {
    it("keeps scores and gains to the last digit, and says what is not known", () => {
        const table = tableOf([{goldenScore: 0.9, meanGain: 1 / 3, ci95: [0.25, 0.75], wins: 9, anchors: 10, answerTokens: 7}, {}]);
        assert.deepEqual([table.goldenScore[0], table.meanGain[0], table.ciLow[0], table.ciHigh[0], table.wins[0], table.anchors[0], table.answerTokens[0], table.place[0]], [0.9, 1 / 3, 0.25, 0.75, 9, 10, 7, 0]);
        assert.deepEqual([table.goldenScore[1], table.meanGain[1], table.ciLow[1], table.ciHigh[1], table.answerTokens[1], table.place[1]], [NaN, NaN, NaN, NaN, unknown, unknown]);
    });

    it("gives a missing and an empty value of a category the first code", () => {
        const {categories: [category]} = tableOf([{categories: ["b"]}, {categories: [""]}, {}, {categories: ["__proto__"]}, {categories: ["b"]}], ["source"]);
        assert.deepEqual(category, {name: "source", values: ["", "b", "__proto__"], codes: Uint16Array.of(1, 0, 0, 2, 1)});
    });

    it("leaves out a category with more values than have a code, and no other", () => {
        const build = (values: number): string[] => buildTable(values, (place) => row({categories: [String(place), "same"]}), 0.5, ["many", "one"]).categories.map(({name}) => name);
        assert.deepEqual(build(mostValues - 1), ["many", "one"]);
        assert.deepEqual(build(mostValues), ["one"]);
    });

    it("counts characters of the answer and of everything before it, trimmed", () => {
        assert.deepEqual(textLengths([{role: "system", text: " ab "}, {role: "user", text: "cde", input: " f\n"}, {role: "assistant", text: "ghij "}]), {promptLength: 6, answerLength: 4});
        assert.deepEqual(textLengths([{role: "user", text: "a"}, {role: "assistant", text: "b"}, {role: "user", text: "c"}, {role: "tool-call", text: "dd"}]), {promptLength: 3, answerLength: 2});
    });
});

describe("a packed table", () => {
    it("is the same table after its buffers were transferred", () => {
        const rows = randomRows(100, 1);
        const packed = packTable(tableOf(rows, randomCategories));
        assert.deepEqual(unpackTable(structuredClone(packed, {transfer: [...packed.buffers]})), tableOf(rows, randomCategories));
        assert.equal(packed.buffers[0]?.byteLength, 0, "transferred, not copied");
    });

    it("takes a column along without the rest of its buffer", () => {
        const table = {...tableOf([{line: 5}, {line: 6}]), line: Uint32Array.of(4, 5, 6, 7).subarray(1, 3)};
        assert.deepEqual(unpackTable(packTable(table)).line, Uint32Array.of(5, 6));
    });

    it("is refused where columns are missing or of another length", () => {
        const packed = packTable(tableOf([{}, {}]));
        assert.throws(() => unpackTable({...packed, buffers: packed.buffers.slice(1)}), /other columns/);
        assert.throws(() => unpackTable({...packed, length: 3}), /instead of 3/);
    });
});

describe("bits", () => {
    it("are set one by one, over the borders of words", () => {
        const bits = newBits(70), set = [0, 31, 32, 63, 64, 69];
        for (const place of set)
            setBit(bits, place);
        assert.deepEqual(Array.from({length: 70}, (_, place) => place).filter((place) => hasBit(bits, place)), set);
    });
});
