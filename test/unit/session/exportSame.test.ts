import assert from "node:assert/strict";
import {writeFileSync} from "node:fs";
import {gzipSync} from "node:zlib";
import {describeSubset, exportFormats} from "../../../src/session/exportSubset.js";
import {readDataset, type Dataset} from "../../../src/session/readDataset.js";
import type {SubsetRow} from "../../../src/session/subsetRows.js";
import {temporaryFolder} from "../store/support.js";
import {alpacaLines, everything, exported, exportedText, prettyArray, withScores} from "./exporting.js";

const [first = "", second = "", third = ""] = alpacaLines;

const regular: readonly (readonly [name: string, text: string])[] = [
    ["JSON Lines, LF", alpacaLines.map((line) => line + "\n").join("")],
    ["JSON Lines with a byte-order mark", `\ufeff${first}\n${second}\n`],
    ["an array with a byte-order mark", `\ufeff[\r\n${first},\r\n${second}\r\n]\r\n`],
    ["JSON Lines, CRLF", alpacaLines.map((line) => line + "\r\n").join("")],
    ["one JSON line", first + "\n"],
    ["a pretty array, two spaces", prettyArray(alpacaLines, "\n", "  ")],
    ["a pretty array, four spaces, CRLF", prettyArray(alpacaLines, "\r\n", "    ")],
    ["a pretty array, tabs", prettyArray(alpacaLines, "\n", "\t")],
    ["a pretty array of one", prettyArray([second], "\n", "  ")],
    ["a pretty array without a final line end", prettyArray(alpacaLines, "\n", "  ").trimEnd()],
    ["an array of a record a line", `[\n${alpacaLines.join(",\n")}\n]\n`],
    ["a minified array", `[${alpacaLines.join(",")}]`],
    ["a minified array with a final line end", `[${alpacaLines.join(",")}]\n`],
    ["a minified array with spaces, as Python writes it", `[${alpacaLines.join(", ")}]`],
    ["a minified array of one", `[${first}]\n`]
];

const irregular: readonly (readonly [name: string, text: string, records: readonly string[]])[] = [
    ["JSON Lines without a final line end, with blank lines and spaces", `\n${first}\n\n  ${second}\t\n${third}`, alpacaLines],
    ["JSON Lines with a byte-order mark before a broken line", `\ufeffbroken\n${first}\n\ufeff${second}\n`, [first, second]],
    ["JSON Lines with broken lines", `broken\n${first}\n{"instruction":\n${second}\nend`, [first, second]],
    ["mixed line ends", `${first}\r\n${second}\n${third}\r\n`, alpacaLines],
    ["an array set every which way", `\n [${first} ,\n\n${second},    ${third}\t] \n`, alpacaLines],
    ["an array that begins and ends with something else", `[\n  1,\n  ${first},\n  ${second},\n  null\n]\n`, [first, second]],
    ["an array with a byte-order mark before its bracket and behind it", `\ufeff [\ufeff\r\n${first},\r\n${second}\r\n]\r\n`, [first, second]],
    ["pretty-printed records and others on one line, without an array", `${prettyRecord(first)}\n${second}\n${prettyRecord(third)}\n`, [prettyRecord(first), second, prettyRecord(third)]]
];

/** As `jq` writes one record. */
function prettyRecord(line: string): string {
    return JSON.stringify(JSON.parse(line), null, 2);
}

