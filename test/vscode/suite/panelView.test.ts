import assert from "node:assert/strict";
import {mkdirSync, rmSync, writeFileSync} from "node:fs";
import path from "node:path";
import {pathToFileURL} from "node:url";
import * as vscode from "vscode";
import {readDataset} from "../../../src/session/readDataset.js";
import {aWhile, file, noteRun, panelOpener, text} from "./panelFiles.js";
import {answering} from "./panelPage.js";
import {activated, record, set, until} from "./support.js";

describe("a panel behind its page", function () {
    this.timeout(60_000);
    before(activated);
    const opened = panelOpener();

    it("says nothing and starts nothing once it is closed, whatever it has waited for", async () => {
        for (const fails of [false, true]) {
            let answer: () => void = () => undefined;
            const page = opened(file("data.jsonl", text), {wanted: () => new Promise((resolve, reject) => {
                answer = () => {
                    if (fails)
                        reject(new Error("no model"));
                    else
                        resolve(undefined);
                };
            })});
            page.tell({kind: "ready"});
            page.close();
            const {length} = page.said;
            answer();
            await aWhile();
            assert.equal(page.said.length, length);
            assert.deepEqual(page.logged.filter((line) => line.includes("disposed")), []);
        }
    });

    it("tells of settings that cannot be looked at instead of failing unheard", async () => {
        let asked = 0;
        const uri = file("data.jsonl", text);
        const page = opened(uri, {wanted: () => ++asked === 1 ? Promise.resolve(undefined) : Promise.reject(new Error("a broken model"))});
        page.tell({kind: "ready"});
        await page.until("table", ({reading}) => reading.done);
        await page.index.beginRun(uri, undefined as never);
        await aWhile();
        assert.deepEqual(page.logged.filter((line) => line.includes("a broken model")), ["Error: a broken model"]);
    });

    it("begins to read its file before its page listens, and says nothing until then", async () => {
        let asked = 0;
        const page = opened(file("data.jsonl", text), {wanted: () => {
            asked++;
            return Promise.resolve(undefined);
        }});
        await aWhile();
        assert.deepEqual([asked, page.said], [1, []], "what to read by was asked for");
        page.tell({kind: "ready"});
        await page.until("table", ({reading, table: {length}}) => reading.done && length === 3);
        assert.equal(asked, 1);
    });

    it("takes a decision on what its page shows also while the file is read again", async () => {
        const uri = file("data.jsonl", text);
        const page = opened(uri);
        page.tell({kind: "ready"});
        const {keys} = await page.until("table", ({reading}) => reading.done);
        const document = await vscode.workspace.openTextDocument(uri), edit = new vscode.WorkspaceEdit();
        edit.insert(uri, new vscode.Position(0, 0), `${record({output: "New."})}\n`);
        assert.ok(await vscode.workspace.applyEdit(edit) && await document.save());
        await page.until("table", ({reading, table: {length}}) => reading.done && length === 4);
        page.tell({kind: "decide", keys: keys.slice(4, 8), decision: "drop"});
        const {patch} = await page.until("patch", ({patch: {decision}}) => decision.includes(2));
        assert.deepEqual([...patch.rows], [2]);
        const [key = ""] = (await readDataset(uri.fsPath)).examples.slice(2).map((example) => example.key);
        assert.deepEqual([...page.index.decisionsOf([key])], [[key, "drop"]]);
    });

    it("reads its file anew with other columns, and stays with its store when another folder is set", async () => {
        const uri = file("data.jsonl", [1, 2].map((at) => JSON.stringify({question: `What is ${at}?`, reply: `A number, ${at}.`})).join("\n"));
        const page = opened(uri), restores: (() => Promise<void>)[] = [];
        try {
            page.tell({kind: "ready"});
            await page.until("table", ({reading, table}) => reading.done && table.length === 0);
            restores.push(await set("columns", "instruction=question,output=reply"));
            const {table, keys} = await page.until("table", ({reading, table: {length}}) => reading.done && length === 2);
            assert.equal(table.length, 2);
            restores.push(await set("storeFolder", path.dirname(uri.fsPath)));
            page.tell({kind: "decide", keys: keys.slice(4), decision: "keep"});
            await page.until("patch", ({patch}) => patch.decision.includes(1));
            page.index.refresh();
            const {length} = page.all("patch");
            await until("a patch of everything", () => page.all("patch").slice(length).find(({patch}) => patch.rows.length === 2));
            await aWhile();
            assert.deepEqual(new Set(page.all("patch").map(({patch}) => patch.decision[patch.rows.indexOf(1)])), new Set([1]), "it was not looked for in the other folder");
        } finally {
            for (const restore of restores)
                await restore();
        }
    });

    it("looks at all settings when other columns come with others, as in one save of the settings", async () => {
        const uri = file("data.jsonl", text), wanted = {modelFingerprint: "model", protocol: "paper", anchorSource: "random:3", seed: 0} as const;
        let seed: number = wanted.seed;
        const page = opened(uri, {wanted: () => Promise.resolve({...wanted, seed})});
        noteRun(page, uri, (await readDataset(uri.fsPath)).examples);
        page.tell({kind: "ready"});
        await page.until("status", ({status: {origin}}) => origin.kind === "run" && origin.outdated.length === 0);
        seed = 1;
        const restore = await set("columns", "instruction=instruction,input=input,output=output");
        try {
            const {status: {origin}} = await page.until("status", ({status}) => status.origin.kind === "run" && status.origin.outdated.length > 0);
            assert.ok(origin.kind === "run");
            assert.deepEqual(origin.outdated, ["seed"]);
            await page.until("table", ({revision, table}) => revision === 2 && table.length === 3);
        } finally {
            await restore();
        }
    });

    it("says that nothing was compared when the file was read anew while the person chose", async () => {
        const uri = file("data.jsonl", text);
        const page = opened(uri);
        page.tell({kind: "ready"});
        await page.until("looked-up"); // so it is another run than that shown
        noteRun(page, uri, (await readDataset(uri.fsPath)).examples);
        const person = answering({picks: ["$(history) m.gguf", "$(history) m.gguf"]});
        try {
            page.tell({kind: "compare", revision: 7});
            assert.match(await until("a sentence", () => page.logged[0]), /^m\.gguf, protocol paper.* was not compared: the dataset was read anew meanwhile\. Compare again\.$/);
            await page.until("comparison", ({revision, comparison}) => revision === 7 && comparison === null);
            page.tell({kind: "compare", revision: 1});
            await page.until("comparison", ({revision, comparison}) => revision === 1 && comparison !== null);
            assert.equal(page.logged.length, 1);
        } finally {
            person.restore();
        }
    });

    it("gives the order of its texts, of a file that has changed meanwhile once that is read again", async () => {
        const uri = file("data.jsonl", text), page = opened(uri);
        page.tell({kind: "ready"});
        await page.until("table", ({reading}) => reading.done);
        page.tell({kind: "text-ranks", revision: 1, column: "output"});
        assert.deepEqual(await page.until("text-ranks"), {kind: "text-ranks", revision: 1, column: "output", ranks: Uint32Array.of(0, 2, 1)});
        writeFileSync(uri.fsPath, `${record({output: "Zero."})}\n${text}`);
        page.tell({kind: "text-ranks", revision: 1, column: "instruction"});
        let asked = 1;
        const {ranks} = await until("the order of the new texts", () => {
            const newest = page.all("table").at(-1)?.revision ?? 1;
            if (newest > asked)
                page.tell({kind: "text-ranks", revision: newest, column: "output"}); // as the page does
            asked = newest;
            return page.all("text-ranks").find(({revision}) => revision > 1);
        });
        assert.deepEqual(ranks, Uint32Array.of(3, 0, 2, 1));
        assert.deepEqual(page.all("text-ranks").map(({column}) => column), ["output", "output"], "of the texts that have gone there is no order");
    });

    it("says again why there is nothing to show when it comes into view again, and the table when there is one", async () => {
        const uri = file("data.jsonl", new Uint8Array([0xff, 0xfe, 0x7b, 0x00]));
        const page = opened(uri);
        page.tell({kind: "ready"});
        const {sentence} = await page.until("failed");
        page.said.length = 0;
        page.tell({kind: "ready"});
        assert.deepEqual(await page.until("failed"), {kind: "failed", sentence});
        writeFileSync(uri.fsPath, text);
        await page.until("table", ({reading}) => reading.done);
        page.said.length = 0;
        page.tell({kind: "ready"});
        await page.until("table", ({reading}) => reading.done);
        assert.deepEqual(page.all("failed"), []);
    });

    it("reads again when it is opened again, or comes into view, after the thread that held its file has died", async () => {
        const extension = vscode.extensions.getExtension("goldpan.goldpan");
        assert.ok(extension);
        const uri = file("data.jsonl", text), folder = path.dirname(uri.fsPath), lives = path.join(folder, "lives");
        mkdirSync(path.join(folder, "dist"));
        const real = pathToFileURL(path.join(extension.extensionPath, "dist", "browser.js")).href;
        writeFileSync(path.join(folder, "dist", "browser.js"), `import {existsSync} from "node:fs"; if (!existsSync(${JSON.stringify(lives)})) throw new Error("no memory"); await import(${JSON.stringify(real)});`);
        writeFileSync(path.join(folder, "package.json"), "{\"type\": \"module\"}");
        for (const again of ["opened", "in view"]) {
            const page = opened(uri, {extensionUri: vscode.Uri.file(folder)});
            page.tell({kind: "ready"});
            assert.match((await page.until("failed")).sentence, /^data\.jsonl could not be held: .*no memory.* Open the panel again\.$/);
            writeFileSync(lives, "");
            if (again === "opened")
                page.view.reveal();
            else
                page.tell({kind: "ready"});
            await page.until("table", ({reading}) => reading.done);
            rmSync(lives);
        }
    });

    it("tells its page how far a file has been read again where that takes long", async () => {
        const uri = file("data.jsonl", text), folder = path.dirname(uri.fsPath);
        mkdirSync(path.join(folder, "dist"));
        writeFileSync(path.join(folder, "package.json"), "{\"type\": \"module\"}");
        writeFileSync(path.join(folder, "dist", "browser.js"), `import {parentPort} from "node:worker_threads"; parentPort.on("message", ({kind}) => {
            if (kind === "read") parentPort.postMessage({kind: "reading-again", revision: 2, share: 0.5}); else if (kind === "close") process.exit();
        });`);
        const page = opened(uri, {extensionUri: vscode.Uri.file(folder)});
        page.tell({kind: "ready"});
        assert.equal((await page.until("reading-again")).share, 0.5);
    });
});
