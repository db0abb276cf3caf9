import assert from "node:assert/strict";
import {mkdirSync, readdirSync, readFileSync, writeFileSync} from "node:fs";
import type {ScoreRow} from "../../../src/core/scoresFile.js";
import {metaPath, readMeta, readScores, writeScores} from "../../../src/session/scoresFiles.js";
import {temporaryFolder} from "../store/support.js";
import {metaOf} from "./metas.js";

const rows: ScoreRow[] = [
    {index: 0, line: 1, key: "a".repeat(32), goldenScore: 1 / 3, wins: 1, anchors: 3, meanGain: -0.1, ci95: [0.06, 0.79], flags: [], answerTokens: 5},
    {index: 1, line: 5, key: "b".repeat(32), goldenScore: null, wins: 0, anchors: 0, meanGain: null, ci95: null, flags: ["duplicate", "engine-crash"], answerTokens: null}
];

describe("a scores file", () => {
    const place = temporaryFolder();
    const file = (): string => place("data.jsonl.scores.jsonl");

    it("reads back as it was written, one row a line, with its meta file beside it", async () => {
        const meta = await metaOf();
        await writeScores(file(), rows, meta);
        assert.deepEqual(readdirSync(place()).sort(), ["data.jsonl.scores.jsonl", "data.jsonl.scores.jsonl.meta.json"]);
        assert.equal(readFileSync(file(), "utf8"), rows.map((row) => JSON.stringify(row) + "\n").join(""));
        assert.deepEqual(await readScores(file()), rows);
        assert.deepEqual(await readMeta(file()), meta);
    });

    it("may have CRLF line ends, blank lines, a byte-order mark and no final line end", async () => {
        writeFileSync(file(), "\ufeff" + rows.map((row) => JSON.stringify(row)).join("\r\n\r\n"));
        assert.deepEqual(await readScores(file()), rows);
    });

    const [good = ""] = rows.map((row) => JSON.stringify(row));
    const wrong: readonly (readonly [name: string, text: string, line: number])[] = [
        ["a dataset of JSON Lines", `{"instruction": "a", "output": "b"}\n`, 1],
        ["a dataset that is an array", `[\n  {"instruction": "a"}\n]\n`, 1],
        ["a line that was cut off", `${good}\n${good.slice(0, 30)}`, 2],
        ["two rows on a line", `${good}\n\n${good} ${good}\n`, 3],
        ["bytes that are no text", "\u001f\u008b\u0000\u0000", 1]
    ];
    for (const [name, text, line] of wrong)
        it(`is refused with file and line when it is ${name}`, async () => {
            writeFileSync(file(), text);
            await assert.rejects(readScores(file()), {
                name: "UserError", message: `${file()}:${line}: this is no row of a scores file (index, line, key, goldenScore, flags).`, remedy: "scores-file"
            });
        });

    it("is refused when it is empty, a folder, or not there", async () => {
        writeFileSync(place("empty"), "\n \n");
        mkdirSync(place("folder"));
        await assert.rejects(readScores(place("empty")), {name: "UserError", message: `${place("empty")} is empty: it holds no scores.`});
        for (const name of ["folder", "none"])
            await assert.rejects(readScores(place(name)), {name: "UserError", message: `${place(name)} cannot be read: no such file, or no permission.`});
    });
});

describe("a meta file", () => {
    const place = temporaryFolder();
    const damaged = (): object => ({name: "UserError", message: `${place("s.jsonl.meta.json")} is damaged; make the scores file that it belongs to again.`});

    it("is undefined when there is none", async () => {
        assert.equal(await readMeta(place("s.jsonl")), undefined);
    });

    for (const text of ["", "{", "null", "[]", "7", "\"text\"", "{}", "{\"dataset\": null}"])
        it(`is refused when it is ${text === "" ? "empty" : text}`, async () => {
            writeFileSync(metaPath(place("s.jsonl")), text);
            await assert.rejects(readMeta(place("s.jsonl")), damaged());
        });

    it("is refused when anything is missing that putting parts together relies on", async () => {
        const meta = await metaOf({shard: {part: 1, of: 2}});
        writeFileSync(metaPath(place("s.jsonl")), JSON.stringify(meta));
        assert.deepEqual(await readMeta(place("s.jsonl")), meta);
        const changes: readonly object[] = [
            {dataset: {}}, {model: {...meta.model, fingerprint: 1}}, {protocol: undefined}, {anchors: {...meta.anchors, hash: undefined}}, {anchors: null},
            {shard: undefined}, {shard: {part: 1}}, {shard: 2}, {counts: {}}, {counts: {...meta.counts, problems: "1"}}, {tokensEvaluated: undefined}, {seconds: null}
        ];
        for (const change of changes) {
            writeFileSync(metaPath(place("s.jsonl")), JSON.stringify({...meta, ...change}));
            await assert.rejects(readMeta(place("s.jsonl")), damaged(), JSON.stringify(change));
        }
    });

    it("is refused when it is a folder", async () => {
        mkdirSync(metaPath(place("s.jsonl")));
        await assert.rejects(readMeta(place("s.jsonl")), {name: "UserError", message: /meta\.json cannot be read/});
    });
});
