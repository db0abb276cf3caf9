import assert from "node:assert/strict";
import {anchorsOf} from "../../../src/core/anchors.js";
import {LineCache} from "../../../src/core/formats/lineCache.js";
import type {KeptRun, OneShot, ZeroShot} from "../../../src/core/measurement.js";
import {protocolFor, protocolKey} from "../../../src/core/protocol.js";
import {reasonsFor} from "../../../src/vscode/hover.js";
import {account} from "../../../src/vscode/why.js";
import {Parts} from "./parts.js";
import {activated, record} from "./support.js";

const protocol = protocolFor("paper", 2048);
const questions = ["Name a river.", "Name a hill.", "Name a lake.", "Name a cape."].map((instruction) => record({instruction, output: "That one."}));

describe("why an example has its score", () => {
    let parts: Parts;
    before(async () => {
        await activated();
        parts = new Parts({modelFingerprint: "f", protocol: "paper", anchorSource: "random:4", seed: 8});
    });
    after(() => {
        parts.dispose();
    });

    const unbroken: readonly (readonly [name: string, answer: string])[] = [
        ["Chinese", "这是一个没有任何空格的很长的句子。".repeat(20)], ["Japanese", "これは空白のない長い文章です。".repeat(20)], ["an address", `https://example.org/${"path/".repeat(80)}`],
        ["base64", "QUJDREVGRw".repeat(40)], ["emoji", "😀".repeat(300)], ["accents", "e\u0301\u0302".repeat(150)], ["nothing but spaces", " ".repeat(500)]
    ];
    for (const [name, answer] of unbroken)
        it(`tells it of an answer without a space, in lines of 100 characters at most: ${name}`, async () => {
            const {document: {uri}} = await parts.open("unbroken.jsonl", record({output: answer}));
            const [view] = parts.index.get(uri)?.scores.views() ?? [];
            assert.ok(view !== undefined);
            const reasons = reasonsFor(parts.index, uri, view.located.example.key);
            assert.ok(reasons);
            const text = account(reasons), graphemes = new Intl.Segmenter(undefined, {granularity: "grapheme"});
            assert.ok(text.isWellFormed());
            for (const line of text.split("\n"))
                assert.ok([...graphemes.segment(line)].length <= 100, line);
        });

    it("tells it of a scores file with a long path", async () => {
        const {document: {uri}} = await parts.open("path.jsonl", record({output: "One."}));
        const [view] = parts.index.get(uri)?.scores.views() ?? [];
        const reasons = view && reasonsFor(parts.index, uri, view.located.example.key);
        assert.ok(reasons);
        const lines = account({...reasons, origin: {kind: "file", path: `/data/${"a".repeat(180)}.jsonl`, model: "m".repeat(150)}}).split("\n");
        assert.ok(lines.length > 6 && lines.every((line) => line.length <= 100), lines.join("\n"));
    });

    it("tells of the numbers, of the run, of the distance from the threshold, and of the anchors from the largest effect on", async () => {
        const {document: {uri}} = await parts.open("data.jsonl", [record({output: "One."}), record({output: "Two."})].join("\n"));
        const anchors = anchorsOf(new LineCache().read({length: questions.length, textAt: (at) => questions[at] ?? ""}).examples.map(({example}) => example));
        const [first, second] = parts.index.get(uri)?.scores.views() ?? [];
        assert.ok(first !== undefined && second !== undefined);
        const run: KeptRun = {file: uri.fsPath, modelFile: "small.gguf", modelFingerprint: "f", protocol, anchorSource: "random:4", seed: 7, anchors};
        const measured = (totals: readonly number[]): OneShot => ({
            measurements: new Map(anchors.map(({key}, at) => [key, {logProbability: totals[at] ?? 0, tokens: 4}])), truncated: false, crashed: false, answerTokens: 2
        });
        parts.store.saveMeasurements({modelFingerprint: "f", protocol: protocolKey(protocol)},
            new Map(anchors.map(({key}): [string, ZeroShot] => [key, {kind: "measured", measurement: {logProbability: -10, tokens: 4}}])),
            new Map([[first.located.example.key, measured([-8, -6, -12, -9.6])], [second.located.example.key, measured([-11, -12, -13, -14])]]));
        parts.store.saveRun(run);
        parts.index.refresh();
        await parts.index.idle();
        const why = ({located: {example: {key}}}: typeof first): string[] => {
            const reasons = reasonsFor(parts.index, uri, key);
            assert.ok(reasons);
            return account(reasons).split("\n");
        };
        const head = "    gain  zero-shot   one-shot  anchor";
        assert.deepEqual(why(first), [
            "Example 1, line 1", "",
            "Golden score: 0.75 (0.30 to 0.95) · rank 1 of 2, top 50 %",
            "It helps with 3 of 4 anchors; mean gain +0.275 nats a token.",
            "1.2 standard errors (0.217 each) above the threshold of 0.50.",
            "Measured with small.gguf, protocol paper, 4 anchors (random:4, seed 7).",
            "The settings ask for another seed by now: score the file again to have it.", "",
            "Anchors that it helps most (nats a token)", head,
            "  +1.000     -2.500     -1.500  Name a hill.",
            "  +0.500     -2.500     -2.000  Name a river.",
            "  +0.100     -2.500     -2.400  Name a cape.", "",
            "Anchors that it hurts most (nats a token)", head,
            "  −0.500     -2.500     -3.000  Name a lake.", "",
            "Answer: One.", ""
        ]);
        const [own] = parts.index.get(uri)?.scores.views() ?? [], reasons = own && reasonsFor(parts.index, uri, own.located.example.key);
        assert.ok(own !== undefined && reasons?.origin.kind === "run");
        const among = {...reasons, origin: {...reasons.origin, run: {...run, anchors: [...anchors, {key: own.located.example.key, turns: own.located.example.turns}]}}};
        assert.ok(account(among).split("\n").includes("It is one of the 5 anchors itself, which does not count."), account(among));
        const hurt = why(second);
        assert.ok(hurt.includes("4.0 standard errors (0.125 each) below the threshold of 0.50."), hurt.join("\n"));
        assert.deepEqual(hurt.slice(hurt.indexOf(head) + 1, -3).map((line) => line.trim().split(/ {2,}/).join("|")),
            ["−1.000|-2.500|-3.500|Name a cape.", "−0.750|-2.500|-3.250|Name a lake.", "−0.500|-2.500|-3.000|Name a hill.", "−0.250|-2.500|-2.750|Name a river."]);
    });
});
