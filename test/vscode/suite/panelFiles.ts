import {mkdtempSync, writeFileSync} from "node:fs";
import os from "node:os";
import path from "node:path";
import * as vscode from "vscode";
import {anchorsOf} from "../../../src/core/anchors.js";
import type {Example} from "../../../src/core/example.js";
import type {KeptRun} from "../../../src/core/measurement.js";
import {protocolFor} from "../../../src/core/protocol.js";
import {SqliteStore} from "../../../src/store/store.js";
import {PanelPage} from "./panelPage.js";
import {record} from "./support.js";

/** Three examples. */
export const text = ["One.", "Two.", "Three."].map((output) => record({output})).join("\n");

export function file(name: string, bytes: string | Uint8Array): vscode.Uri {
    const made = path.join(mkdtempSync(path.join(os.tmpdir(), "goldpan-panel-")), name);
    writeFileSync(made, bytes);
    return vscode.Uri.file(made);
}

/** A run on the file that has measured nothing yet. */
export function noteRun({storeFolder}: PanelPage, uri: vscode.Uri, examples: readonly Example[]): KeptRun {
    const run = {file: uri.fsPath, modelFile: "m.gguf", modelFingerprint: "model", protocol: protocolFor("paper", 2048), anchorSource: "random:3", seed: 0, anchors: anchorsOf(examples)};
    const store = new SqliteStore(storeFolder, () => undefined);
    store.saveRun(run);
    store.close();
    return run;
}

/** Time in which something would have happened. */
export function aWhile(): Promise<void> {
    return new Promise((resolve) => {
        setTimeout(resolve, 300);
    });
}

/** Opens panels, which are closed after each test of the suite that this is called in. */
export function panelOpener(): (...args: ConstructorParameters<typeof PanelPage>) => PanelPage {
    const pages: PanelPage[] = [];
    afterEach(() => {
        for (const page of pages.splice(0))
            page.dispose();
    });
    return (...args) => {
        const page = new PanelPage(...args);
        pages.push(page);
        return page;
    };
}
