import {mkdirSync, writeFileSync} from "node:fs";
import path from "node:path";

/** The ending of files that it opens. */
export const emptyEnding = "emptypage";

declare global {
    interface Window {
        /** When its script ran, in milliseconds of the machine's clock. */
        emptyPageAt?: number;
    }
}

const manifest = {
    name: "empty-page", publisher: "peer", version: "1.0.0", engines: {vscode: "^1.100.0"}, main: "./main.js",
    contributes: {customEditors: [{viewType: "peer.emptyPage", displayName: "Empty page", selector: [{filenamePattern: `*.${emptyEnding}`}]}]}
};

const main = `
const vscode = require("vscode");
exports.activate = () => vscode.window.registerCustomEditorProvider("peer.emptyPage", {
    openCustomDocument: (uri) => ({uri, dispose: () => undefined}),
    resolveCustomEditor: (_, {webview}) => {
        webview.options = {enableScripts: true};
        webview.html = "<!DOCTYPE html><html><body><script>window.emptyPageAt = performance.timeOrigin + performance.now();</script></body></html>";
    }
});
`;

/** Installs an extension whose read-only editor shows nothing: what VS Code itself takes to open a page. */
export function installEmptyPage(extensionsFolder: string): void {
    const folder = path.join(extensionsFolder, `${manifest.publisher}.${manifest.name}-${manifest.version}`);
    mkdirSync(folder);
    writeFileSync(path.join(folder, "package.json"), JSON.stringify(manifest));
    writeFileSync(path.join(folder, "main.js"), main);
}
