import assert from "node:assert/strict";
import {buildTable, mostValues, textLengths} from "../../../src/core/table/buildTable.js";
import {flagCodes, flagMask, flagsOf} from "../../../src/core/table/flagBits.js";
import {buffersOfColumn, packColumn, unpackColumn, type NumberArray} from "../../../src/core/table/packColumn.js";
import {buffersOfTable, packTable, unpackTable, type PackedTable} from "../../../src/core/table/transfer.js";
import {unknown, type ExampleTable} from "../../../src/core/table/table.js";
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
    const rows = randomRows(100, 1), whole = tableOf(rows, randomCategories);

    it("is the same table after its buffers were transferred", () => {
        const {length} = whole, columns = Object.entries(whole).filter(([, column]) => ArrayBuffer.isView(column));
        const packed = packTable(tableOf(rows, randomCategories)), buffers = buffersOfTable(packed);
        assert.deepEqual(unpackTable(structuredClone(packed, {transfer: buffers})), whole);
        assert.ok(buffers.length > 0 && buffers.every(({byteLength}) => byteLength === 0), "transferred, not copied");
        const bytes = columns.reduce((sum, [, column]) => sum + (column as Uint8Array).byteLength, 0);
        const crossed = buffersOfTable(packTable(whole)).reduce((sum, {byteLength}) => sum + byteLength, 0);
        assert.ok(crossed < bytes / 2, `${crossed} of ${bytes} bytes for ${length} rows`);
    });

    it("is put together from parts, ranks over all of them", () => {
        const part = (from: number, to: number): PackedTable => {
            const some = <T>(column: T): T => ArrayBuffer.isView(column) ? (column as T & Uint8Array).slice(from, to) as T : column;
            const columns = Object.fromEntries(Object.entries(whole).map(([name, column]) => [name, some(column as unknown)])) as unknown as ExampleTable;
            return packTable({...columns, length: to - from, categories: whole.categories.map((category) => ({...category, codes: some(category.codes)}))}, from);
        };
        const first = unpackTable(part(0, 40)), second = unpackTable(part(40, 41), first);
        assert.deepEqual(unpackTable(part(41, 100), second), whole);
        assert.deepEqual(unpackTable(part(100, 100), whole), whole);
        assert.deepEqual(unpackTable(part(0, 40), whole), first, "from the beginning, they are all");
        assert.throws(() => unpackTable(part(41, 100), first), /follow 41 rows, of which 40 are there/);
    });

    it("is refused where columns are missing or of another length", () => {
        const packed = packTable(tableOf([{}, {}]));
        assert.throws(() => unpackTable({...packed, columns: packed.columns.slice(1)}), /other columns/);
        assert.throws(() => unpackTable({...packed, length: 3}), /instead of 3/);
        assert.throws(() => unpackTable({...packed, columns: packed.columns.toReversed()}), /a column holds \w+ instead of/);
    });
});

describe("a packed column", () => {
    const many = Array.from({length: 300}, (_, at) => at * at);
    const columns: Readonly<Record<string, NumberArray>> = {
        "nothing": new Float64Array(0), "one value": Float64Array.of(0.1), "no score anywhere": new Float64Array(1000).fill(NaN), "few values": Float64Array.from({length: 1000}, (_, at) => at % 101 / 100),
        "many values": Float64Array.from(many, Math.sqrt), "minus zero": Float64Array.of(0, -0, 0), "infinities": Float32Array.of(Infinity, NaN, -Infinity, 1.5),
        "numbers of rows": Uint32Array.from({length: 500}, (_, at) => 7 + at), "every fifth line": Uint32Array.from({length: 500}, (_, at) => 2 + 5 * at), "falling": Uint32Array.of(9, 8, 7), "nearly steps": Uint32Array.of(1, 2, 3, 5),
        "small numbers": Uint32Array.from(many, (value) => value % 65_536), "large numbers": Uint32Array.from(many, (value) => 2 ** 32 - 1 - value), "all unknown": new Uint32Array(50).fill(2 ** 32 - 1),
        "codes": Uint16Array.from(many, (value) => value % 7), "many codes": Uint16Array.from(many, (value) => value % 65_536), "bytes": Uint8Array.from(many), "a part of a buffer": Uint32Array.of(4, 50, 6, 70).subarray(1, 3)
    };
    for (const [name, column] of Object.entries(columns))
        it(`comes out as it was: ${name}`, () => {
            const packed = packColumn(column.slice()), copy = structuredClone(packed, {transfer: buffersOfColumn(packed)});
            assert.deepEqual(unpackColumn(column.constructor as new (length: number) => NumberArray, copy), column);
        });

    it("takes few bytes where few are needed", () => {
        const bytes = (name: string): number => buffersOfColumn(packColumn(columns[name] ?? new Uint8Array(0))).reduce((sum, {byteLength}) => sum + byteLength, 0);
        assert.deepEqual(["no score anywhere", "few values", "every fifth line", "all unknown", "small numbers", "a part of a buffer"].map(bytes), [8, 1000 + 101 * 8, 0, 0, 600, 2 + 2 * 4]);
    });

    it("is refused as another kind, or where values are missing", () => {
        const packed = packColumn(Float64Array.from(many, Math.sqrt));
        assert.throws(() => unpackColumn(Uint32Array, packed), /f64 instead of Uint32Array/);
        assert.throws(() => unpackColumn(Float64Array, {...packed, length: 301}), /300 values instead of 301/);
        assert.throws(() => unpackColumn(Float64Array, {...packColumn(columns["few values"] ?? new Float64Array(0)), length: 9}), /1000 values instead of 9/);
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
