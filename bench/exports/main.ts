import {spawnSync} from "node:child_process";
import {once} from "node:events";
import {createWriteStream, mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {performance} from "node:perf_hooks";
import {uniformInt} from "pure-rand/distribution/uniformInt";
import {xoroshiro128plus} from "pure-rand/generator/xoroshiro128plus";
import {fileFacts} from "../../src/session/fileFacts.js";
import {exportFormats, type ExportFormat} from "../../src/session/exportSubset.js";
import {openBytes} from "../../src/session/readDataset.js";
import {recordEdges, type SubsetFile, type SubsetRow} from "../../src/session/subsetRows.js";
import {usualEnding, writeSubset} from "../../src/session/writeSubset.js";
import {printTable} from "../speed/table.js";

/**
 * What exporting half of so many examples costs where only their places are at hand: `node dist/bench/exports.js [examples]`.
 * Each form in a process of its own, whose memory is the figure. Asserts nothing.
 */
const [, program = "", amount = "1000000", data = "", format = ""] = process.argv;

if (format === "")
    await measureAll(Number(amount));
else
    await measureOne(data, format as ExportFormat); // given by measureAll

async function measureAll(examples: number): Promise<void> {
    const folder = mkdtempSync(path.join(tmpdir(), "goldpan-exports-"));
    try {
        const file = path.join(folder, "data.jsonl");
        await writeDataset(file, examples);
        printTable(exportFormats.map((form) => {
            const {stdout, stderr, status} = spawnSync(process.execPath, [program, amount, file, form], {encoding: "utf8"});
            if (status !== 0)
                throw new Error(stderr);
            return JSON.parse(stdout) as Record<string, string | number>;
        }), (line) => {
            process.stdout.write(`${line}\n`);
        });
    } finally {
        rmSync(folder, {recursive: true, force: true});
    }
}

async function writeDataset(file: string, examples: number): Promise<void> {
    const words = "the model answers with plain words about gold and rivers because nobody asked for more than that".split(" ");
    const random = xoroshiro128plus(1);
    const out = createWriteStream(file);
    for (let at = 0; at < examples; at++) {
        const output = Array.from({length: uniformInt(random, 20, 100)}, () => words[uniformInt(random, 0, words.length - 1)]).join(" ");
        if (!out.write(`${JSON.stringify({instruction: `Question ${at}?`, input: "", output})}\n`))
            await once(out, "drain");
    }
    out.end();
    await once(out, "finish");
}

async function measureOne(file: string, form: ExportFormat): Promise<void> {
    const ends: number[] = [];
    let at = 0;
    for await (const chunk of (await openBytes(file)).bytes) {
        for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, end + 1))
            ends.push(at + end);
        at += chunk.length;
    }
    const places = Float64Array.from(ends);
    const span = (row: number): SubsetRow["span"] => ({start: row === 0 ? 0 : (places[row - 1] ?? 0) + 1, end: places[row] ?? 0});
    const rows = {
        *[Symbol.iterator](): Generator<SubsetRow> {
            for (let row = 0; row < places.length; row += 2)
                yield {span: span(row), index: row, line: row + 1, key: String(row), goldenScore: row % 101 / 100, wins: row % 101, anchors: 100, meanGain: 0.1, ci95: [0.1, 0.9], flags: [], answerTokens: row % 400};
        }
    };
    const source: SubsetFile = {path: file, sha256: (await fileFacts(file)).sha256, container: "jsonl", columns: undefined, edges: recordEdges([span(0), span(1), span(places.length - 1)])};
    const out = `${file}.out${usualEnding(form) ?? ".jsonl"}`;
    const residentBefore = process.resourceUsage().maxRSS;
    const started = performance.now();
    await writeSubset(source, rows, {out, format: form, withScore: false, card: undefined});
    const seconds = (performance.now() - started) / 1000;
    const megabytes = Math.round((await fileFacts(out)).bytes / 1e6);
    rmSync(out);
    process.stdout.write(JSON.stringify({form, examples: Math.ceil(places.length / 2), megabytesWritten: megabytes, seconds: Number(seconds.toFixed(1)), mebibytesBefore: Math.round(residentBefore / 1024), mebibytesMost: Math.round(process.resourceUsage().maxRSS / 1024)}));
}
