import assert from "node:assert/strict";
import {writeFileSync} from "node:fs";
import path from "node:path";
import {UserError} from "../../src/core/errors.js";
import {scoreRow} from "../../src/core/scoresFile.js";
import {describeParts, joinParts, runDifferences} from "../../src/session/runMeta.js";
import {metaPath, readMeta, readScores} from "../../src/session/scoresFiles.js";
import {requireAllParts, requireWholePart} from "../../src/session/shards.js";
import {runOfMeta, subsetCard} from "../../src/session/subsetCard.js";
import {metaOf} from "../unit/session/metas.js";
import {damaged, distorted} from "./damage.js";
import {scratchFolder} from "./scratch.js";
import type {Chance, FuzzTarget} from "./target.js";

const mostRows = 12;

/** A scores file and its meta file, one of them damaged or hostile: read and put to every use, or refused in a sentence. */
export const scores: FuzzTarget = {
    name: "scores",
    attempt: async (chance, note) => {
        const file = path.join(scratchFolder(), "s.jsonl");
        const {rows, meta} = await written(chance);
        writeFileSync(file, rows);
        writeFileSync(metaPath(file), meta);
        note(`${Buffer.from(rows).toString()}\n---\n${Buffer.from(meta).toString()}`);
        await inASentence(async () => {
            const read = await readScores(file), of = await readMeta(file);
            if (of === undefined)
                return;
            runDifferences(of, await metaOf());
            joinParts([of, of]);
            oneLine(describeParts([of]) ?? "");
            requireAllParts([requireWholePart({path: file, rows: read, meta: of})]);
            return;
        });
        await inASentence(async () => {
            const of = await readMeta(file);
            if (of === undefined)
                return;
            const card = subsetCard({
                goldpan: "0.1.0", made: "2026-01-01T00:00:00.000Z", dataset: {...of.dataset, problems: 0}, scores: {file: "s.jsonl", sha256: "0"}, run: runOfMeta(of), rule: {kind: "min-score", score: 0.5}, filter: "",
                counts: {scored: of.counts.scored, inQuestion: 1}, review: {added: [], removed: []}, command: "goldpan export"
            }, {file: "g.jsonl", format: "jsonl", bytes: 1, sha256: "0"}, []);
            assert.doesNotMatch(card.replaceAll("\n", ""), /[\p{Cc}\u202e]/u);
            assert.doesNotMatch(card.replaceAll(/\\./gu, "").replaceAll(/```[^]*?```/gu, ""), /<\w/u);
        });
    }
};

async function written(chance: Chance): Promise<{rows: Uint8Array; meta: Uint8Array}> {
    const of = 1 + chance.below(3), amount = 1 + chance.below(mostRows);
    const rows = Array.from({length: amount}, (_, at): unknown => scoreRow({index: at * of, line: at + 1, key: `key ${at}`}, {
        goldenScore: 0.5, wins: 5, anchors: 10, meanGain: 0.1, ci95: [0.2, 0.8]
    }, []));
    const whole = await metaOf({shard: {part: 1, of}, dataset: {path: "d.jsonl", container: "jsonl", examples: [], problems: [], sha256: "5".repeat(64), compressed: false}});
    const meta: unknown = {...whole, dataset: {...whole.dataset, examples: amount * of}, counts: {...whole.counts, rows: amount, scored: amount}};
    const text = rows.map((row) => `${JSON.stringify(chance.once(10) ? distorted(row, chance) : row)}\n`).join("");
    const metaText = JSON.stringify(chance.once(2) ? distorted(meta, chance) : meta, null, 2);
    return {
        rows: chance.once(4) ? damaged(Buffer.from(text), chance) : Buffer.from(text),
        meta: chance.once(6) ? damaged(Buffer.from(metaText), chance) : Buffer.from(metaText)
    };
}

/** Whatever is refused is refused by one line that a terminal can show. */
async function inASentence(use: () => Promise<void>): Promise<void> {
    try {
        await use();
    } catch (error) {
        if (!(error instanceof UserError))
            throw error;
        oneLine(error.message);
    }
}

function oneLine(text: string): void {
    assert.doesNotMatch(text, /[\p{Cc}\u202e]/u);
}
