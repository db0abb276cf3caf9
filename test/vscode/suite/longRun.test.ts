import assert from "node:assert/strict";
import * as vscode from "vscode";
import type {RunOutcome} from "../../../src/vscode/scoring.js";
import {records, useQuickRuns} from "./runs.js";
import {openText, scores, set} from "./support.js";

describe("a run that takes long", function () {
    this.timeout(240_000);
    useQuickRuns();

    const {showInformationMessage} = vscode.window;
    const window = vscode.window as {showInformationMessage: unknown};
    let restore: () => Promise<void>, asked: {message: string; buttons: readonly string[]; modal: boolean}[];
    before(async () => {
        restore = await set("askAboveMinutes", 0.01); // 0.6 s
    });
    after(async () => {
        await restore();
    });
    afterEach(() => {
        window.showInformationMessage = showInformationMessage;
    });

    /** Answers the question with the button that begins so, none for Cancel. */
    async function score(name: string, answer: string): Promise<{outcome: RunOutcome | undefined; uri: vscode.Uri}> {
        asked = [];
        window.showInformationMessage = (message: string, options: vscode.MessageOptions | string, ...buttons: readonly string[]) => {
            if (typeof options !== "object" || options.modal !== true)
                return Promise.resolve(undefined); // what a run tells in the end
            asked.push({message, buttons, modal: true});
            return Promise.resolve(buttons.find((button) => button.startsWith(answer)));
        };
        const {document: {uri}} = await openText(`${name}.jsonl`, [...records(name), ...records(`${name} again`)].join("\n"));
        const [outcome] = await vscode.commands.executeCommand<(RunOutcome | undefined)[]>("goldpan.scoreFile", uri);
        return {outcome, uri};
    }

    it("asks once how much of it is wanted, says for what and how long, and scores all if so", async () => {
        const {outcome} = await score("Wanted", "Score All");
        assert.deepEqual(outcome, {scored: 32, measured: 32, total: 32, stopped: false});
        assert.equal(asked.length, 1);
        assert.match(asked[0]?.message ?? "", /^To score \d+ examples of Wanted\.jsonl with .*\.gguf takes about [\d.]+ (s|min) here\.$/);
        assert.match(asked[0]?.buttons.join() ?? "", /^Score All \([\d.]+ (s|min)\)$/); // of so few there is no sample
    });

    it("stops when it is not wanted, and keeps what was measured", async () => {
        const {outcome, uri} = await score("Unwanted", "nothing");
        assert.ok(outcome?.stopped === true && outcome.scored > 0 && outcome.scored < 32, JSON.stringify(outcome));
        assert.equal((await scores(uri)).length, outcome.scored);
    });

    it("asks nothing where the setting says so", async () => {
        const none = await set("askAboveMinutes", 0);
        const {outcome} = await score("Unasked", "nothing");
        await none();
        assert.deepEqual([outcome?.scored, asked.length], [32, 0]);
    });
});
