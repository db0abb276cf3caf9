import * as vscode from "vscode";

/** Composition root: only wires. What the editor shows comes with the commands and views that are registered here. */
export function activate(context: vscode.ExtensionContext): void {
    const log = vscode.window.createOutputChannel("Goldpan", {log: true});
    context.subscriptions.push(log);
    log.info(`Goldpan ${String((context.extension.packageJSON as {version?: unknown}).version)} is active.`); // VS Code types the manifest as any
}

export function deactivate(): void {
    // Everything is disposed of through the context's subscriptions.
}
