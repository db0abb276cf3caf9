import assert from "node:assert/strict";
import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import os from "node:os";
import path from "node:path";
import {gzipSync} from "node:zlib";
import {readDataset} from "../../../src/session/readDataset.js";
import {byDocument, textOf} from "../../fuzz/readers.js";
import {bytesOf, line, record} from "../formats/support.js";
import {options, Watched} from "./browsing.js";

const [one, two, three] = [line("1"), line("2"), line("3")];
const pretty = ["1", "2"].map((answer) => JSON.stringify(record(answer), null, 2));

/** How many examples all readers shall find. */
const inputs: readonly (readonly [title: string, data: string | Uint8Array, examples: number])[] = [
    ["lone carriage returns", `${one}\r${two}\r`, 2],
    ["ends of lines of all kinds", `${one}\r\n\r${two}\n\r\n${three}\r`, 3],
    ["a carriage return in a record", `{"instruction":"q",\r"output":"a"}\n${one}\n${two}\n${three}`, 4],
    ["a broken line behind lone carriage returns", `${one}\r${two}\r{"instruction": 1\r${three}`, 3],
    ["an array with lone carriage returns", `[\r${one},\r\r{"a":\r1},\r${two}\r]`, 2],
    ["pretty-printed objects with lone carriage returns", pretty.join("\n").replaceAll("\n", "\r"), 2],
    ["line separators in texts", `${line("a\u2028b\u2029c\u0085d")}\n${two}`, 2],
    ["a mark, blank lines and blank characters before the first record", `\ufeff\r\n \t\n${"\n".repeat(1000)}${one}\n${two}`, 2],
    ["blank lines only", " \n\r\n\r".repeat(1000), 0],
    ["nothing", "", 0],
    ["brackets that are never closed", "[".repeat(300_000), 0],
    ["objects that are never closed", `${one}\n${"{\"a\":".repeat(50_000)}\n${two}`, 2],
    ["a text that is never closed", `[${one},{"instruction":"${"\\".repeat(300_001)}`, 1],
    ["deep nesting", `${one}\n{"instruction":"q","output":"a","x":${"[".repeat(300)}${"]".repeat(300)}}`, 1],
    ["a damaged first bracket", `x\n${pretty.join(",\n")}\n]`, 2],
    ["a damaged first record of pretty-printed objects", `{x${pretty.join("\n").slice(1)}`, 1],
    ["a stray bracket before a record of an array", `[${one},[${two},${three}]`, 3],
    ["a stray bracket before JSON Lines", `[${one}\n${two}\n${three}\n${one}\n`, 3],
    ["commas at ends of lines", `${one},\n${two},\n${three},\n`, 3],
    ["thousands of problems between examples", `${one}\n{}\n`.repeat(3000), 3000],
    ["thousands of problems in a row", `${one}\n${"{}\n".repeat(3000)}${two}`, 2],
    ["many instances of one record", `[${JSON.stringify({instruction: "q", instances: Array.from({length: 20_000}, () => ({output: "a"}))})}]`, 20_000],
    ["bytes that are no UTF-8", new Uint8Array([...bytesOf(`${one}\n`), 0xff, 0xfe, 0x0a, ...bytesOf(two)]), 2],
    ["NUL bytes", `${one}\n${"\0".repeat(1000)}\n${two}`, 2],
    ["a compressed file", gzipSync(`${one}\r${two}\n{}\n`), 2]
];

describe("command line, panel and editor", () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "goldpan-readers-"));
    const watched = new Watched();
    let readings = 0;

    after(async () => {
        await watched.browser.close();
        rmSync(folder, {recursive: true});
    });

    for (const [at, [title, data, examples]] of inputs.entries()) {
        it(`find the same examples and problems: ${title}`, async () => {
            const file = path.join(folder, `${at}.jsonl`), bytes = bytesOf(data);
            writeFileSync(file, bytes);
            const dataset = await readDataset(file);
            assert.equal(dataset.examples.length, examples);

            const reading = ++readings;
            watched.browser.read({path: file}, options(folder));
            const ended = (): {readonly problems: number} | undefined => watched.all("table").find(({revision, done}) => revision === reading && done);
            await watched.settled(() => ended() !== undefined);
            assert.equal(ended()?.problems, dataset.problems.length);
            assert.deepEqual(watched.keys.map((key, row) => `${watched.last.line[row] ?? 0} ${key}`), dataset.examples.map((example) => `${example.line} ${example.key}`));

            const text = textOf(bytes);
            if (text !== undefined && !dataset.compressed)
                assert.deepEqual(await byDocument(text), {
                    examples: dataset.examples.map((example) => `${example.line} ${example.key}`),
                    problems: dataset.problems.map((problem) => `${problem.line}:${problem.column} ${problem.message}`)
                });
        });
    }
});
