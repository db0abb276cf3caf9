import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import path from "node:path";
import * as vscode from "vscode";
import {commandLine, logged, workers} from "./processes.js";
import {half, records, useQuickRuns} from "./runs.js";
import {openText, record, scores, until} from "./support.js";

describe("a run that is disturbed", function () {
    this.timeout(240_000);
    useQuickRuns();

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

    it("brings the scores to the right examples of a text that was edited meanwhile, and the next run measures the new ones alone", async () => {
        const lines = records("Edited");
        const {editor, outcomes} = await half(lines);
        const {document} = editor;
        const inserted = record({instruction: "Edited: what is new?", output: "This is."}), changed = record({instruction: "Edited: what has changed?", output: "This has."});
        assert.ok(await editor.edit((edit) => { // the last ones are still to be measured
            edit.insert(new vscode.Position(0, 0), `${inserted}\n`);
            edit.replace(document.lineAt(lines.length - 1).range, changed);
            edit.delete(document.lineAt(lines.length - 3).rangeIncludingLineBreak);
        }));
        const edited = [inserted, ...lines.slice(0, -3), ...lines.slice(-2, -1), changed];
        assert.equal(document.getText(), edited.join("\n"));
        assert.deepEqual(await outcomes, [{scored: lines.length, measured: lines.length, total: lines.length, stopped: false}]);
        const old = await until("the scores of what is left", async () => {
            const found = await scores(document.uri);
            return found.length === lines.length - 2 ? found : undefined;
        });
        assert.deepEqual(old.map((line) => Number(line.split(" ")[0])), edited.flatMap((line, at) => lines.includes(line) ? [at] : []));

        assert.deepEqual(await vscode.commands.executeCommand("goldpan.scoreFile", document.uri), [{scored: edited.length, measured: 2, total: edited.length, stopped: false}]);
        const all = await until("all scores", async () => {
            const found = await scores(document.uri);
            return found.length === edited.length ? found : undefined;
        });
        assert.deepEqual(all.filter((line) => old.includes(line)), old);

        // Each example's score is its own: in another order they are the same.
        const copy = await openText("copy.jsonl", lines.join("\n"));
        const ofCopy = await until("the scores of the first text", async () => {
            const found = await scores(copy.document.uri);
            return found.length === lines.length ? found : undefined;
        });
        const byText = new Map(ofCopy.map((line) => [lines[Number(line.split(" ")[0])], line.slice(line.indexOf(" "))]));
        assert.deepEqual(old.map((line) => byText.get(edited[Number(line.split(" ")[0])])), old.map((line) => line.slice(line.indexOf(" "))));
    });
});
