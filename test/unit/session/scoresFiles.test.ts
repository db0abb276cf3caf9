import assert from "node:assert/strict";
import {spawnSync} from "node:child_process";
import {createHash} from "node:crypto";
import {appendFileSync, copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from "node:fs";
import type {ScoreRow} from "../../../src/core/scoresFile.js";
import {isOwnMeta, metaPath, readMeta, readScores, writeScores} from "../../../src/session/scoresFiles.js";
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
        const text = readFileSync(file());
        assert.deepEqual(await readMeta(file()), {...meta, scores: {sha256: createHash("sha256").update(text).digest("hex"), bytes: text.length, rows: 2}});
    });

    it("is noticed beside the meta file of others, and where it was changed since", async () => {
        await writeScores(file(), rows, await metaOf());
        await writeScores(place("other.jsonl"), rows.slice(1), await metaOf({seed: 1}));
        const refusal = {name: "UserError", message: /is not the file that .*meta\.json was written for: one of them was changed or replaced\. Make both again/};
        const own = readFileSync(metaPath(file()));
        copyFileSync(metaPath(place("other.jsonl")), metaPath(file()));
        await assert.rejects(readMeta(file()), refusal);
        writeFileSync(metaPath(file()), own);
        assert.equal((await readMeta(file()))?.seed, 0);
        appendFileSync(file(), "\n");
        await assert.rejects(readMeta(file()), refusal);
    });

    it("is left as it was, with its meta file, where one of the two cannot be written", async function () {
        await writeScores(file(), rows, await metaOf());
        const before = [file(), metaPath(file())].map((name) => readFileSync(name, "utf8"));
        if (spawnSync("chattr", ["+i", metaPath(file())]).status !== 0)
            this.skip();
        try {
            await assert.rejects(writeScores(file(), rows.slice(1), await metaOf({seed: 1})), {name: "UserError", message: /meta\.json cannot be written: no permission/});
        } finally {
            spawnSync("chattr", ["-i", metaPath(file())]);
        }
        assert.deepEqual([file(), metaPath(file())].map((name) => readFileSync(name, "utf8")), before);
    });

    it("may have U+2028 in a text", async () => {
        writeFileSync(file(), JSON.stringify({...rows[0], key: "a\u2028b"}));
        assert.equal((await readScores(file()))[0]?.key, "a\u2028b");
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
        await assert.rejects(readScores(place("folder")), {name: "UserError", message: `${place("folder")} is not a file but a folder; name a file.`});
        await assert.rejects(readScores(place("none")), {name: "UserError", message: `${place("none")} cannot be read: no such file, or no permission.`});
    });
});

