import assert from "node:assert/strict";
import {existsSync, mkdtempSync, readFileSync, writeFileSync} from "node:fs";
import os from "node:os";
import path from "node:path";
import * as vscode from "vscode";
import {unpackKey} from "../../../src/core/keyTable.js";
import type {ToPanel} from "../../../webview/protocol.js";
import {Browser} from "../../../src/browse/client.js";
import {UserError} from "../../../src/core/errors.js";
import {answerPanel} from "../../../src/vscode/panel/answers.js";
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
            const folder = vscode.Uri.joinPath(vscode.extensions.getExtension("goldpan.goldpan")?.extensionUri ?? vscode.Uri.file("/"), "dist", "webview");
            assert.deepEqual({...options, localResourceRoots: options?.localResourceRoots?.map(String)}, {enableScripts: true, localResourceRoots: [folder.toString()]});
            for (const [, name] of html.matchAll(/(?:src|href)="([^"]*)"/g))
                assert.ok(name?.startsWith(`${folder.toString()}/panel.`), name);
            return nonce;
        });
        assert.notEqual(nonces[0], nonces[1]);
    });

    /** Files of three copies and another example, and where in them something may be typed. */
    const files = {
        "lines": {name: "copies.jsonl", head: "", between: "\n", tail: "", typedAt: 0},
        "an array in one line": {name: "copies.json", head: "[{\"\u6f22\": \"\u{1f600}\"}, ", between: ", ", tail: "]", typedAt: 1}
    };
    for (const [what, {name, head, between, tail, typedAt}] of Object.entries(files))
        for (const [how, {isOpen, typed, isReadAgain}] of Object.entries({
            "that no editor has read": {isOpen: false, typed: 0, isReadAgain: false},
            "that is open": {isOpen: true, typed: 0, isReadAgain: false},
            "that is edited": {isOpen: true, typed: 1, isReadAgain: true},
            "that was edited since the panel read it": {isOpen: true, typed: 1, isReadAgain: false}
        }))
            it(`opens the very copy of an example that the person is at, at its character: ${what} ${how}`, async () => {
                const records = [1, 2, 1, 1].map((number) => record({output: `Answer ${number}.`})), own = `${record({output: "New."})}${between}`;
                const text = `${head}${records.join(between)}${tail}`, now = typed === 0 ? text : `${text.slice(0, typedAt)}${own}${text.slice(typedAt)}`;
                const page = opened(`${isOpen ? "o" : ""}${typed}${isReadAgain ? "r" : ""}${name}`, text), {uri} = page.view;
                const read = async (length: number): Promise<number> => (await page.until("table", ({reading, table}) => reading.done && table.length === length)).revision;
                page.tell({kind: "ready"});
                let revision = await read(records.length);
                if (isOpen)
                    await page.readInEditor(uri);
                if (typed > 0) {
                    const edit = new vscode.WorkspaceEdit();
                    edit.insert(uri, new vscode.Position(0, typedAt), own);
                    assert.ok(await vscode.workspace.applyEdit(edit));
                    await until("the reading of what was typed", () => page.index.get(uri)?.scores.views().length === records.length + typed);
                    const again = await read(records.length + typed);
                    revision = isReadAgain ? again : revision; // else as a page says that has no newer table yet
                }
                const key = keyIn(page, revision, isReadAgain ? typed : 0);
                for (const [copy, at] of [0, 2, 3].entries()) {
                    const offset = head.length + records.slice(0, at).reduce((sum, one) => sum + one.length + between.length, typed === 0 ? 0 : own.length);
                    const lines = now.slice(0, offset).split("\n"), place = new vscode.Position(lines.length - 1, lines.at(-1)?.length ?? 0);
                    page.tell({kind: "open", revision, row: at + (isReadAgain ? typed : 0), line: 1, content: {key, copy, copies: 3}});
                    await until(`the cursor at copy ${copy}, ${place.line}:${place.character}`, () => {
                        const {document, selection} = vscode.window.activeTextEditor ?? {};
                        return document?.uri.toString() === uri.toString() && selection?.isEmpty === true && selection.active.isEqual(place);
                    });
                }
            });

    it("is to put a filter on the clipboard", async () => {
        const page = opened("copy.jsonl", record({output: "One."})), text = "score>=0.8 -flag:any \"\u6f22 \u{1f600}\"";
        page.tell({kind: "copy", text});
        await until("the clipboard", async () => await vscode.env.clipboard.readText() === text);
        assert.deepEqual(page.logged, []);
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

function keyIn(page: PanelPage, revision: number, row: number): string {
    return unpackKey(page.all("table").findLast((table) => table.revision === revision)?.keys ?? new Uint32Array(0), 4 * row);
}

describe("an answer to a panel", () => {
    const question = {kind: "text-ranks", revision: 4, column: "input"} as const;
    const answers = async (textRanks: Browser["textRanks"]): Promise<{readonly said: ToPanel[]; readonly failed: unknown}> => {
        const said: ToPanel[] = [], unused = {} as Parameters<typeof answerPanel>[2];
        const failed = await answerPanel(question, Object.assign(new Browser({threadPath: "", onEvent: () => undefined}), {textRanks}), unused, (message) => {
            said.push(message);
        }).catch((error: unknown) => error);
        return {said, failed};
    };

    it("comes also where the order of its texts cannot be found, which is told, but not where its revision is gone", async () => {
        const ranks = Uint32Array.of(1, 0), broken = new UserError("a.jsonl cannot be read any more (EIO).");
        assert.deepEqual(await answers(() => Promise.resolve(ranks)), {said: [{...question, ranks}], failed: undefined});
        assert.deepEqual(await answers(() => Promise.reject(broken)), {said: [{...question, ranks: null}], failed: broken});
        assert.deepEqual(await answers(() => Promise.resolve(undefined)), {said: [], failed: undefined});
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
