import {readdirSync, readFileSync} from "node:fs";
import path from "node:path";
import ts from "typescript";
import {flagMeanings} from "../../src/core/lint/rules.js";

/** Where strings for people are: the extension's own, and those of its panel. */
export const sources = ["src/vscode", "webview"] as const;
/** What translators begin with: VS Code loads `bundle.l10n.<language>.json` beside it. */
export const bundle = "l10n/bundle.l10n.json";

/**
 * The texts of all `vscode.l10n.t(...)` in a folder, and of all `t(...)` of @vscode/l10n, in alphabetical order.
 * @throws Error for a text that is put together at run time, which no translation would find
 */
export function collectStrings(folder: string): string[] {
    const found = new Set<string>();
    for (const name of readdirSync(folder, {recursive: true, encoding: "utf8"}).filter((file) => file.endsWith(".ts"))) {
        const file = path.join(folder, name);
        const source = readFileSync(file, "utf8"), tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest);
        const called = /import \{[^}]*\bt\b[^}]*\} from "@vscode\/l10n"/.test(source) ? ["vscode.l10n.t", "t"] : ["vscode.l10n.t"];
        const visit = (node: ts.Node): void => {
            if (ts.isCallExpression(node) && called.includes(node.expression.getText(tree))) {
                const [text] = node.arguments;
                if (text === undefined || !ts.isStringLiteral(text))
                    throw new Error(`${file}:${tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1}: the first argument of t must be a plain string.`);
                found.add(text.text);
            }
            ts.forEachChild(node, visit);
        };
        visit(tree);
    }
    return [...found].sort();
}

/** All strings for people: those of the sources, and what the core says of its rules. */
export function allStrings(): string[] {
    return [...new Set([...sources.flatMap(collectStrings), ...Object.values(flagMeanings)])].sort();
}

/** The bundle's text: every string stands for itself. */
export function bundleText(strings: readonly string[]): string {
    return JSON.stringify(Object.fromEntries(strings.map((text) => [text, text])), undefined, 4) + "\n";
}
