import assert from "node:assert/strict";
import {lintFlags} from "../../../src/core/lint/rules.js";
import {ArrayFramer} from "../../../src/core/formats/arrayFramer.js";
import {LineFramer} from "../../../src/core/formats/lineFramer.js";
import {toldOneByOne} from "../../../src/core/formats/problemRun.js";
import {answers, bytesOf, line, read, type Reading} from "./support.js";

const mega = 1_000_000;
const good = line("1");
const beginning = {base: 0, place: {line: 1, column: 1}};
const brackets = "[".repeat(mega) + "]".repeat(mega);

/** Of the processor, not of the clock: others may use the machine. The slowest of these take five; a quadratic step would need many minutes. */
const seconds = 40;
const patienceMs = 600_000;

const inputs: readonly [title: string, make: () => string, examples: number, problems: number][] = [
    ["a million open brackets", () => "[".repeat(5 * mega), 0, 1],
    ["a million brackets, closed again, in an array", () => `[${brackets},${good}]`, 1, 1],
    ["a million brackets, closed again, on a line", () => `{"a":${brackets}}\n${good}`, 1, 1],
    ["a million brackets in a tool call's arguments", () => JSON.stringify({messages: [{role: "assistant", tool_calls: [{name: "f", arguments: brackets}]}]}), 1, 0],
    ["five megabytes of {\"a\": on a line", () => "{\"a\":".repeat(mega), 0, 1],
    ["five megabytes of {\"a\": in an array", () => `[${"{\"a\":".repeat(mega)}`, 0, 1],
    ["five megabytes of {\"a\":[ in an array", () => `[${"{\"a\":[".repeat(800_000)}`, 0, 1],
    ["five megabytes of {\"a\":\\n in an array", () => `[${"{\"a\":\n".repeat(800_000)}`, 0, 1],
    ["five megabytes of {\" in an array", () => `[${"{\"".repeat(2_500_000)}`, 0, 1],
    ["objects in texts in objects", () => `[{"a":"${"{\":\":\"".repeat(800_000)}`, 0, 1],
    ["objects that are closed within one that is not", () => `[${"{\"a\":[{\"b\":1},".repeat(300_000)}`, 0, 1],
    ["a broken minified array of five megabytes", () => `[${`${good},`.repeat(50_000)}${good.slice(0, -1)},${`${good},`.repeat(49_999)}${good}]`, 100_000, 1],
    ["an array in which every other record is cut in a list", () => `[${`{"conversations":[{"from":"human","value":"x"},${good},`.repeat(40_000)}`, 40_000, 40_001],
    ["cut records before an error in the middle", () => `[${`{"conversations":[{"from":"human","value":"x"},${good},`.repeat(20_000)}}${`,${good}`.repeat(20_000)}]`, 40_000, 20_001],
    ["only NUL bytes", () => "\0".repeat(5 * mega), 0, 1],
    ["only NUL bytes in an array", () => `[${"\0".repeat(5 * mega)}`, 0, 1],
    ["twenty million line feeds before a record", () => `${"\n".repeat(20 * mega)}${good}`, 1, 0],
    ["twenty million blank lines behind a record", () => `${good}\n${" \r\n".repeat(7 * mega)}${good}`, 2, 0],
    ["a record of five million keys", () => `{"instruction":"q","output":"a",${Array.from({length: 5 * mega}, (_, at) => `"${at}":1`).join(",")}}\n${good}`, 1, 1],
    ["a record of five million lists in an array", () => `[{"instruction":"q","output":"a","x":[${"[],".repeat(5 * mega)}[]]},${good}]`, 1, 1],
    ["a long instruction of many instances", () => `{"instruction":"${"x".repeat(mega)}","instances":[${"{\"output\":\"a\"},".repeat(20_000)}{"output":"a"}]}\n${good}`, 1, 1],
    ["three megabytes of escapes", () => `{"instruction": "${"\\\\".repeat(mega)}${"\\u00e9".repeat(200_000)}\n${good}`, 1, 1],
    ["ten million open brackets in a line", () => `{"a":${"[".repeat(10 * mega)}\n${good}`, 1, 1],
    ["only white space", () => " \n".repeat(2_500_000), 0, 0],
    ["a text of three megabytes without a closing quote", () => `{"instruction": "${"x".repeat(3 * mega)}\n${good}`, 1, 1],
    ["a text of three megabytes without a closing quote in an array", () => `[{"instruction": "${"x".repeat(3 * mega)},${good}]`, 1, 1],
    ["three megabytes of backslashes", () => `[{"instruction": "${"\\".repeat(3 * mega)}`, 0, 1],
    ["a healthy record of five megabytes in an array", () => `[${line("x".repeat(5 * mega))},${good}]`, 2, 0],
    ["a healthy record with hundreds of thousands of fields", () => `{${Array.from({length: 300_000}, (_, at) => `"k${at}":{}`).join(",")},${good.slice(1)}`, 1, 0]
];

describe("hostile input", () => {
    for (const [title, make, examples, problems] of inputs) {
        it(`is read in linear time: ${title}`, function () {
            this.timeout(patienceMs);
            const bytes = bytesOf(make());
            const reading = inTime(() => read(bytes, {piece: 65_536}));
            assert.deepEqual([reading.examples.length, reading.problems.length], [examples, problems]);
        });
    }

    for (const [title, text] of [["lines", "}\n"], ["elements", "{},"], ["broken lines", "{\"\n"]] as const) {
        it(`does not give millions of problems for millions of ${title}, and goes on after them`, function () {
            this.timeout(patienceMs);
            const reading = inTime(() => read(`${text === "{}," ? "[" : ""}${text.repeat(500_000)}${good}`, {piece: mega}));
            assert.deepEqual(answers(reading), ["1"]);
            assert.ok(reading.problems.length <= toldOneByOne + 2);
            assert.match(reading.problems[toldOneByOne]?.message ?? "", /^From here on 499,000 more records in a row cannot be read/);
        });
    }

    it("tells problems one by one again after an example", () => {
        const bad = "{}\n".repeat(toldOneByOne + 5);
        const {problems, items} = read(`${bad}${good}\n${bad}`);
        assert.equal(problems.length, 2 * (toldOneByOne + 1));
        assert.equal(items.findIndex(({kind}) => kind === "example"), toldOneByOne + 1);
        assert.deepEqual(problems[toldOneByOne]?.span, {start: 3 * toldOneByOne, end: 3 * (toldOneByOne + 5) - 1});
    });

    it("is dropped where a record is longer than allowed, in a window that does not grow beyond that", () => {
        for (const opened of ["[{\"a\": \"", "[", "[{\"a\":[", "{\n\"a\": \""]) {
            const array = new ArrayFramer({...beginning, bare: opened.startsWith("{"), longest: 1000, isRecord: (record) => record.length === good.length});
            const frames = array.push(bytesOf(opened));
            let told = 0;
            for (let piece = 0; piece < 40 && told === 0; piece++) {
                frames.push(...array.push(bytesOf("[".repeat(100))));
                told = frames.length > 0 ? piece + 1 : 0;
            }
            assert.ok(told >= 10 && told <= 11, `${opened}: ${told} pieces`);
            frames.push(...array.push(bytesOf(`x", ${good}, ${good}]`)), ...array.end());
            assert.equal(frames.filter(({kind}) => kind === "value").length, 2, opened);
        }
    });

    it("cannot fill the memory with a record that never ends", () => {
        const bytes = bytesOf("x".repeat(100));
        const lines = new LineFramer(beginning, 250);
        const frames = [1, 2, 3, 4].flatMap(() => lines.push(bytes)).concat(lines.push(bytesOf(`\n${good}\n`)));
        assert.deepEqual(frames.map(({kind, start}) => [kind, start]), [["broken", 0], ["record", 401]]);

        const array = new ArrayFramer({...beginning, bare: false, longest: 250, isRecord: (record) => record.length === good.length});
        const cut = [bytesOf("[{\"a\": \""), bytes, bytes, bytes, bytes, bytesOf(`, ${good}, ${good}]`)];
        const kinds = [...cut.flatMap((piece) => array.push(piece)), ...array.end()].map(({kind, start}) => [kind, start]);
        assert.deepEqual(kinds.filter(([kind]) => kind !== "broken"), [["value", 410], ["value", 410 + good.length + 2]]);
    });
});

describe("hostile texts", () => {
    const long = 1.5 * mega;
    for (const [title, text] of [
        ["one character", "a".repeat(long)], ["words", "a ".repeat(long / 2)], ["white space", " ".repeat(long)], ["line breaks", "\n".repeat(long)],
        ["tags", "<p ".repeat(long / 3)], ["entities", "&#1".repeat(long / 3)], ["stops", ". ".repeat(long / 2)], ["headings", "#".repeat(long)], ["numbers", "1".repeat(long)],
        ["nearly a loop", "a b c d e f g h i j k l m n o p q r s t u v w x y z ".repeat(25_000)], ["sorries", "Sorry, sorry ".repeat(100_000)],
        ["brackets", "<".repeat(long)], ["no", `no ${" ".repeat(long)}`], ["this task", `this task ${"cannot ".repeat(200_000)}`]
    ] as const) {
        it(`are judged by the lint rules in linear time: ${title}`, function () {
            this.timeout(patienceMs);
            inTime(() => lintFlags([{role: "user", text, input: `<${text}`}, {role: "assistant", text: `.${text}!`}]));
            inTime(() => lintFlags([{role: "user", text: "q", input: text}, {role: "assistant", text}]));
        });
    }
});

function inTime<Result extends Reading | readonly string[]>(work: () => Result): Result {
    const started = process.cpuUsage();
    const result = work();
    const {user, system} = process.cpuUsage(started);
    const took = (user + system) / 1e6;
    assert.ok(took < seconds, `took ${took.toFixed(1)} s`);
    return result;
}
