import {copyFile, mkdir} from "node:fs/promises";
import path from "node:path";
import {existsSync} from "node:fs";
import * as vscode from "vscode";

/** Opens a copy of the sample that comes along, which a person may edit; what they made of it the last time is kept. */
export async function openSample({extensionPath, globalStorageUri}: Pick<vscode.ExtensionContext, "extensionPath" | "globalStorageUri">): Promise<void> {
    const sample = path.join(globalStorageUri.fsPath, "sample", "instructions.jsonl");
    if (!existsSync(sample)) {
        await mkdir(path.dirname(sample), {recursive: true});
        await copyFile(path.join(extensionPath, "samples", "instructions.jsonl"), sample);
    }
    await vscode.window.showTextDocument(vscode.Uri.file(sample), {preview: false});
}
