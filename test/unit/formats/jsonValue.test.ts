import assert from "node:assert/strict";
import {parseRecord} from "../../../src/core/formats/parseRecord.js";
import {findValueEnd} from "../../../src/core/formats/jsonValue.js";
import {bytesOf, randomSource} from "./support.js";

const seeds = [
    "{\"a\": [1, -2.5e+3, true, false, null, \"x\\n\\u00e9\\ud83d\\ude00\", {}, []], \"b\": {\"\": \"\"}, \"c\": 0}",
    "[{\"instruction\": \"q\\\\\", \"output\": \"\\\"a\\\"\"}, 0.1, 1E-7, \"\\/\\b\\f\\r\\t\"]",
    "\t{ \"é😀\" : [ ] , \"z\" : \"\u2028\" }\r\n"
];

describe("the scanner of JSON values", () => {
    it("takes for JSON exactly what JSON.parse does, except half surrogate pairs, in thousands of damaged texts", () => {
        const random = randomSource(11);
        let healthy = 0;
        for (let round = 0; round < 20_000; round++) {
            const characters = Array.from(seeds[random(seeds.length)] ?? "");
            for (let damage = 1 + random(2); damage > 0; damage--)
                characters.splice(random(characters.length), random(2), ...(random(2) === 0 ? [] : [Array.from("{}[]\":,\\ \n\t\u000019.e-tnu/")[random(22)] ?? ""]));
            const text = characters.join("").trim();
            const parsed = parses(text);
            healthy += parsed ? 1 : 0;
            const result = parseRecord(bytesOf(text));
            if (!(result.kind === "broken" && result.message.includes("surrogate")))
                assert.equal(result.kind, parsed ? "parsed" : "broken", text);
        }
        assert.ok(healthy > 2000 && healthy < 18_000, `${healthy} healthy texts`);
    });

    for (const [text, end] of [
        ["{\"a\": 1}, {\"b\": 2}", 8],
        ["[[], {}] ]", 8],
        ["\"x\\\"y\" z", 6],
        ["12,", 2],
        ["{\"a\": \"\\q\"}x", 11],
        ["{\"a\": nonsense, \"b\": 01}x", 24]
    ] as const) {
        it(`finds the end of the first value in ${text}`, () => {
            const found = findValueEnd(bytesOf(text), 0, true);
            assert.equal(found.kind === "value" && found.end, end);
        });
    }

    for (const text of ["", " ", "{", "{\"", "{\"a", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":\"\\", "[1,", "tru", "12", "\"x\\u12"]) {
        it(`waits for more bytes after ${JSON.stringify(text)}`, () => {
            assert.equal(findValueEnd(bytesOf(text), 0, false).kind, "incomplete");
        });
    }

    for (const text of ["{,", "{\"a\" 1", "{\"a\":1 \"b\"", "[1}", "{]", ":", "\"x\n", "{\"a\":}"]) {
        it(`does not wait when no more bytes can help: ${JSON.stringify(text)}`, () => {
            assert.equal(findValueEnd(bytesOf(text), 0, false).kind, "broken");
        });
    }

    it("tells which other braces were open at an error, so that nobody scans from them again", () => {
        const found = findValueEnd(bytesOf("{\"a\": [{}, {\"b\": x y"), 0, true);
        assert.deepEqual(found.kind === "broken" && [...found.openBraces], [11]);
    });
});

function parses(text: string): boolean {
    try {
        JSON.parse(text);
        return true;
    } catch {
        return false;
    }
}
