import assert from "node:assert/strict";
import {readdirSync} from "node:fs";
import {bytesOf, fixture, fixtureFolder, line, read, textOf} from "./support.js";

/** Names in the fixture folder that hold at least one example. */
const fixtures = readdirSync(fixtureFolder).filter((name) => /\.jsonl?$/.test(name) && !/^(dpo|kto)/.test(name));

describe("spans", () => {
    for (const name of fixtures) {
        it(`cut exactly the record out of ${name}`, () => {
            const bytes = fixture(name);
            const {examples} = read(bytes);
            assert.notEqual(examples.length, 0);
            for (const {span, turns, index} of examples) {
                const text = textOf(bytes, span);
                assert.match(text, /^\{[^]*\}$/);
                const values = allTexts(JSON.parse(text));
                for (const turn of turns.filter(({role}) => role !== "tool-call"))
                    assert.ok(values.some((value) => turn.text.includes(value)), `example ${index}: ${turn.text}`);
            }
            assert.deepEqual(examples.map(({index}) => index), examples.map((_, at) => at));
        });
    }

    const mark = "\ufeff";
    const one = line("1").length;
    for (const [title, text, starts, lines] of [
        ["plain lines", `${line("1")}\n${line("2")}\n`, [0, one + 1], [1, 2]],
        ["lines without a last line end", `${line("1")}\n${line("2")}`, [0, one + 1], [1, 2]],
        ["a byte-order mark, which counts three bytes", `${mark}${line("1")}\n${line("2")}`, [3, one + 4], [1, 2]],
        ["two byte-order marks", `${mark}${mark}${line("1")}\n${line("2")}`, [6, one + 7], [1, 2]],
        ["a byte-order mark between lines", `${line("1")}\n${mark}${line("2")}`, [0, one + 4], [1, 2]],
        ["CRLF", `${line("1")}\r\n${line("2")}\r\n`, [0, one + 2], [1, 2]],
        ["blank lines and white space", `\n \t\n  ${line("1")}  \n\r\n\n${line("2")}\n\n`, [6, one + 12], [3, 6]],
        ["a minified array", `[${line("1")},${line("2")}]`, [1, one + 2], [1, 1]],
        ["an array with a byte-order mark", `${mark}[${line("1")},${line("2")}]`, [4, one + 5], [1, 1]],
        ["an array with records on lines", `\n[\r\n  ${line("1")} ,\r\n${line("2")}\r\n]\r\n`, [6, one + 10], [3, 4]]
    ] as const) {
        it(`and lines are right with ${title}`, () => {
            const {examples, problems} = read(text);
            assert.deepEqual(problems, []);
            assert.deepEqual(examples.map(({span}) => span.start), starts);
            assert.deepEqual(examples.map((example) => example.line), lines);
            assert.deepEqual(examples.map(({span}) => textOf(text, span)), [line("1"), line("2")]);
        });
    }

    it("count bytes, not characters", () => {
        const first = line("Grüße, 漢字, 😀");
        const {examples} = read(`${first}\n${line("2")}`);
        assert.equal(examples[0]?.span.end, bytesOf(first).length);
        assert.equal(examples[1]?.span.start, bytesOf(first).length + 1);
    });
});

function allTexts(value: unknown): string[] {
    if (typeof value === "string")
        return [value];
    return typeof value === "object" && value !== null ? Object.values(value).flatMap(allTexts) : [];
}
