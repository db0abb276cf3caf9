import assert from "node:assert/strict";
import * as vscode from "vscode";
import {activated, openText, record, scores, set, until} from "./support.js";

const topics = ["kettles", "rain", "bread", "bees", "maps", "glass", "snow", "tides", "moss", "clocks", "paper", "salt", "wool", "stars", "chess", "rust"];

/** For a `describe` whose runs take seconds: settings that make them so, put back after it. */
export function useQuickRuns(anchors = "random:6"): void {
    const restores: (() => Promise<void>)[] = [];
    before(async () => {
        await activated();
        restores.push(await set("anchors", anchors), await set("threads", 1), await set("gpu", "off"));
    });
    after(async () => {
        for (const restore of restores)
            await restore();
    });
}

/** Records of which none is like another, in texts of some length, so that a run takes seconds. */
export function records(name: string): string[] {
    return topics.map((topic, at) => record({
        instruction: `${name}: tell me about ${topic}.`, output: Array.from({length: 12}, (_, step) => `Of ${topic} there is much to say, and this is sentence ${step + at}.`).join(" ")
    }));
}

/** Opens a file and begins to score it; comes back when the first of its scores are there, and not all of them. */
export async function half(lines: readonly string[]): Promise<{editor: vscode.TextEditor; outcomes: Thenable<unknown>}> {
    const editor = await openText("data.jsonl", lines.join("\n"));
    const {uri} = editor.document;
    await until("the dataset", async () => (await vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", uri)).length > 0 ? true : undefined);
    const outcomes = vscode.commands.executeCommand("goldpan.scoreFile", uri);
    const amount = await until("the first scores", async () => (await scores(uri)).length || undefined, 120_000);
    assert.ok(amount < lines.length, `all ${amount} came at once`);
    return {editor, outcomes};
}
