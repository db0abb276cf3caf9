import assert from "node:assert/strict";
import {readFileSync, writeFileSync} from "node:fs";
import path from "node:path";
import * as vscode from "vscode";
import {UserError, type Remedy} from "../../../src/core/errors.js";
import {NoExample} from "../../../src/vscode/failures.js";
import {sentence} from "../../../src/vscode/remedies.js";
import {describeOutcomes} from "../../../src/vscode/runQueue.js";
import {logged, workers} from "./processes.js";
import {activated, openText, record, set, until} from "./support.js";

const remedies: Readonly<Record<Remedy, true>> = {
    "anchor-file": true, "anchors": true, "columns": true, "device": true, "less-memory": true, "model": true, "newer-store": true, "other-anchors": true, "other-store": true,
    "place": true, "processor": true, "scores-file": true, "seed": true, "writable-store": true
};

describe("what a person is told of an error", function () {
    this.timeout(120_000);
    before(activated);

    const answers = [record({output: "Yes."}), record({output: "No."})].join("\n");
    const long = ["one", "two"].map((word) => record({instruction: `${word} `.repeat(3000), output: "Yes."})).join("\n");
    const cases: readonly {readonly what: string; readonly text?: string; readonly settings: Readonly<Record<string, unknown>>; readonly says: RegExp}[] = [
        {what: "anchors that cannot be drawn", settings: {anchors: "kmeans:many"}, says: /The anchors kmeans:many cannot be drawn: write kmeans:N .* Mend the setting goldpan\.anchors\./},
        {what: "no answer to draw an anchor from", text: [record({output: ""}), record({output: " "})].join("\n"), settings: {anchors: "random:2"}, says: /no example with an answer .* Name a file of anchors in the setting goldpan\.anchors\./},
        {what: "no example that can be embedded", text: long, settings: {anchors: "kmeans:2"}, says: /no example that can be embedded: .* Set goldpan\.anchors to random:100 or to a file/},
        {what: "columns that are none", settings: {columns: "question=q"}, says: /"question" is no column; .* Mend the setting goldpan\.columns\./},
        {what: "a model that is none", settings: {"model.path": "README.md"}, says: /README\.md is not a GGUF model\. Choose a GGUF model with the command "Goldpan: Select scorer model"\./},
        {what: "a device that is not there", settings: {anchors: "random:2", gpu: "metal"}, says: /There is no metal engine for this machine\. Set goldpan\.gpu to auto or off\./}
    ];
    for (const {what, text = answers, settings, says} of cases)
        it(`names the editor's settings: ${what}`, async () => {
            const restores: (() => Promise<void>)[] = [];
            try {
                const {document} = await openText("data.jsonl", text);
                for (const [name, value] of Object.entries(settings))
                    restores.push(await set(name, value === "README.md" ? path.join(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? "", "README.md") : value));
                assert.match(await told(() => vscode.commands.executeCommand("goldpan.scoreFile", document.uri)), says);
            } finally {
                for (const restore of restores)
                    await restore();
            }
        });

    it("names the editor's settings: an engine that is killed again and again", async () => {
        const {document} = await openText("data.jsonl", answers);
        const restores = [await set("anchors", "random:2"), await set("threads", 1), await set("gpu", "off")];
        const killing = setInterval(() => {
            for (const pid of workers())
                process.kill(pid, "SIGKILL");
        }, 20);
        try {
            assert.match(await told(() => vscode.commands.executeCommand("goldpan.scoreFile", document.uri)), /Is there enough free memory for the model\? Set goldpan\.gpu to off, or select a smaller model/);
        } finally {
            clearInterval(killing);
            for (const restore of restores)
                await restore();
        }
    });

    it("names the editor's way: rubbish for a scores file", async () => {
        const {document: {uri}} = await openText("data.jsonl", answers);
        const beside = path.join(path.dirname(uri.fsPath), "beside.jsonl");
        writeFileSync(beside, record({output: "Perhaps."}));
        writeFileSync(`${beside}.scores.jsonl`, "rubbish");
        assert.match(await told(async () => vscode.window.showTextDocument(await vscode.workspace.openTextDocument(beside))), /beside\.jsonl\.scores\.jsonl:1: this is no row .* Choose a file of scores that Goldpan's command line wrote\./);
    });

    it("names no option of the command line, and no setting that there is not", () => {
        const manifest = JSON.parse(readFileSync(path.join(vscode.extensions.getExtension("goldpan.goldpan")?.extensionPath ?? "", "package.json"), "utf8")) as {contributes: {configuration: {properties: object}; commands: {title: string}[]}};
        for (const remedy of Object.keys(remedies) as Remedy[]) {
            const words = sentence(new UserError("It is wrong.", remedy));
            assert.match(words, /^It is wrong\. [A-Z].*\.$/);
            assert.doesNotMatch(words, /--|goldpan (score|anchors|export|stats|merge)/);
            for (const [setting] of words.matchAll(/goldpan\.\w+/g))
                assert.ok(setting in manifest.contributes.configuration.properties, setting);
        }
    });

    it("sums up a run over several files", () => {
        const done = {scored: 1, measured: 1, total: 1, stopped: false}, stopped = {...done, stopped: true};
        const empty = new NoExample("It holds none."), model = new UserError("The model is damaged.", "model"), bug = new Error("x");
        for (const [outcomes, failures, words] of [
            [[done, done], [], "2 of 2 files are scored."],
            [[done, done, done, undefined, undefined], [empty, empty], "3 of 5 files are scored; 2 hold no example, see the log."],
            [[done, undefined], [empty], "1 of 2 files are scored; 1 holds no example, see the log."],
            [[done, stopped, undefined], [], "1 of 3 files are scored; 2 stopped."],
            [[undefined, undefined, undefined], [model, empty, new UserError(model.message, "model")], "0 of 3 files are scored; 1 holds no example, 2 failed, see the log. The model is damaged. Choose a GGUF model with the command \"Goldpan: Select scorer model\"."],
            [[done, undefined, undefined], [model, bug], "1 of 3 files are scored; 2 failed, see the log."]
        ] as const)
            assert.equal(describeOutcomes(outcomes, failures), words);
    });
});

/** What is written into the log meanwhile. */
async function told(run: () => Thenable<unknown>): Promise<string> {
    const before = logged().length;
    await run();
    return until("a word in the log", () => logged().slice(before).includes("[error]") ? logged().slice(before) : undefined);
}
