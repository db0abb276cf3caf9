import path from "node:path";
import * as vscode from "vscode";
import type {BrowsedFile} from "../../browse/protocol.js";

/** How long a text or a file must rest before it is read again. */
const quietMs = 400;

/** The text as it is edited, if it is; else the file on disk, whatever its size. */
export function browsedFile(uri: vscode.Uri): BrowsedFile {
    const document = openDocument(uri);
    return document?.isDirty === true ? {path: uri.fsPath, bytes: new TextEncoder().encode(document.getText())} : {path: uri.fsPath};
}

/** Calls when the text is another: typed into, saved, given up, or changed on disk by something else. */
export function watchText(uri: vscode.Uri, changed: () => void): vscode.Disposable {
    let timer: NodeJS.Timeout | undefined;
    const own = uri.toString();
    const soon = (): void => {
        clearTimeout(timer);
        timer = setTimeout(changed, quietMs);
    };
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.file(path.dirname(uri.fsPath)), escapeGlob(path.basename(uri.fsPath))));
    const onDisk = (): void => {
        if (openDocument(uri)?.isDirty !== true)
            soon();
    };
    return vscode.Disposable.from(
        watcher, watcher.onDidChange(onDisk), watcher.onDidCreate(onDisk),
        vscode.workspace.onDidChangeTextDocument(({document, contentChanges}) => {
            if (contentChanges.length > 0 && document.uri.toString() === own)
                soon();
        }),
        vscode.workspace.onDidCloseTextDocument((document) => {
            if (document.uri.toString() === own && document.isDirty)
                soon(); // what was typed is given up
        }),
        {
            dispose: () => {
                clearTimeout(timer);
            }
        }
    );
}

function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
    return vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
}

function escapeGlob(name: string): string {
    return name.replace(/[*?{}[\],!]/g, "[$&]");
}
