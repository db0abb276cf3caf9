import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import path from "node:path";
import * as vscode from "vscode";
import {ruleCodes} from "../../../src/vscode/config.js";
import {ContextKeys} from "../../../src/vscode/contextKeys.js";
import {Diagnostics} from "../../../src/vscode/diagnostics.js";
import {FlaggedTree} from "../../../src/vscode/flaggedTree.js";
import {Parts} from "./parts.js";
import {activated, fixes, flags, lenses, openText, record, set, until, untilFlags} from "./support.js";

const text = [record({output: "One."}), record({output: ""}), record({input: "<noinput>", output: "Two."})].join("\n");

describe("rules", () => {
    const parts: Parts[] = [];
    before(activated);
    afterEach(() => {
        for (const one of parts.splice(0))
            one.dispose();
    });

    it("that are off in the workspace flag nothing, wherever it is asked, and everything again once they are on", async () => {
        const editor = await openText("data.jsonl", text);
        const {document} = editor;
        await untilFlags(document.uri, ["001 empty-output", "002 placeholder-input"]);
        const seen = async (): Promise<unknown> => {
            const stops = new Set<number>();
            for (let step = 0; step < 2; step++) {
                await vscode.commands.executeCommand("goldpan.nextFlagged");
                stops.add(editor.selection.active.line);
            }
            const {content} = await vscode.lm.invokeTool("list_flagged_examples", {input: {file: document.uri.fsPath}, toolInvocationToken: undefined});
            const told = content.map((part) => part instanceof vscode.LanguageModelTextPart ? part.value : "").join("");
            return {
                problems: flags(document.uri), stops: [...stops].sort(),
                lenses: (await lenses(document.uri)).flatMap(({line, title}) => title.startsWith("$(warning)") ? [`${line} ${title.slice("$(warning)".length + 1)}`] : []),
                marks: (await fixes(document, 1)).filter(({title}) => title.startsWith("Mark")).length,
                hover: (await vscode.commands.executeCommand<vscode.Hover[]>("vscode.executeHoverProvider", document.uri, new vscode.Position(1, 3))).length,
                told: ["empty-output", "placeholder-input"].filter((code) => told.includes(code))
            };
        };
        const all = {problems: ["001 empty-output", "002 placeholder-input"], stops: [1, 2], lenses: ["1 empty-output", "2 placeholder-input"], marks: 1, hover: 1, told: ["empty-output", "placeholder-input"]};
        assert.deepEqual(await seen(), all);
        const restore = await set("diagnostics.rules", {"empty-output": "off"}, vscode.ConfigurationTarget.Workspace);
        try {
            await untilFlags(document.uri, ["002 placeholder-input"]);
            assert.deepEqual(await seen(), {problems: ["002 placeholder-input"], stops: [2], lenses: ["2 placeholder-input"], marks: 0, hover: 0, told: ["placeholder-input"]});
        } finally {
            await restore();
        }
        await untilFlags(document.uri, ["001 empty-output", "002 placeholder-input"]);
        assert.deepEqual(await seen(), all);
    });

    it("that are off leave the tree and the welcome views without their flags", async () => {
        const own = new Parts();
        parts.push(own);
        const {document: {uri}} = await own.open("data.jsonl", text);
        const tree = own.add(new FlaggedTree(own.index));
        const codes = (): string[] => tree.getChildren().map((node) => node.kind === "flag" ? node.code : node.kind);
        const {executeCommand} = vscode.commands, keys = new Map<unknown, unknown>();
        const refresh = (): void => {
            const commands = vscode.commands as {executeCommand: unknown};
            commands.executeCommand = (name: string, key: unknown, value: unknown) => Promise.resolve(name === "setContext" && keys.set(key, value));
            try {
                own.index.refresh();
                own.add(new ContextKeys(own.index)).refresh();
            } finally {
                commands.executeCommand = executeCommand;
            }
        };
        refresh();
        assert.deepEqual([codes().sort(), keys.get("goldpan.hasFlagged")], [["empty-output", "placeholder-input"], true]);
        const restore = await set("diagnostics.rules", {"empty-output": "off", "placeholder-input": "off"}, vscode.ConfigurationTarget.Workspace);
        try {
            refresh();
            assert.deepEqual([codes(), keys.get("goldpan.hasFlagged"), own.index.get(uri)?.scores.views().length], [[], false, 3]);
        } finally {
            await restore();
        }
    });

    it("each have a heading in the documentation that their problems link to", async () => {
        const headings = [...readFileSync(path.join(vscode.extensions.getExtension("goldpan.goldpan")?.extensionPath ?? "", "docs", "rules.md"), "utf8").matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
        assert.deepEqual(headings.sort(), [...ruleCodes].sort());
        const {document: {uri}} = await openText("data.jsonl", text);
        await untilFlags(uri, ["001 empty-output", "002 placeholder-input"]);
        const links = vscode.languages.getDiagnostics(uri).map(({code}) => typeof code === "object" ? code.target.toString(true) : "");
        assert.deepEqual(links.sort(), ["empty-output", "placeholder-input"].map((code) => `https://github.com/goldpan/goldpan/blob/main/docs/rules.md#${code}`));
    });

    it("take for low what is at or below the threshold of the settings", async () => {
        const own = new Parts();
        parts.push(own);
        const {document: {uri}} = await own.open("data.jsonl", ["a", "b", "c"].map((word) => record({output: `The ${word}.`})).join("\n"));
        const diagnostics = own.add(new Diagnostics(own.index));
        own.score(uri, [0.2, 0.5, 0.8]);
        const low = (): string[] => {
            own.index.refresh();
            diagnostics.refresh(uri);
            return flags(uri);
        };
        for (const [threshold, lines] of [[0.5, [0, 1]], [0.1, []], [0.8, [0, 1, 2]]] as const) {
            const restore = await set("lowScore", threshold);
            try {
                assert.deepEqual(await until("the problems", () => low().length === lines.length ? low() : undefined), lines.map((line) => `00${line} low-golden-score`));
            } finally {
                await restore();
            }
        }
    });
});
