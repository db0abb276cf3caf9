import {randomBytes} from "node:crypto";
import * as vscode from "vscode";
import {language} from "../amounts.js";
import {frame} from "./frame.js";

/** The folder that a panel may read from, and nothing else. */
export function pageFolder(extensionUri: vscode.Uri): vscode.Uri {
    return vscode.Uri.joinPath(extensionUri, "dist", "webview");
}

/** The frame of a panel, in the language that VS Code is shown in if our strings are translated into it: all of them, as only the page knows which are its own. */
export function page(webview: vscode.Webview, extensionUri: vscode.Uri): string {
    const [script = "", style = ""] = ["panel.js", "panel.css"].map((name) => webview.asWebviewUri(vscode.Uri.joinPath(pageFolder(extensionUri), name)).toString());
    return frame({nonce: randomBytes(18).toString("base64"), source: webview.cspSource, script, style, language: language(), translations: vscode.l10n.bundle});
}
