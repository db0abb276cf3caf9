import assert from "node:assert/strict";
import {rmSync, writeFileSync} from "node:fs";
import path from "node:path";
import * as vscode from "vscode";
import type {Example} from "../../../src/core/example.js";
import {scoreRow, type ScoreRow} from "../../../src/core/scoresFile.js";
import {readDataset} from "../../../src/session/readDataset.js";
import {SqliteStore} from "../../../src/store/store.js";
import {file, noteRun, panelOpener, text} from "./panelFiles.js";
import {answering, memento} from "./panelPage.js";
import {activated, set, until} from "./support.js";

/** A file of three examples, and one of scores that lies elsewhere. */
async function scoredElsewhere(): Promise<{readonly uri: vscode.Uri; readonly scores: string; readonly examples: readonly Example[]; readonly rows: readonly ScoreRow[]}> {
    const uri = file("data.jsonl", text), scores = `${uri.fsPath}.made-elsewhere`;
    const {examples} = await readDataset(uri.fsPath);
    const rows = examples.map((example): ScoreRow => ({...scoreRow(example, null, []), goldenScore: 0.5, wins: 1, anchors: 2}));
    writeFileSync(scores, rows.map((row) => JSON.stringify(row)).join("\n"));
    return {uri, scores, examples, rows};
}

