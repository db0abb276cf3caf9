import assert from "node:assert/strict";
import {mkdtempSync, writeFileSync} from "node:fs";
import os from "node:os";
import path from "node:path";
import * as vscode from "vscode";
import type {KeptRun} from "../../../src/core/measurement.js";
import {protocolFor} from "../../../src/core/protocol.js";
import {scoreRow} from "../../../src/core/scoresFile.js";
import {readDataset} from "../../../src/session/readDataset.js";
import {LensProvider} from "../../../src/vscode/codeLens.js";
import {Parts} from "./parts.js";
import {activated, lenses, record, until} from "./support.js";

/** Opens a file with a scores file beside it. */
async function opened(text: string, goldenScores: readonly number[]): Promise<vscode.TextEditor> {
    const file = path.join(mkdtempSync(path.join(os.tmpdir(), "goldpan-suite-")), "data.jsonl");
    writeFileSync(file, text);
    const {examples} = await readDataset(file);
    writeFileSync(`${file}.scores.jsonl`, examples.map((example) => {
        const goldenScore = goldenScores[example.index % goldenScores.length] ?? 0;
        return `${JSON.stringify(scoreRow(example, {goldenScore, wins: Math.round(goldenScore * 10), anchors: 10, meanGain: 0, ci95: [0, 1]}, []))}\n`;
    }).join(""));
    return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(file));
}

describe("lenses", () => {
    before(activated);

    it("tell golden score, interval, rank and share of the file, and flags of the text", async () => {
        const {document: {uri}} = await opened([record({output: "One."}), record({output: ""}), record({output: "Three."})].join("\n"), [0.9, 0.1, 0.5]);
        const titles = await until("three scores", async () => {
            const found = (await lenses(uri)).filter(({title}) => title.startsWith("$(star)"));
            return found.length === 3 ? found.map(({title}) => title.replaceAll("\u00a0", " ")) : undefined;
        });
        assert.deepEqual(titles, ["$(star) 0.90 (0.00 to 1.00) · rank 1 of 3, top 33 %", "$(star) 0.10 (0.00 to 1.00) · rank 3 of 3, bottom 33 % · $(warning) empty-output", "$(star) 0.50 (0.00 to 1.00) · rank 2 of 3, top 67 %"]);
    });

    it("offer to score one example, which scores that one, and the rest, which says how many that is; never to score again what has no score", async () => {
        const parts = new Parts();
        try {
            const {document: {uri}} = await parts.open("part.jsonl", Array.from({length: 4}, (_, at) => record({output: `Part ${at}.`})).join("\n"));
            const running = new vscode.EventEmitter<{uri: vscode.Uri; state: never} | undefined>();
            const provider = parts.add(new LensProvider(parts.index, {onDidProgress: running.event}));
            const document = await vscode.workspace.openTextDocument(uri);
            const told = (): string[] => provider.provideCodeLenses(document).map(({range, command}) => `${range.start.line} ${command?.command ?? ""} ${command?.title.replaceAll("\u00a0", " ") ?? ""}`).filter((line) => /[Ss]core/.test(line) && !line.includes("why"));
            assert.deepEqual(told(), ["0 goldpan.scoreFile $(play) Score file (4 examples)"]);
            const run: KeptRun = {file: uri.fsPath, modelFile: "small.gguf", modelFingerprint: "f", protocol: protocolFor("paper", 2048), anchorSource: "random:4", seed: 7, anchors: []};
            await parts.index.beginRun(uri, run);
            const keys = parts.index.get(uri)?.scores.views().map(({located}) => located.example.key) ?? [];
            parts.index.addScores(uri, keys.slice(0, 2).map((key) => [key, {score: {goldenScore: 0.7, wins: 7, anchors: 10, meanGain: 0, ci95: [0, 1] as const}, flags: [], answerTokens: 1}] as const));
            assert.deepEqual(told(), ["0 goldpan.scoreFile $(play) Score the rest (2)", "2 goldpan.scoreExample $(play) Score this example", "3 goldpan.scoreExample $(play) Score this example"]);
            running.fire({uri, state: undefined as never});
            assert.deepEqual([...new Set(provider.provideCodeLenses(document).map(({range}) => range.start.line))], [0, 1], "in a run only what is scored has lenses");
            running.fire(undefined);
            assert.equal(told().length, 3);
            parts.index.addScores(uri, [[keys[2] ?? "", {score: null, flags: [], answerTokens: null}]]);
            assert.deepEqual(told(), ["3 goldpan.scoreExample $(play) Score this example"], "one that is left is no rest");
            running.dispose();
        } finally {
            parts.dispose();
        }
    });

    it("have their icons apart from their texts, by spaces that VS Code does not drop", async () => {
        const {document: {uri}} = await opened([record({output: "One."}), record({output: ""})].join("\n"), [0.9, 0.1]);
        await until("two scores", async () => (await lenses(uri)).filter(({title}) => title.startsWith("$(star)")).length === 2 ? true : undefined);
        const [, second] = await lenses(uri).then((all) => all.filter(({title}) => title.startsWith("$(star)")));
        await vscode.commands.executeCommand("goldpan.drop", uri, second?.command.arguments?.[1]);
        const titles = await until("the decision", async () => {
            const found = (await lenses(uri)).map(({title}) => title);
            return found.some((title) => title.includes("dropped")) ? found : undefined;
        });
        for (const title of titles)
            assert.doesNotMatch(title, / \$\(|\$\([a-z-]+\)[^\u00a0]/, title);
        await vscode.commands.executeCommand("goldpan.clearDecision", uri, second?.command.arguments?.[1]);
    });

    it("of a long file are near what is seen only, and follow it", async () => {
        const editor = await opened(Array.from({length: 3000}, (_, at) => record({output: `Answer ${at}.`})).join("\n"), [0.2, 0.4, 0.6, 0.8]);
        const lensLines = async (around: number): Promise<number[]> => until(`lenses around line ${around}`, async () => {
            const lines = [...new Set((await lenses(editor.document.uri)).filter(({title}) => title.startsWith("$(star)")).map(({line}) => line))];
            return lines.includes(around) ? lines : undefined;
        });
        for (const line of [0, 2000, 1000]) {
            editor.revealRange(new vscode.Range(line, 0, line, 0), vscode.TextEditorRevealType.AtTop);
            const seen = await until("the place", () => editor.visibleRanges.find(({start, end}) => start.line <= line && line <= end.line));
            const lines = await lensLines(line);
            assert.ok(lines.length < 300, `${lines.length} lines with lenses`);
            assert.deepEqual(lines, Array.from({length: lines.length}, (_, at) => at + (lines[0] ?? NaN)));
            assert.ok((lines[0] ?? NaN) <= seen.start.line && (lines.at(-1) ?? NaN) >= seen.end.line, `${lines[0] ?? ""} to ${lines.at(-1) ?? ""}`);
        }
    });
});
