import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import path from "node:path";
import * as vscode from "vscode";
import {commandLine, logged, workers} from "./processes.js";
import {activated, openText, record, scores, set, until} from "./support.js";

const topics = ["kettles", "rain", "bread", "bees", "maps", "glass", "snow", "tides", "moss", "clocks", "paper", "salt", "wool", "stars", "chess", "rust"];

/** Records of which none is like another, in texts of some length, so that a run takes seconds. */
function records(name: string): string[] {
    return topics.map((topic, at) => record({
        instruction: `${name}: tell me about ${topic}.`, output: Array.from({length: 12}, (_, step) => `Of ${topic} there is much to say, and this is sentence ${step + at}.`).join(" ")
    }));
}

describe("a run that is disturbed", function () {
    this.timeout(240_000);
    const restores: (() => Promise<void>)[] = [];
    before(async () => {
        await activated();
        restores.push(await set("anchors", "random:6"), await set("threads", 1), await set("gpu", "off"));
    });
    after(async () => {
        for (const restore of restores)
            await restore();
    });

    /** Opens a file and begins to score it; comes back when the first of its scores are there, and not all of them. */
    async function half(lines: readonly string[]): Promise<{editor: vscode.TextEditor; outcomes: Thenable<unknown>}> {
        const editor = await openText("data.jsonl", lines.join("\n"));
        const {uri} = editor.document;
        await until("the dataset", async () => (await vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", uri)).length > 0 ? true : undefined);
        const outcomes = vscode.commands.executeCommand("goldpan.scoreFile", uri);
        const amount = await until("the first scores", async () => (await scores(uri)).length || undefined, 120_000);
        assert.ok(amount < lines.length, `all ${amount} came at once`);
        return {editor, outcomes};
    }

    it("goes on where the engine was killed, to the very scores of a run that nobody disturbed", async () => {
        const lines = records("Killed");
        const {editor: {document}, outcomes} = await half(lines);
        const before = workers();
        assert.equal(before.length, 1);
        for (const pid of before)
            process.kill(pid, "SIGKILL");
        assert.deepEqual(await outcomes, [{scored: lines.length, measured: lines.length, total: lines.length, stopped: false}]);
        assert.equal((await until("all scores", async () => (await scores(document.uri)).length === lines.length ? scores(document.uri) : undefined)).length, lines.length);
        assert.ok(workers().every((pid) => !before.includes(pid)));
        assert.match(logged(), /\[warning\] The engine's process ended \(signal SIGKILL.*It was started again\./);

        const place = (name: string): string => path.join(path.dirname(document.uri.fsPath), name);
        const score = async (out: string, ...more: readonly string[]): Promise<{rows: string; measured: unknown}> => {
            const events = await commandLine("score", document.uri.fsPath, "--anchors", "random:6", "--threads", "1", "--gpu", "off", "--json", "--out", place(out), ...more);
            const done = events.trimEnd().split("\n").map((line) => JSON.parse(line) as {event: string; measured?: number}).find(({event}) => event === "done");
            return {rows: readFileSync(place(out), "utf8"), measured: done?.measured};
        };
        const kept = await score("kept.jsonl"), undisturbed = await score("undisturbed.jsonl", "--store", place("store"));
        assert.deepEqual([kept.measured, undisturbed.measured], [0, lines.length]);
        assert.equal(kept.rows, undisturbed.rows);
    });
});
