import assert from "node:assert/strict";
import {readFileSync, writeFileSync} from "node:fs";
import {scoreRow} from "../../../src/core/scoresFile.js";
import {compareScores} from "../../../src/vscode/panel/compareScores.js";
import {temporaryFolder} from "../store/support.js";
import {datasetOf, options, scoresText, threadPath, Watched} from "./browsing.js";

const sample = readFileSync("samples/instructions.jsonl", "utf8").trimEnd().split("\n");
/** Some 25 MB. */
const lines = Array.from({length: 300}, (_, round) => sample.map((line) => line.replace("\"instruction\": \"", `"instruction": "${round} `))).flat();

describe("texts and decisions", () => {
    const folder = temporaryFolder();
    let file: Watched;
    beforeEach(async () => {
        writeFileSync(folder("a.jsonl"), lines.join("\n"));
        file = new Watched({pieceBytes: 1 << 14, firstTableMs: 0});
        file.browser.read({path: folder("a.jsonl")}, options(folder("store")));
        await file.until("table"); // with the first rows
    });
    afterEach(() => file.browser.close());

    const works: Readonly<Record<string, {prepare?: () => Promise<void>; begin: () => Promise<unknown>}>> = {
        "the rest of the file is read": {begin: () => file.settled(() => file.last.length === lines.length)},
        "all rows are exported": {
            prepare: async () => {
                await file.until("looked-up");
            },
            begin: () => file.browser.export(1, Uint32Array.from(lines.keys()), {out: folder("out.csv"), format: "csv", origin: {kind: "none"}, card: null})
        },
        "another file is compared": {
            prepare: async () => {
                await file.until("looked-up");
                writeFileSync(folder("b.jsonl"), lines.join("\n"));
                const {examples} = await datasetOf(folder("b.jsonl"));
                writeFileSync(folder("b.jsonl.scores.jsonl"), scoresText(examples.map((example) => scoreRow(example, {goldenScore: 0.5, wins: 1, anchors: 2, meanGain: 0, ci95: [0, 1]}, []))));
            },
            begin: () => compareScores(file.browser, 1, {name: "b", file: {path: folder("b.jsonl")}, threadPath, options: options(folder("store")), signal: new AbortController().signal})
        }
    };
    for (const [what, {prepare, begin}] of Object.entries(works))
        it(`do not wait until ${what}`, async () => {
            await prepare?.();
            let hasEnded = false, answers = 0, decided = false;
            const ended = (): boolean => hasEnded, work = begin().finally(() => {
                hasEnded = true;
            });
            const row = 10, [key = ""] = await file.browser.keys(1, Uint32Array.of(row)) ?? [];
            file.browser.decided([key], "drop");
            while (!ended()) {
                const texts = await file.browser.texts(1, [row], 0);
                assert.equal(texts?.[0]?.turns.at(-1)?.text, (JSON.parse(lines[row] ?? "") as {output: string}).output);
                answers += Number(!ended());
                decided ||= !ended() && file.last.decision[row] === 2;
            }
            assert.equal(typeof await work, prepare === undefined ? "undefined" : "object", "it came to its end");
            assert.ok(answers > 10 && decided, `${answers} answers, ${decided ? "" : "not "}decided`);
        });
});
