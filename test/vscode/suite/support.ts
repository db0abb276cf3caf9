import assert from "node:assert/strict";
import {mkdtempSync, writeFileSync} from "node:fs";
import os from "node:os";
import path from "node:path";
import * as vscode from "vscode";

/** Waits for a condition, which events of the editor bring about; its last value is returned. */
export async function until<Value>(what: string, look: () => Value | undefined | Promise<Value | undefined>, timeoutMs = 45_000): Promise<Value> {
    const end = Date.now() + timeoutMs;
    while (true) {
        const found = await look();
        if (found !== undefined && found !== false)
            return found;
        if (Date.now() > end)
            throw new Error(`waited in vain for ${what}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
}

export async function activated(): Promise<void> {
    const extension = vscode.extensions.getExtension("goldpan.goldpan");
    assert.ok(extension);
    await extension.activate();
}

/** Opens a fresh file with this text. */
export async function openText(name: string, text: string): Promise<vscode.TextEditor> {
    const file = path.join(mkdtempSync(path.join(os.tmpdir(), "goldpan-suite-")), name);
    writeFileSync(file, text);
    return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(file));
}

export function record(fields: Readonly<Record<string, unknown>>): string {
    return JSON.stringify({instruction: "Say it.", input: "", ...fields});
}

export async function lenses(uri: vscode.Uri): Promise<{line: number; title: string; command: vscode.Command}[]> {
    const found = await vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", uri, 10_000);
    return found.flatMap(({range, command}) => command?.command.startsWith("goldpan.") === true ? [{line: range.start.line, title: command.title, command}] : []);
}

/** `line score` of every example that has one, without its rank. */
export async function scores(uri: vscode.Uri): Promise<string[]> {
    return (await lenses(uri)).filter(({title}) => title.startsWith("$(star)")).map(({line, title}) => `${line} ${title.split(" · ")[0] ?? ""}`);
}

/** `line code` of Goldpan's diagnostics, ascending. */
export function flags(uri: vscode.Uri): string[] {
    return vscode.languages.getDiagnostics(uri).filter(({source}) => source === "Goldpan").map(({range, code}) => {
        const value = typeof code === "object" ? code.value : code;
        return `${String(range.start.line).padStart(3, "0")} ${value ?? ""}`;
    }).sort();
}

export async function untilFlags(uri: vscode.Uri, expected: readonly string[]): Promise<void> {
    await until(`the flags ${expected.join(", ")}`, () => JSON.stringify(flags(uri)) === JSON.stringify(expected) ? true : undefined).catch(() => {
        assert.deepEqual(flags(uri), expected);
    });
}

export async function fixes(document: vscode.TextDocument, line: number): Promise<vscode.CodeAction[]> {
    const found = await vscode.commands.executeCommand<(vscode.CodeAction | vscode.Command)[]>("vscode.executeCodeActionProvider", document.uri, document.lineAt(line).range, vscode.CodeActionKind.QuickFix.value);
    return found.filter((action): action is vscode.CodeAction => action instanceof vscode.CodeAction);
}

/** Applies the fix whose title begins so. */
export async function fix(document: vscode.TextDocument, line: number, title: string): Promise<void> {
    const action = await until(`the fix ${title}`, async () => (await fixes(document, line)).find((one) => one.title.startsWith(title)));
    if (action.edit !== undefined)
        assert.ok(await vscode.workspace.applyEdit(action.edit));
    if (action.command !== undefined)
        await vscode.commands.executeCommand(action.command.command, ...argumentsOf(action.command));
}

export function argumentsOf(command: vscode.Command): readonly unknown[] {
    return command.arguments ?? [];
}

/** Sets a setting, if not otherwise said for the whole of VS Code, and gives what takes it back. */
export async function set(name: string, value: unknown, target = vscode.ConfigurationTarget.Global): Promise<() => Promise<void>> {
    const config = vscode.workspace.getConfiguration("goldpan");
    await config.update(name, value, target);
    return async () => {
        await vscode.workspace.getConfiguration("goldpan").update(name, undefined, target);
    };
}