describe("the scores of a panel", function () {
    this.timeout(60_000);
    before(activated);
    const opened = panelOpener();

    it("shows a scores file that is chosen in the editor, and what another connection wrote to the store", async () => {
        const {uri, scores, examples, rows} = await scoredElsewhere();
        const page = opened(uri);
        page.tell({kind: "ready"});
        await page.until("table", ({reading}) => reading.done);
        const other = new SqliteStore(page.storeFolder, () => undefined);
        other.saveDecisions(new Map([[examples[1]?.key ?? "", "drop"]]));
        other.close();
        page.index.refresh();
        await page.until("patch", ({patch}) => patch.decision.includes(2));
        await page.readInEditor(uri);
        await page.scoresFiles.choose(uri, scores);
        await page.until("status", ({status}) => status.origin.kind === "file" && status.origin.name === path.basename(scores));
        await page.until("patch", ({patch}) => patch.goldenScore.includes(0.5));
        writeFileSync(`${scores}.of-another-file`, rows.map((row, at) => JSON.stringify({...row, key: `${at}`.repeat(32)})).join("\n"));
        await assert.rejects(page.scoresFiles.choose(uri, `${scores}.of-another-file`), /of-another-file holds no score of any example of data\.jsonl: the two do not belong together\.$/);
        const kept = page.index.get(uri)?.scores;
        assert.deepEqual([kept?.origin, kept?.views().map(({measured}) => measured)], [{kind: "file", path: scores, model: undefined}, [true, true, true]], "what was shown stays");
    });

    it("shows a scores file that was chosen in the editor before it, until a run begins, also one without a result yet", async () => {
        const {uri, scores, examples} = await scoredElsewhere();
        const page = opened(uri);
        await page.readInEditor(uri);
        await page.scoresFiles.choose(uri, scores);
        page.tell({kind: "ready"});
        await page.until("status", ({status}) => status.origin.kind === "file" && status.origin.name === path.basename(scores));
        await page.until("looked-up");
        const run = noteRun(page, uri, examples);
        await page.index.beginRun(uri, run);
        await page.until("status", ({status}) => status.origin.kind === "run");
        const {patch} = await page.until("patch", ({patch: {rows: {length}, goldenScore}}) => length === 3 && goldenScore.every(Number.isNaN));
        assert.deepEqual([...patch.rows], [0, 1, 2]);
        assert.equal(page.scoresFiles.chosen(uri), undefined);
    });

    it("shows a scores file that was chosen also when the window was reloaded, and so does the editor, until it is taken back", async () => {
        const {uri, scores} = await scoredElsewhere(), workspace = memento();
        const before = opened(uri, {workspace});
        before.tell({kind: "ready"});
        await before.until("looked-up");
        await before.scoresFiles.choose(uri, scores); // no text editor has the file
        await before.until("status", ({status}) => status.origin.kind === "file");
        await before.until("patch", ({patch}) => patch.goldenScore.includes(0.5));
        before.dispose();
        const page = opened(uri, {workspace});
        page.tell({kind: "ready"});
        await page.until("status", ({status}) => status.origin.kind === "file" && status.origin.name === path.basename(scores));
        await page.readInEditor(uri);
        const inEditor = (): unknown[] => page.index.get(uri)?.scores.views().map(({score}) => score?.goldenScore ?? null) ?? [];
        await until("the scores in the editor", () => inEditor().every((score) => score === 0.5) ? true : undefined);
        const person = answering({picks: ["Stop showing this scores file"]});
        try {
            page.isScoring = true;
            await assert.rejects(page.scoresFiles.open(uri), /data\.jsonl is being scored, and shows those scores\. Stop that first/);
            assert.deepEqual(person.asked, []);
            page.isScoring = false;
            await page.scoresFiles.open(uri);
        } finally {
            person.restore();
        }
        assert.deepEqual(person.asked, ["Shown are the scores of data.jsonl.made-elsewhere", "Choose another scores file: ", "Stop showing this scores file: "]);
        await until("no scores in the panel", () => page.all("status").at(-1)?.status.origin.kind === "none" ? true : undefined);
        await until("no scores in the editor", () => inEditor().every((score) => score === null) ? true : undefined);
        await page.index.idle();
        assert.equal(opened(uri, {workspace}).scoresFiles.chosen(uri), undefined);
    });

    it("says when nothing of a chosen scores file can be shown, and shows what there is without it", async () => {
        const {uri, scores, rows} = await scoredElsewhere(), workspace = memento();
        const strange = `${scores}.of-another-file`;
        writeFileSync(strange, rows.map((row, at) => JSON.stringify({...row, key: `${at}`.repeat(32)})).join("\n"));
        const told: string[] = [], {showWarningMessage, showErrorMessage} = vscode.window;
        const tell = (message: string): Promise<undefined> => {
            told.push(message);
            return Promise.resolve(undefined);
        };
        Object.assign(vscode.window, {showWarningMessage: tell, showErrorMessage: tell});
        try {
            const page = opened(uri, {workspace});
            page.tell({kind: "ready"});
            await page.until("looked-up");
            await page.scoresFiles.choose(uri, strange);
            assert.match(await until("a warning", () => told[0]), /of-another-file holds no score of any example of data\.jsonl: the two do not belong together\.$/);
            await until("the choice is gone", () => page.scoresFiles.chosen(uri) === undefined ? true : undefined);
            await page.scoresFiles.choose(uri, scores);
            await page.until("patch", ({patch}) => patch.goldenScore.includes(0.5));
            page.dispose();
            rmSync(scores);
            const later = opened(uri, {workspace}); // no page listens: the text editor alone finds out
            later.close();
            await later.readInEditor(uri);
            assert.match(await until("an error", () => told.find((message) => message.includes("made-elsewhere ") || message.endsWith("made-elsewhere."))), /made-elsewhere/);
            await until("the choice is gone", () => later.scoresFiles.chosen(uri) === undefined ? true : undefined);
            await later.index.idle();
            assert.equal(told.length, 2, told.join("\n"));
        } finally {
            Object.assign(vscode.window, {showWarningMessage, showErrorMessage});
        }
    });

    it("shows a scores file that was chosen no more when the columns change, and neither does the editor", async () => {
        const {uri, scores} = await scoredElsewhere();
        const page = opened(uri);
        await page.readInEditor(uri);
        await page.scoresFiles.choose(uri, scores);
        page.tell({kind: "ready"});
        await page.until("status", ({status}) => status.origin.kind === "file");
        await page.until("looked-up");
        const restore = await set("columns", "instruction=instruction,output=output");
        try {
            await page.reread(uri);
            await page.until("looked-up", ({revision}) => revision === 2);
            assert.deepEqual([page.index.get(uri)?.scores.origin, page.all("status").at(-1)?.status.origin], [{kind: "none"}, {kind: "none"}]);
            assert.deepEqual(page.index.get(uri)?.scores.views().map(({measured}) => measured), [false, false, false]);
        } finally {
            await restore();
        }
    });

    it("tells once what is wrong with the scores or the settings, and what helps", async () => {
        const uri = file("data.jsonl", text);
        writeFileSync(`${uri.fsPath}.scores.jsonl`, "{\"no\": \"row\"}\n");
        const warned: string[] = [], {showWarningMessage} = vscode.window;
        Object.assign(vscode.window, {showWarningMessage: (message: string) => {
            warned.push(message);
            return Promise.resolve(undefined);
        }});
        const restores: (() => Promise<void>)[] = [];
        try {
            const page = opened(uri);
            page.tell({kind: "ready"});
            const warning = await until("a warning", () => warned[0]);
            assert.match(warning, /data\.jsonl\.scores\.jsonl:1: this is no row of a scores file.* Choose a file of scores that Goldpan's command line wrote\.$/);
            page.index.refresh();
            await until("the log", () => page.logged.filter((line) => line === page.logged[0]).length > 1);
            assert.deepEqual(warned, [warning]);
            restores.push(await set("columns", "question=q"));
            assert.match((await page.until("failed")).sentence, /"question" is no column.* Mend the setting goldpan\.columns\.$/);
        } finally {
            Object.assign(vscode.window, {showWarningMessage});
            for (const restore of restores)
                await restore();
        }
    });
});