describe("export in the same form", () => {
    const place = temporaryFolder();

    for (const [name, text] of regular)
        it(`of all examples is the file again, byte for byte: ${name}`, async () => {
            writeFileSync(place("data"), text);
            assert.equal(await exportedText(place("data"), {}), text);
            writeFileSync(place("data.gz"), gzipSync(text));
            assert.equal(await exportedText(place("data.gz"), {}), text);
        });

    for (const [name, text, records] of irregular)
        it(`keeps the records' own bytes in a file that can be read again: ${name}`, async () => {
            writeFileSync(place("data"), text);
            const written = await exportedText(place("data"), {});
            writeFileSync(place("written"), written);
            const again = await readDataset(place("written"));
            assert.deepEqual(again.problems, []);
            assert.equal(again.container, (await readDataset(place("data"))).container);
            assert.deepEqual(again.examples.map(({span}) => Buffer.from(written).subarray(span.start, span.end).toString()), records);
        });

    for (const [name, text] of regular)
        it(`with the score changes nothing else: ${name}`, async () => {
            writeFileSync(place("data"), text);
            const written = await exportedText(place("data"), {withScore: true});
            assert.equal(written.replaceAll(/,\s*"goldenScore":\s*[\d.]+/g, ""), text);
            const values = /^\ufeff?\[/.test(text) ? JSON.parse(written.trim()) as {goldenScore: number}[] : written.trim().split("\n").map((line) => JSON.parse(line) as {goldenScore: number});
            assert.deepEqual(values.map(({goldenScore}) => goldenScore), [0.5, 0.25, 0.125].slice(0, values.length));
        });

    it("replaces a score that the record has (the last one, which counts in JSON), and writes null for one kept by a person", async () => {
        writeFileSync(place("data"), `{"goldenScore":"old","instruction":"a","goldenScore":0.9,"output":"b"}\n{"instruction":"c","output":"d"}\n`);
        const written = await exportedText(place("data"), {withScore: true}, (dataset) => withScores(dataset, ({index}) => index === 0 ? 0.1 : null));
        assert.equal(written, `{"goldenScore":"old","instruction":"a","goldenScore":0.1,"output":"b"}\n{"instruction":"c","output":"d","goldenScore":null}\n`);
    });

    it("writes the score in the style of the record's last field", async () => {
        const records = [`{"instruction": "a", "output": "b"}`, `{ "messages":[{"role":"assistant","content":"a"}] }`, `{"output":"a,\\"","instruction" : {}}`.replace("{}", `"}"`)];
        writeFileSync(place("data"), records.join("\n") + "\n");
        assert.equal(await exportedText(place("data"), {withScore: true}),
            `{"instruction": "a", "output": "b", "goldenScore": 0.5}\n{ "messages":[{"role":"assistant","content":"a"}], "goldenScore":0.25 }\n{"output":"a,\\"","instruction" : "}","goldenScore" : 0.125}\n`);
    });

    it("takes the chosen examples only, in the dataset's style", async () => {
        writeFileSync(place("data"), prettyArray(alpacaLines, "\r\n", "  "));
        assert.equal(await exportedText(place("data"), {}, (dataset) => everything(dataset).slice(1)), prettyArray(alpacaLines.slice(1), "\r\n", "  "));
        assert.equal(await exportedText(place("data"), {}, (dataset) => everything(dataset).slice(0, 1)), prettyArray(alpacaLines.slice(0, 1), "\r\n", "  "));
        writeFileSync(place("lines"), alpacaLines.map((line) => line + "\r\n").join(""));
        assert.equal(await exportedText(place("lines"), {}, (dataset) => everything(dataset).slice(2)), third + "\r\n");
    });

    it("is JSON Lines where the first chosen record stands on one line and others do not, each value to the letter", async () => {
        const pretty = `{\n  "instruction": "Third?",\n  "output": "Third.",\n  "weight": 1E400, "n": 1.0\n}`, half = `{"instruction": "a",\r\n"output": "b"}`;
        for (const lineEnd of ["\n", "\r\n"]) {
            const text = `\ufeff${[pretty, first, pretty, half].join(lineEnd)}${lineEnd}`;
            writeFileSync(place("data"), text);
            assert.equal(await exportedText(place("data"), {}), text);
            const lines = [first, `{"instruction":"Third?","output":"Third.","weight":1E400,"n":1.0}`, `{"instruction":"a","output":"b"}`];
            const some = (dataset: Dataset): SubsetRow[] => everything(dataset).slice(1);
            assert.equal(await exportedText(place("data"), {}, some), `\ufeff${lines.join(lineEnd)}${lineEnd}`);
            const scores = [0.25, 0.125, 0.0625];
            assert.equal((await exportedText(place("data"), {withScore: true}, some)).replaceAll(/, ?"goldenScore": ?([\d.]+)/g, (_, score) => Number(score) === scores.shift() ? "" : "?"), `\ufeff${lines.join(lineEnd)}${lineEnd}`);
        }
    });

    it("is an empty array, or an empty file, when nothing is chosen", async () => {
        writeFileSync(place("data"), prettyArray(alpacaLines, "\n", "  "));
        assert.deepEqual(JSON.parse(await exportedText(place("data"), {}, () => [])), []);
        writeFileSync(place("lines"), alpacaLines.join("\n"));
        assert.equal(await exportedText(place("lines"), {}, () => []), "");
    });

    it("writes a self-instruct record once, with the best score of its chosen instances", async () => {
        const records = ["a", "b"].map((name) => JSON.stringify({id: name, instruction: `Do ${name}.`, instances: [{input: "1", output: "x"}, {input: "2", output: "y"}]}));
        writeFileSync(place("data"), records.map((record) => record + "\n").join(""));
        const dataset = await readDataset(place("data"));
        assert.equal(dataset.examples.length, 4);
        for (const format of ["same", "jsonl"] as const)
            assert.equal(await exportedText(place("data"), {format}), records.map((record) => record + "\n").join(""));
        const scores = [0.25, 0.75, null, 0];
        const selected = withScores(dataset, ({index}) => scores[index] ?? null);
        const lines = (await exportedText(place("data"), {withScore: true}, () => selected)).trim().split("\n");
        assert.deepEqual(lines.map((line) => (JSON.parse(line) as {goldenScore: unknown}).goldenScore), [0.75, 0]);
        assert.equal(describeSubset(selected, "same"), "2 records with 4 chosen examples");
        assert.equal(describeSubset(selected.slice(0, 2), "jsonl"), "1 record with 2 chosen examples");
        assert.equal(describeSubset(selected, "alpaca"), "4 examples");
        assert.equal(describeSubset(selected.slice(1, 3), "same"), "2 examples");
    });

    it("and in every other goes through a record of very many instances once", async () => {
        const instances = Array.from({length: 40_000}, (_, at) => `{"input":"","output":"${at}"}`);
        writeFileSync(place("data"), `{"instruction":"Count.","instances":[${instances.join(",")}]}\n`);
        const dataset = await readDataset(place("data"));
        const selected = withScores(dataset, ({index}) => index / instances.length).filter(({index}) => index % 2 === 1);
        const before = process.cpuUsage();
        for (const format of exportFormats) {
            const lines = (await exported(dataset, {format, withScore: true}, selected)).toString("latin1");
            if (format === "same" || format === "jsonl")
                assert.ok(lines.endsWith(`"goldenScore":${(instances.length - 1) / instances.length}}\n`));
            else if (format !== "parquet")
                assert.equal(lines.trimEnd().split("\n").length, selected.length + (format === "csv" ? 1 : 0));
        }
        const {user, system} = process.cpuUsage(before);
        assert.ok((user + system) / 1e6 < 100, "hashing all for each takes many minutes"); // these take a few seconds
    });
});
