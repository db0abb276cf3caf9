import assert from "node:assert/strict";
import {mkdirSync} from "node:fs";
import Database from "libsql";
import type {AnchorDraw} from "../../../src/core/anchors.js";
import type {Embedding} from "../../../src/core/embedding.js";
import {pack} from "../../../src/store/packing.js";
import {measured, scope, storeFile, temporaryFolder, withStore} from "./support.js";

/** The tables of version 1 as its program made them. */
const version1 = `
CREATE TABLE model (fingerprint TEXT PRIMARY KEY, info TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE scope (id INTEGER PRIMARY KEY, model TEXT NOT NULL, protocol TEXT NOT NULL, UNIQUE (model, protocol));
CREATE TABLE anchor (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE);
CREATE TABLE zero_shot (
    scope INTEGER NOT NULL, anchor INTEGER NOT NULL, log_probability REAL, tokens INTEGER, refused TEXT,
    PRIMARY KEY (scope, anchor)) WITHOUT ROWID;
CREATE TABLE one_shot (
    scope INTEGER NOT NULL, example TEXT NOT NULL, truncated INTEGER NOT NULL, crashed INTEGER NOT NULL, measurements BLOB NOT NULL,
    PRIMARY KEY (scope, example));
CREATE TABLE anchor_set (
    file TEXT NOT NULL, method TEXT NOT NULL, size INTEGER NOT NULL, seed INTEGER NOT NULL, anchors TEXT NOT NULL,
    PRIMARY KEY (file, method, size, seed)) WITHOUT ROWID;
CREATE TABLE decision (example TEXT PRIMARY KEY, decision TEXT NOT NULL) WITHOUT ROWID;
PRAGMA user_version = 1;`;

const embeddings: ReadonlyMap<string, Embedding> = new Map<string, Embedding>([
    ["e", {kind: "embedded", vector: Float32Array.of(0.1, -3e38, 1e-45, 0)}], ["long", {kind: "refused", reason: "too-long"}], ["bad", {kind: "refused", reason: "engine-crash"}]
]);

describe("a store of version 1", () => {
    const folder = temporaryFolder();
    const name = {file: "/data.jsonl", method: "random", size: 1, seed: 0};
    const anchors = [{key: "a", turns: []}];

    beforeEach(() => {
        mkdirSync(folder("old"));
        const raw = new Database(storeFile(folder("old")));
        raw.exec(version1);
        raw.exec("INSERT INTO scope VALUES (7, 'model', 'protocol'); INSERT INTO anchor VALUES (3, 'a'); INSERT INTO zero_shot VALUES (7, 3, -1.5, 2, NULL); INSERT INTO decision VALUES ('e', 'keep');"
            + `INSERT INTO anchor_set VALUES ('/data.jsonl', 'random', 1, 0, '${JSON.stringify(anchors)}'); INSERT INTO model VALUES ('model', '{"name":"old","architecture":"llama","trainedContext":2048}');`);
        raw.prepare("INSERT INTO one_shot VALUES (7, ?, 1, 0, ?)").run("e", pack(new Map([[3, {logProbability: -0.25, tokens: 2}]])));
        raw.close();
    });

    it("keeps every measurement, drawn set and decision, and takes embeddings from now on", () => {
        for (let opened = 0; opened < 3; opened++)
            withStore(folder("old"), (store) => {
                assert.deepEqual(store.zeroShots(scope, ["a"]).get("a"), measured(-1.5, 2));
                assert.deepEqual(store.oneShots(scope, ["e"]).get("e"), {truncated: true, crashed: false, answerTokens: null, measurements: new Map([["a", {logProbability: -0.25, tokens: 2}]])});
                assert.deepEqual(store.decisions(["e"]), new Map([["e", "keep"]]));
                assert.deepEqual(store.anchorSet(name), {anchors, draw: null});
                assert.deepEqual(store.modelInfo("model"), {name: "old", architecture: "llama", trainedContext: 2048});
                assert.deepEqual(store.embeddings(scope, ["e", "long", "bad"]), opened === 0 ? new Map() : embeddings);
                store.saveEmbeddings(scope, embeddings);
            });
    });

    it("is moved up once, whoever comes first", () => {
        withStore(folder("old"), () => {
            withStore(folder("old"), (store) => {
                const draw: AnchorDraw = {method: "random", size: 1, seed: 0, eligible: 1, notEligible: {}, subsample: null, spread: null};
                store.saveAnchorSet(name, {anchors, draw});
                assert.deepEqual(store.anchorSet(name)?.draw, draw);
            });
        });
    });
});

describe("embeddings in the store", () => {
    const folder = temporaryFolder();

    it("come back to the bit, under their model and key only", () => {
        withStore(folder(), (store) => {
            assert.deepEqual(store.embeddings(scope, ["e"]), new Map());
            store.saveEmbeddings(scope, embeddings);
            store.saveEmbeddings({...scope, protocol: "other"}, new Map([["e", {kind: "refused", reason: "not-finite"}]]));
        });
        withStore(folder(), (store) => {
            assert.deepEqual(store.embeddings(scope, ["x", "e", "long", "bad"]), embeddings);
            assert.deepEqual(store.embeddings({...scope, protocol: "other"}, ["e"]), new Map([["e", {kind: "refused", reason: "not-finite"}]]));
            assert.deepEqual(store.embeddings({...scope, modelFingerprint: "other"}, ["e"]), new Map());
        });
    });

    it("are as good as never computed where they are damaged", () => {
        withStore(folder(), (store) => {
            store.saveEmbeddings(scope, embeddings);
        });
        const raw = new Database(storeFile(folder()));
        raw.exec("UPDATE embedding SET vector = x'010203' WHERE example = 'e'; UPDATE embedding SET refused = NULL WHERE example = 'bad'");
        raw.close();
        withStore(folder(), (store) => {
            assert.deepEqual([...store.embeddings(scope, ["e", "long", "bad"]).keys()], ["long"]);
        });
    });
});
