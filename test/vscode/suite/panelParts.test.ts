import assert from "node:assert/strict";
import {existsSync, mkdtempSync, readFileSync, writeFileSync} from "node:fs";
import os from "node:os";
import path from "node:path";
import * as vscode from "vscode";
import {SavedFilters} from "../../../src/vscode/panel/savedFilters.js";
import {answering, memento, PanelPage} from "./panelPage.js";
import {activated, record, until} from "./support.js";

describe("what a panel asks of VS Code", function () {
    this.timeout(60_000);
    const pages: PanelPage[] = [];
    const folder = mkdtempSync(path.join(os.tmpdir(), "goldpan-panel-parts-"));
    before(activated);
    afterEach(async () => {
        for (const page of pages.splice(0))
            page.dispose();
        await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    });

    function opened(name: string, text: string): PanelPage {
        const file = path.join(folder, name);
        writeFileSync(file, text);
        const page = new PanelPage(vscode.Uri.file(file));
        pages.push(page);
        return page;
    }

    it("is one folder to read from, and a page that lets in its own script and style alone, by a new nonce each", () => {
        const [one, other] = ["a.jsonl", "b.jsonl"].map((name) => opened(name, record({output: "One."})).webview);
        const nonces = [one, other].map((webview) => {
            const {html = "", options} = webview ?? {};
            const [, policy = ""] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
            const [, nonce = ""] = /script-src 'nonce-([^']{16,})'/.exec(policy) ?? [];
            assert.equal(policy, `default-src 'none'; script-src 'nonce-${nonce}'; style-src https://own.example; font-src https://own.example; img-src https://own.example data: blob:`);
            assert.deepEqual([...html.matchAll(/<script[^>]*>/g)].map(([tag]) => tag.includes(`nonce="${nonce}"`)), [true]);
            assert.ok(html.indexOf("Content-Security-Policy") < html.indexOf("<script") && !/\son\w+=|<style/.test(html));
            const [root, ...more] = options?.localResourceRoots ?? [];
            assert.deepEqual(more, []);
            assert.ok(root?.path.endsWith("/dist/webview"));
            return nonce;
        });
        assert.notEqual(nonces[0], nonces[1]);
    });

    it("opens the very copy of an example that the person is at", async () => {
        const copies = [1, 2, 1, 1].map((number) => record({output: `Answer ${number}.`}));
        const page = opened("copies.jsonl", copies.join("\n"));
        page.tell({kind: "ready"});
        const {revision} = await page.until("table", ({reading}) => reading.done);
        await page.readInEditor(page.view.uri);
        for (const row of [3, 0, 2]) {
            page.tell({kind: "open", revision, row, line: row + 1});
            await until(`line ${row} of the editor`, () => {
                const {document, selection} = vscode.window.activeTextEditor ?? {};
                return document?.uri.toString() === page.view.uri.toString() && selection?.active.line === row ? true : undefined;
            });
        }
    });

    it("writes a chart as what its name ends in", async () => {
        const page = opened("chart.jsonl", record({output: "One."}));
        const svg = new TextEncoder().encode("<svg/>").buffer, png = Uint8Array.of(0x89, 1, 2, 3).buffer;
        for (const [name, content] of [["chart.svg", svg], ["chart.PNG", png]] as const) {
            const person = answering({place: vscode.Uri.file(path.join(folder, name))});
            try {
                page.tell({kind: "save-picture", name: "sorted scores", svg, png});
                await until("the file", () => existsSync(path.join(folder, name)) ? true : undefined);
                await until("its bytes", () => readFileSync(path.join(folder, name)).equals(Buffer.from(content)) ? true : undefined);
                assert.deepEqual(person.asked, ["chart.sorted-scores.svg"]);
            } finally {
                person.restore();
            }
        }
    });
});

describe("filters with names", () => {
    it("are kept by name, replaced, removed and told", async () => {
        const kept = memento();
        const filters = new SavedFilters(kept);
        let told = 0;
        filters.onDidChange(() => {
            told++;
        });
        await filters.save("short", "length<50");
        await filters.save(" best ", "top:5%");
        await filters.save("short", "length<40");
        await filters.save("  ", "score>0");
        assert.deepEqual(new SavedFilters(kept).all(), [{name: "best", filter: "top:5%"}, {name: "short", filter: "length<40"}]);
        await filters.remove("best");
        assert.deepEqual(new SavedFilters(kept).all().map(({name}) => name), ["short"]);
        assert.equal(told, 4);
    });

    it("leave out what is none", async () => {
        const kept = memento();
        await kept.update("goldpan.filters", [{name: "a", filter: "score>0"}, {name: 1, filter: "x"}, null, "b"]);
        assert.deepEqual(new SavedFilters(kept).all(), [{name: "a", filter: "score>0"}]);
        await kept.update("goldpan.filters", {length: 1});
        assert.deepEqual(new SavedFilters(kept).all(), []);
    });

    it("say so when there are too many, instead of losing one", async () => {
        const filters = new SavedFilters(memento());
        for (let number = 0; number < 100; number++)
            await filters.save(`filter ${number}`, "score>0");
        await assert.rejects(filters.save("zzz", "score>0"), /100 filters .*remove one/i);
        await filters.save("filter 5", "score>0.5");
        assert.equal(filters.all().length, 100);
    });
});
