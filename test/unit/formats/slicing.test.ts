import assert from "node:assert/strict";
import {readdirSync} from "node:fs";
import {bytesOf, fixture, fixtureFolder, line, randomSource, read} from "./support.js";

const [one, two] = [line("é 😀"), line("2")];

/** Texts with something at every place where a cut could do harm. */
const texts: readonly [title: string, text: string][] = [
    ["a byte-order mark, CRLF and blank lines", `\ufeff\r\n${one}\r\n\n${two}`],
    ["broken lines", `${one}\n{"instruction": "é\n${two}\n}\n`],
    ["broken elements", `[${one},{"instruction": "\\ud83d\\ude00, "output": "x"},${two},]`],
    ["a missing brace before a name", `[${one},"instruction": "q", "output": "a"},${two}]`],
    ["a lone text and garbage", `["x" , ${one} %&/ {" ${two}`],
    ["text after the end", `[${one}]\n\ufeff ${two}, x y`],
    ["a list that is not closed", `[{"conversations": [{"from": "human", "value": "q"}, ${one}, ${two}, {"conversations": [1, ${one}]`],
    ["words and numbers", `[1e5,tru,true,-,{"instruction":"q","output":"a","x":[nulll,01]},${one}]`],
    ["pretty-printed records without an array", `\ufeff\ufeff${JSON.stringify({instruction: "q", output: "a"}, null, 1)}\r\n{"x": {\n\n"y" 1}\n${one}`]
];

describe("reading in pieces", () => {
    for (const [title, text] of texts) {
        it(`gives the same whatever the size of the pieces: ${title}`, () => {
            const bytes = bytesOf(text);
            const {items, container} = read(bytes);
            assert.ok(items.length >= 2);
            for (let piece = 1; piece <= bytes.length; piece++)
                assert.deepEqual(read(bytes, {piece}), {...read(bytes), items, container}, `pieces of ${piece}`);
        });
    }

    for (const name of readdirSync(fixtureFolder).filter((file) => /\.jsonl?$/.test(file))) {
        it(`gives the same for ${name}`, () => {
            const bytes = fixture(name);
            const {items} = read(bytes);
            for (let piece = 1; piece <= bytes.length; piece++)
                assert.deepEqual(read(bytes, {piece}).items, items, `pieces of ${piece}`);
        });
    }

    it("gives the same for texts that were damaged at random", () => {
        const random = randomSource(3);
        for (let round = 0; round < 300; round++) {
            const bytes = bytesOf(texts[random(texts.length)]?.[1] ?? "").slice();
            for (let damage = random(4); damage >= 0; damage--)
                bytes[random(bytes.length)] = "{}[]\":,\\ \nx\u00ff".charCodeAt(random(12));
            const {items} = read(bytes);
            for (const piece of [1, 2, 3, 1 + random(bytes.length)])
                assert.deepEqual(read(bytes, {piece}).items, items, `round ${round}, pieces of ${piece}: ${new TextDecoder().decode(bytes)}`);
        }
    });
});
