import assert from "node:assert/strict";
import * as vscode from "vscode";
import type {RunOutcome} from "../../../src/vscode/scoring.js";
import {workers} from "./processes.js";
import {half, records, useQuickRuns} from "./runs.js";
import {lenses, openText, scores, until} from "./support.js";

describe("runs that are asked for one after the other", function () {
    this.timeout(240_000);
    useQuickRuns();

    async function offers(uri: vscode.Uri): Promise<number> {
        return (await lenses(uri)).filter(({title}) => title.endsWith("Score this example")).length;
    }

    it("wait for each other: the second begins when the first has scored everything", async () => {
        const first = await half(records("First")), second = await openText("second.jsonl", records("Second").join("\n"));
        const other = vscode.commands.executeCommand("goldpan.scoreFile", second.document.uri);
        const [one] = await until("the first run's end", async () => {
            assert.equal((await scores(second.document.uri)).length, 0);
            assert.equal(workers().length, 1);
            return Promise.race([first.outcomes as Thenable<RunOutcome[]>, new Promise<undefined>((resolve) => setTimeout(resolve, 20))]);
        });
        const [two] = await other as RunOutcome[];
        assert.deepEqual([one, two], new Array(2).fill({scored: 16, measured: 16, total: 16, stopped: false}));
    });

    it("end when they are stopped, keep what was measured, and offer to go on where they were", async () => {
        const {editor: {document: {uri}}, outcomes} = await half(records("Stopped"));
        const waiting = vscode.commands.executeCommand("goldpan.scoreFile", (await openText("waiting.jsonl", records("Waiting").join("\n"))).document.uri);
        assert.equal(await offers(uri), 0); // their turn is to come
        assert.deepEqual((await lenses(uri)).filter(({title}) => /not scored|Score the rest/.test(title)), [], "a line more above each would move the text");
        const shown = (await scores(uri)).length;
        await vscode.commands.executeCommand("goldpan.stopScoring");
        const [stopped] = await outcomes as RunOutcome[];
        assert.ok(stopped !== undefined && stopped.stopped && stopped.scored >= shown && stopped.scored < 16, JSON.stringify(stopped));
        assert.deepEqual(await waiting, [undefined]);
        assert.equal(await until("the offers", async () => await offers(uri) || undefined), 16 - stopped.scored);
        assert.deepEqual((await lenses(uri)).filter(({title}) => title.includes("Score the rest")).map(({line, title}) => [line, title]), [[0, `$(play)\u00a0Score the rest (${16 - stopped.scored})`]]);

        const [again] = await vscode.commands.executeCommand<RunOutcome[]>("goldpan.scoreFile", uri);
        assert.deepEqual(again, {scored: 16, measured: 16 - stopped.scored, total: 16, stopped: false});
    });

    describe("by a language model's tool", () => {
        function ask(uri: vscode.Uri, token?: vscode.CancellationToken): Thenable<vscode.LanguageModelToolResult> {
            return vscode.lm.invokeTool("score_instruction_examples", {input: {file: uri.fsPath}, toolInvocationToken: undefined}, token);
        }

        it("score the file and report on it", async () => {
            const {document: {uri}} = await openText("tool.jsonl", records("Tool").slice(0, 3).join("\n"));
            const {content} = await ask(uri);
            const [scored, counted, ...lines] = content.map((part) => part instanceof vscode.LanguageModelTextPart ? part.value : "").join("").split("\n");
            assert.equal(scored, "3 of 3 examples are scored.");
            const [, flagged] = /^3 examples, 3 of them scored, (\d) flagged and not yet reviewed\.$/.exec(counted ?? "") ?? [];
            assert.equal(lines.filter((line) => line.startsWith("{")).length, Number(flagged));
            assert.equal((await scores(uri)).length, 3);
        });

        it("are cancelled alone: the person's run in hand goes on", async () => {
            const {outcomes} = await half(records("Person"));
            const {document: {uri}} = await openText("cancelled.jsonl", records("Cancelled").join("\n"));
            const source = new vscode.CancellationTokenSource();
            const asked = ask(uri, source.token);
            await new Promise((resolve) => setTimeout(resolve, 200));
            source.cancel();
            await assert.rejects(Promise.resolve(asked));
            assert.deepEqual(await outcomes, [{scored: 16, measured: 16, total: 16, stopped: false}]);
            assert.equal((await scores(uri)).length, 0);
        });

        it("are cancelled alone: the person's run that waits has its turn", async () => {
            const {document: {uri}} = await openText("cancelled.jsonl", records("Cancelled at work").join("\n"));
            const source = new vscode.CancellationTokenSource();
            const asked = ask(uri, source.token);
            await until("the first scores", async () => (await scores(uri)).length || undefined, 120_000);
            const waiting = vscode.commands.executeCommand("goldpan.scoreFile", (await openText("waiting.jsonl", records("Its turn").join("\n"))).document.uri);
            source.cancel();
            await assert.rejects(Promise.resolve(asked));
            assert.deepEqual(await waiting, [{scored: 16, measured: 16, total: 16, stopped: false}]);
            assert.ok((await scores(uri)).length < 16);
        });
    });
});
