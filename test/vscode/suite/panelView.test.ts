import assert from "node:assert/strict";
import {mkdtempSync, writeFileSync} from "node:fs";
import os from "node:os";
import path from "node:path";
import * as vscode from "vscode";
import {PanelPage} from "./panelPage.js";
import {activated, record} from "./support.js";

const text = ["One.", "Two.", "Three."].map((output) => record({output})).join("\n");

function file(name: string, bytes: string | Uint8Array): vscode.Uri {
    const made = path.join(mkdtempSync(path.join(os.tmpdir(), "goldpan-panel-")), name);
    writeFileSync(made, bytes);
    return vscode.Uri.file(made);
}

/** Time in which something would have happened. */
const aWhile = (): Promise<void> => new Promise((resolve) => {
    setTimeout(resolve, 300);
});

describe("a panel behind its page", function () {
    this.timeout(60_000);
    const pages: PanelPage[] = [];
    before(activated);
    afterEach(() => {
        for (const page of pages.splice(0))
            page.dispose();
    });

    function opened(...args: ConstructorParameters<typeof PanelPage>): PanelPage {
        const page = new PanelPage(...args);
        pages.push(page);
        return page;
    }

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
});
