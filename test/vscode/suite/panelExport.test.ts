import assert from "node:assert/strict";
import {existsSync, mkdtempSync, readFileSync, writeFileSync} from "node:fs";
import os from "node:os";
import path from "node:path";
import {gzipSync} from "node:zlib";
import * as vscode from "vscode";
import {scoreRow} from "../../../src/core/scoresFile.js";
import {readDataset} from "../../../src/session/readDataset.js";
import {answering, PanelPage} from "./panelPage.js";
import {activated, record, until} from "./support.js";

const lines = ["One.", "Two.", "Three.", "Four."].map((output) => record({output}));

describe("what a panel exports", function () {
    this.timeout(60_000);
    let page: PanelPage, person: ReturnType<typeof answering>, folder: string;
    before(activated);
    afterEach(() => {
        person.restore();
        page.dispose();
    });

    async function opened(file: string): Promise<void> {
        page = new PanelPage(vscode.Uri.file(file));
        page.tell({kind: "ready"});
        await page.until("table", ({reading}) => reading.done);
    }

    it("is told to be missing when the file was read anew while the person chose", async () => {
        folder = mkdtempSync(path.join(os.tmpdir(), "goldpan-export-"));
        writeFileSync(path.join(folder, "data.jsonl"), lines.join("\n"));
        await opened(path.join(folder, "data.jsonl"));
        const out = path.join(folder, "out.jsonl");
        person = answering({picks: ["As in the file", "Without a card"], place: vscode.Uri.file(out)});
        page.tell({kind: "export", revision: 7, rows: Uint32Array.of(1), filter: ""});
        assert.match(await until("a sentence", () => page.logged[0]), /^Nothing was written to out\.jsonl: /);
        assert.ok(!existsSync(out));
        person.restore();
        person = answering({picks: ["As in the file", "Without a card"], place: vscode.Uri.file(out)});
        page.tell({kind: "export", revision: 1, rows: Uint32Array.of(1), filter: ""});
        await until("the file", () => existsSync(out));
        assert.equal(readFileSync(out, "utf8"), `${lines[1] ?? ""}\n`);
    });

    it("is the golden subset of a compressed file, too, which no text editor opens", async () => {
        const text = lines.join("\n");
        folder = mkdtempSync(path.join(os.tmpdir(), "goldpan-export-"));
        const dataset = path.join(folder, "data.jsonl.gz"), out = path.join(folder, "out.jsonl");
        writeFileSync(dataset, gzipSync(text));
        const {examples} = await readDataset(dataset);
        writeFileSync(`${dataset}.scores.jsonl`, examples.map((example) => JSON.stringify({...scoreRow(example, null, []), goldenScore: example.index / 4, wins: example.index, anchors: 4})).join("\n"));
        await opened(dataset);
        person = answering({picks: ["Golden score of 0.5 or more", "As in the file", "Without a card"], place: vscode.Uri.file(out)});
        await page.until("status", ({status}) => status.origin.kind === "file");
        page.tell({kind: "command", command: "export-golden-subset"});
        await until("the file", () => {
            for (const line of page.logged.splice(0)) {
                assert.match(line, /scores of the file are still being looked up/);
                page.tell({kind: "command", command: "export-golden-subset"});
            }
            return existsSync(out);
        });
        assert.equal(readFileSync(out, "utf8"), lines.slice(2).map((line) => `${line}\n`).join(""));
        assert.ok(person.asked.includes("4 of 4 examples are scored"), person.asked.join());
        assert.ok(person.asked.includes("Golden score of 0.5 or more: 2 examples (50.0 %)"), person.asked.join());
        assert.deepEqual(page.logged, []);
        assert.deepEqual(vscode.workspace.textDocuments.filter(({fileName}) => fileName === dataset), []);
    });
});