describe("a meta file", () => {
    const place = temporaryFolder();
    const damaged = (field = ""): object => ({name: "UserError", message: `${place("s.jsonl.meta.json")} is damaged${field === "" ? "" : ` (${field})`}; remove it and make the scores file that it belongs to again.`});

    it("is undefined when there is none", async () => {
        assert.equal(await readMeta(place("s.jsonl")), undefined);
    });

    for (const text of ["", "{", "null", "[]", "7", "\"text\"", "[".repeat(200_000), `{"x":`.repeat(200_000)])
        it(`is refused when it is ${text === "" ? "empty" : text.slice(0, 20)}`, async () => {
            writeFileSync(metaPath(place("s.jsonl")), text);
            await assert.rejects(readMeta(place("s.jsonl")), damaged());
        });

    const text10k = "x".repeat(10_001);
    const hostile: readonly (readonly [field: string, value: unknown])[] = [
        ["format", undefined], ["format", "goldpan-anchors"], ["version", 2],
        ["dataset", null], ["dataset", []], ["dataset.sha256", {}], ["dataset.sha256", "<b>"], ["dataset.sha256", "\u001b[2J"], ["dataset.file", 7], ["dataset.examples", -1], ["dataset.examples", 1.5], ["dataset.columns", [1]], ["dataset.columns", {instruction: {}}],
        ["model", "x"], ["model.file", {}], ["model.file", null], ["model.file", text10k], ["model.fingerprint", 1], ["model.fingerprint", "a`b"], ["model.trainedContext", "1"],
        ["backend", 1], ["backend.devices", "gpu"], ["backend.devices[0]", {}],
        ["protocol", null], ["protocol", undefined], ["protocol", "paper"], ["protocol.name", {toString: 1}], ["protocol.name", text10k], ["protocol.anchorCut", "x"],
        ["anchors", null], ["anchors.count", undefined], ["anchors.count", "100"], ["anchors.hash", undefined], ["anchors.source", []], ["anchors.leftOut", {}], ["anchors.leftOut[0]", 1],
        ["seed", {}], ["seed", "1"], ["seed", 1.5], ["limit", {}], ["limit", undefined], ["shard", 2], ["shard", undefined], ["shard.of", undefined], ["shard.part", "1"],
        ["counts", []], ["counts.rows", null], ["counts.problems", "1"], ["counts.flags", {a: "x"}], ["problems", null], ["problems[0]", null], ["problems[0].line", "x"],
        ["tokensEvaluated", undefined], ["seconds", null], ["versions", []], ["versions", {goldpan: 1}], ["scores", null], ["scores.sha256", 1], ["scores.rows", -1]
    ];
    it("is refused in one sentence, with the field, when anything that is read is not what it must be", async () => {
        const meta = {...await metaOf({shard: {part: 1, of: 2}}), scores: {sha256: "0", bytes: 1, rows: 1}};
        for (const [field, value] of hostile) {
            const changed = JSON.parse(JSON.stringify(meta)) as Record<string, unknown>;
            set(changed, field.split(/[.[]/).map((name) => name.replace("]", "")), value);
            writeFileSync(metaPath(place("s.jsonl")), JSON.stringify(changed));
            await assert.rejects(readMeta(place("s.jsonl")), damaged(field), `${field} ${JSON.stringify(value)}`);
        }
    });

    /** An empty object or list stands where there is none on the way. */
    function set(target: unknown, [name = "", ...others]: readonly string[], value: unknown): void {
        const fields = target as Record<string, unknown>; // built by the test
        if (others.length === 0)
            fields[name] = value;
        else
            set(fields[name] ??= {}, others, value);
    }

    it("may hold more than is known, also under names that objects have by themselves, but not without end", async () => {
        const meta = await metaOf();
        const {scores} = JSON.parse(`{"scores": {"__proto__": {"scores": 1}, "constructor": 2, "more": [[[]]]}}`) as {scores: object};
        writeFileSync(metaPath(place("s.jsonl")), JSON.stringify({...meta, noise: scores}));
        assert.equal((await readMeta(place("s.jsonl")))?.model.file, meta.model.file);
        const inherited = JSON.stringify(meta).replace(`"limit":null`, `"__proto__":{"limit":null}`);
        writeFileSync(metaPath(place("s.jsonl")), inherited);
        await assert.rejects(readMeta(place("s.jsonl")), damaged("limit"));
        writeFileSync(metaPath(place("s.jsonl")), JSON.stringify(meta).replace("{", `{"x": ${"[".repeat(100_000)}${"]".repeat(100_000)},`));
        await assert.rejects(readMeta(place("s.jsonl")), damaged());
    });

    it("is Goldpan's own, or nothing to lose, or neither", async () => {
        assert.equal(await isOwnMeta(place("s.jsonl")), true);
        for (const [text, own] of [[JSON.stringify(await metaOf()), true], [`{"format": "goldpan-scores"}`, true], ["{}", false], ["null", false], ["my notes", false], ["", false]] as const) {
            writeFileSync(metaPath(place("s.jsonl")), text);
            assert.equal(await isOwnMeta(place("s.jsonl")), own, text);
        }
    });

    it("is refused when it is a folder", async () => {
        mkdirSync(metaPath(place("s.jsonl")));
        await assert.rejects(readMeta(place("s.jsonl")), {name: "UserError", message: /meta\.json is not a file but a folder/});
    });
});
