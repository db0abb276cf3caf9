import assert from "node:assert/strict";
import {mkdtempSync, writeFileSync} from "node:fs";
import os from "node:os";
import path from "node:path";
import * as vscode from "vscode";
import {scoreRow} from "../../../src/core/scoresFile.js";
import {readDataset} from "../../../src/session/readDataset.js";
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
        assert.deepEqual(titles, ["$(star) 0.90 (0.00 to 1.00) · rank 1 of 3, top 33 %", "$(star) 0.10 (0.00 to 1.00) · rank 3 of 3, top 100 % · $(warning) empty-output", "$(star) 0.50 (0.00 to 1.00) · rank 2 of 3, top 67 %"]);
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
