import assert from "node:assert/strict";
import {existsSync, mkdtempSync, readFileSync, writeFileSync} from "node:fs";
import os from "node:os";
import path from "node:path";
import * as vscode from "vscode";
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

    async function opened(name: string, bytes: string | Uint8Array): Promise<void> {
        folder = mkdtempSync(path.join(os.tmpdir(), "goldpan-export-"));
        writeFileSync(path.join(folder, name), bytes);
        page = new PanelPage(vscode.Uri.file(path.join(folder, name)));
        page.tell({kind: "ready"});
        await page.until("table", ({reading}) => reading.done);
    }

    it("is told to be missing when the file was read anew while the person chose", async () => {
        await opened("data.jsonl", lines.join("\n"));
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
});
