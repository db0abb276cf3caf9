import assert from "node:assert/strict";
import * as vscode from "vscode";
import {exportSubset} from "../../../src/vscode/exporting.js";
import {Parts} from "./parts.js";
import {activated, record} from "./support.js";

describe("the choice of a golden subset", () => {
    let parts: Parts;
    const {showQuickPick, showInputBox} = vscode.window;
    const window = vscode.window as {showQuickPick: unknown; showInputBox: unknown};
    before(async () => {
        await activated();
        parts = new Parts();
    });
    after(() => {
        Object.assign(window, {showQuickPick, showInputBox});
        parts.dispose();
    });

    it("tells of a threshold, number or share of one's own how many it takes, before it is chosen", async () => {
        const {document: {uri}} = await parts.open("data.jsonl", ["a", "b", "c", "d"].map((word) => record({output: `The ${word}.`})).join("\n"));
        parts.score(uri, [0.2, 0.5, 0.7, 0.9]);
        const views = parts.index.get(uri)?.scores.views() ?? [];
        parts.index.decide(new Map([[views[0]?.located.example.key ?? "", "keep"], [views[3]?.located.example.key ?? "", "drop"]]));
        const said: unknown[] = [];
        window.showQuickPick = (items: readonly vscode.QuickPickItem[]) => Promise.resolve(items.at(-1));
        window.showInputBox = async (options: vscode.InputBoxOptions) => {
            for (const text of ["0.5", "0.6", "2", "25%", "1", "most"]) {
                const answer = await options.validateInput?.(text);
                said.push(typeof answer === "object" && answer !== null ? [answer.message, answer.severity] : answer);
            }
            return undefined;
        };
        await exportSubset(parts.index, uri);
        const info = vscode.InputBoxValidationSeverity.Info;
        assert.deepEqual(said.slice(0, -1), [["3 examples (75.0 %)", info], ["2 examples (50.0 %)", info], ["2 examples (50.0 %)", info], ["1 example (25.0 %)", info], ["1 example (25.0 %)", info]]);
        assert.match(String(said.at(-1)), /^Write a score/);
    });
});
