import assert from "node:assert/strict";
import {LineCache} from "../../../src/core/formats/lineCache.js";
import {ranks} from "../../../src/core/ranking.js";
import type {KeptScore} from "../../../src/session/keptScores.js";
import type {Reading} from "../../../src/vscode/documentReader.js";
import {FileScores, openFlags} from "../../../src/vscode/fileScores.js";
import {line, randomSource} from "../formats/support.js";

const rules = {lowScore: 0.5, off: new Set<string>()};
const scoreOf = (text: number): KeptScore => ({score: {goldenScore: text % 10 / 10, wins: text % 10, anchors: 10, meanGain: 0, ci95: [0, 1]}, flags: [], answerTokens: null});

describe("scores of a file", () => {
    it("give after every edit, score and decision the views and ranks of a file that was opened just now", () => {
        const random = randomSource(3), cache = new LineCache();
        let texts = Array.from({length: 30}, (_, at) => at);
        const read = (): Reading => {
            const lines = texts.map((text) => line(`text ${text}`));
            return {version: 1, container: "jsonl", ...cache.read({length: lines.length, textAt: (at) => lines[at] ?? ""})};
        };
        const edited = new FileScores(read(), rules);
        const scores = new Map<string, KeptScore>(), decided = new Map<string, "keep">();
        const opened = (): FileScores => {
            const file = new FileScores(edited.reading, rules);
            file.addScores(scores);
            for (const [key, decision] of decided)
                file.setDecision(key, decision);
            return file;
        };
        for (let step = 0; step < 500; step++) {
            const at = random(texts.length), text = random(60);
            const key = edited.reading.examples[at]?.example.key ?? "";
            switch (random(6)) {
                case 0:
                    texts = texts.toSpliced(at, texts.length > 20 ? random(2) : 0, ...random(2) === 0 ? [text] : []);
                    edited.moveTo(read());
                    break;
                case 1:
                    scores.set(key, scoreOf(text));
                    edited.addScores([[key, scoreOf(text)]]);
                    break;
                case 2:
                    decided.set(key, "keep");
                    edited.setDecision(key, "keep");
                    break;
                default:
                    texts = texts.with(at, text);
                    edited.moveTo(read());
            }
            if (random(3) === 0)
                continue; // edits may come faster than they are looked at
            const fresh = opened(), views = fresh.views();
            assert.deepEqual(edited.views(), views);
            const golden = views.flatMap(({score}) => score === null ? [] : [score.goldenScore]);
            const expected = ranks(new Map(golden.map((value) => [value, golden.filter((other) => other === value).length])));
            for (const view of edited.views())
                assert.deepEqual(edited.rankOf(view), view.score === null ? undefined : expected.get(view.score.goldenScore));
        }
        assert.ok(scores.size > 20 && decided.size > 20);
    });

    it("flag nothing of rules that are off, until they are on again, and tell an export everything", () => {
        const texts = [JSON.stringify({instruction: "Say it.", output: ""}), line("text 1")];
        const file = new FileScores({version: 1, container: "jsonl", ...new LineCache().read({length: texts.length, textAt: (at) => texts[at] ?? ""})}, rules);
        file.addScores(file.reading.examples.map(({example}) => [example.key, scoreOf(2)] as const));
        const flags = (): (readonly string[])[] => file.views().map(openFlags);
        const both = [["low-golden-score", "empty-output"], ["low-golden-score"]];
        for (const [off, shown] of [
            [[], both], [["empty-output"], [["low-golden-score"], ["low-golden-score"]]], [["low-golden-score"], [["empty-output"], []]],
            [["low-golden-score", "empty-output"], [[], []]], [["refusal"], both]
        ] as const) {
            file.setRules({...rules, off: new Set(off)});
            assert.deepEqual(flags(), shown);
            assert.deepEqual(file.views().map(({allFlags}) => allFlags), both);
        }
    });
});
