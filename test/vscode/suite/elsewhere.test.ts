import assert from "node:assert/strict";
import {mkdtempSync, writeFileSync} from "node:fs";
import os from "node:os";
import path from "node:path";
import * as vscode from "vscode";
import {scoreRow} from "../../../src/core/scoresFile.js";
import {readDataset} from "../../../src/session/readDataset.js";
import {ScoresFiles} from "../../../src/vscode/scoresFiles.js";
import {answering, memento} from "./panelPage.js";
import {Parts} from "./parts.js";
import {activated, record, scores, until} from "./support.js";

const lines = ["One.", "Two.", "Three."].map((output) => record({output}));

/** A dataset, and the rows of its scores: a quarter more for each line, the last one first. */
async function scored(): Promise<{file: string; rows: string}> {
    const file = path.join(mkdtempSync(path.join(os.tmpdir(), "goldpan-suite-")), "data.jsonl");
    writeFileSync(file, lines.join("\n"));
    const {examples} = await readDataset(file);
    const rows = examples.map((example) => scoreRow(example, {goldenScore: (example.index + 1) / 4, wins: example.index + 1, anchors: 4, meanGain: 0, ci95: [0, 1]}, []));
    return {file, rows: rows.reverse().map((row) => `${JSON.stringify(row)}\n`).join("")};
}

const expected = ["0 $(star)\u00a00.25 (0.00 to 1.00)", "1 $(star)\u00a00.50 (0.00 to 1.00)", "2 $(star)\u00a00.75 (0.00 to 1.00)"];

describe("scores from elsewhere", () => {
    let parts: Parts;
    before(async () => {
        await activated();
        parts = new Parts();
    });
    after(() => {
        parts.dispose();
    });

    it("that lie beside the file are shown at their examples, in whatever order they stand; why says what is missing of them", async () => {
        const {file, rows} = await scored();
        writeFileSync(`${file}.scores.jsonl`, rows);
        const {document: {uri}} = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(file));
        assert.deepEqual(await until("three scores", async () => (await scores(uri)).length === 3 ? scores(uri) : undefined), expected);
        await vscode.commands.executeCommand("goldpan.why");
        const why = await until("the account", () => vscode.workspace.textDocuments.find((document) => document.uri.scheme === "goldpan-why" && !document.isClosed));
        const text = why.getText().replace(/\s+/g, " ");
        assert.ok(text.includes(`From the scores file ${file}.scores.jsonl`), text);
        assert.ok(text.includes("The anchors that it helps and hurts are not in a scores file: score the file here to see them."), text);
    });

    it("that the person opens are joined by content, and those of another dataset are refused", async () => {
        const {file, rows} = await scored();
        const theirs = path.join(path.dirname(file), "from-the-server.jsonl"), strange = path.join(path.dirname(file), "strange.jsonl");
        writeFileSync(theirs, rows);
        writeFileSync(strange, rows.replaceAll(/"key":"../g, "\"key\":\"00"));
        const {document: {uri}} = await parts.open("copy.jsonl", [...lines, record({output: "Four."})].reverse().join("\n"));
        const scoresFiles = parts.add(new ScoresFiles({index: parts.index, memento: memento(), queue: {isScoring: () => false}, log: parts.log}));
        const another = "Choose another scores file", person = answering({picks: [another, "", another], files: [theirs, theirs, strange]});
        const shown = (): unknown[] => parts.index.get(uri)?.scores.views().map(({score}) => score?.goldenScore ?? null) ?? [];
        try {
            for (let time = 0; time < 3; time++) { // the second time again, the third time no answer
                await scoresFiles.open(uri);
                assert.deepEqual(shown(), [null, 0.75, 0.5, 0.25]);
            }
            await assert.rejects(scoresFiles.open(uri), /strange\.jsonl holds no score of any example of copy\.jsonl/);
            assert.deepEqual([scoresFiles.chosen(uri), shown()], [theirs, [null, 0.75, 0.5, 0.25]]);
            await scoresFiles.open(uri); // nothing is chosen any more
            assert.deepEqual(person.titles, Array<string>(7).fill("Open scores file"));
        } finally {
            person.restore();
        }
    });
});
