import {randomBytes} from "node:crypto";
import * as vscode from "vscode";

/** The folder that a panel may read from, and nothing else. */
export function pageFolder(extensionUri: vscode.Uri): vscode.Uri {
    return vscode.Uri.joinPath(extensionUri, "dist", "webview");
}

/** The frame of a panel. Data never comes in here, only by messages; nothing but our own script and style sheet is let in. */
export function page(webview: vscode.Webview, extensionUri: vscode.Uri): string {
    const nonce = randomBytes(18).toString("base64");
    const [script, style] = ["panel.js", "panel.css"].map((name) => webview.asWebviewUri(vscode.Uri.joinPath(pageFolder(extensionUri), name)).toString());
    const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${webview.cspSource}; font-src ${webview.cspSource}; img-src ${webview.cspSource} data: blob:`;
    return `<!DOCTYPE html>
<html lang="en">
<head>
    <meta charset="UTF-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Goldpan</title>
    <link rel="stylesheet" href="${style ?? ""}">
</head>
<body>
    <script type="module" nonce="${nonce}" src="${script ?? ""}"></script>
</body>
</html>
`;
}
