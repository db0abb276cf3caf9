import assert from "node:assert/strict";
import {writeFileSync} from "node:fs";
import type {Embedding} from "../../../src/core/embedding.js";
import type {KeptAnchors} from "../../../src/core/measurement.js";
import {resolveAnchors} from "../../../src/session/anchorSets.js";
import {drawKmeans, drawRandom, type KmeansRequest} from "../../../src/session/drawAnchors.js";
import {readDataset} from "../../../src/session/readDataset.js";
import {SqliteStore} from "../../../src/store/store.js";
import {temporaryFolder} from "../store/support.js";
import {FakeEngine, type Behaviour} from "./fakeEngine.js";

/** Three kinds of answers, far from each other: `c` and a number, where the kind is the number modulo 3. */
function embeddingOf(answer: string): Embedding {
    const number = Number(answer.slice(1));
    return {kind: "embedded", vector: Float32Array.from([0, 1, 2], (kind) => number % 3 === kind ? 10 + number / 1000 : 0)};
}

const refusals: Readonly<Record<string, Embedding>> = {c1: {kind: "refused", reason: "too-long"}, c2: {kind: "refused", reason: "not-finite"}, c3: {kind: "refused", reason: "engine-crash"}};
const names = (amount: number): string[] => Array.from({length: amount}, (_, i) => `c${i}`);
const lines = (answers: readonly string[]): string => answers.map((output) => `${JSON.stringify({instruction: `Say ${output.trim()}`, output})}\n`).join("");
const answers = ({anchors}: KeptAnchors): (string | undefined)[] => anchors.map(({turns}) => turns.at(-1)?.text);

describe("drawKmeans", () => {
    const place = temporaryFolder();
    let store: SqliteStore;
    beforeEach(() => {
        store = new SqliteStore(place("store"), (message) => {
            throw new Error(message);
        });
    });
    afterEach(() => {
        store.close();
    });

    async function requestOf(engine: FakeEngine, text: string, changes: Partial<KmeansRequest> = {}): Promise<KmeansRequest> {
        writeFileSync(place("data.jsonl"), text);
        return {
            dataset: await readDataset(place("data.jsonl")), size: 3, seed: 0, scorer: {modelFingerprint: "m", engine}, store, fresh: false,
            signal: new AbortController().signal, ...changes
        };
    }

    async function drawn(engine: FakeEngine, text: string, changes: Partial<KmeansRequest> = {}): Promise<KeptAnchors | undefined> {
        let kept: KeptAnchors | undefined;
        for await (const event of drawKmeans(await requestOf(engine, text, changes)))
            kept = event.kind === "drawn" ? event.kept : kept;
        return kept;
    }
    const engineOf = (behaviour: Behaviour = {}): FakeEngine => new FakeEngine({embedding: embeddingOf, ...behaviour});

    it("takes one of each kind, in the order of the file, and says how", async () => {
        const kept = await drawn(engineOf(), lines(names(31)));
        assert.ok(kept !== undefined);
        const numbers = answers(kept).map((answer) => Number(answer?.slice(1)));
        assert.equal(new Set(numbers.map((number) => number % 3)).size, 3);
        assert.deepEqual(numbers, [...numbers].sort((a, b) => a - b));
        const {spread, ...draw} = kept.draw ?? assert.fail();
        assert.deepEqual(draw, {method: "kmeans", size: 3, seed: 0, eligible: 31, notEligible: {}, subsample: null});
        assert.deepEqual([spread?.clusters, spread?.sizes], [3, {min: 10, median: 10, max: 11}]);
    });

    it("chooses none that is broken, empty, a copy, too long or that the model cannot do, and counts them", async () => {
        const engine = engineOf({embedding: (answer) => refusals[answer] ?? embeddingOf(answer)});
        const kept = await drawn(engine, `${lines([...names(5), "c4", " c4 ", " ", ""])}broken\n`, {size: 100});
        assert.deepEqual(kept === undefined ? [] : answers(kept), ["c0", "c4"]);
        const {spread, ...draw} = kept?.draw ?? assert.fail();
        assert.deepEqual(draw, {
            method: "kmeans", size: 100, seed: 0, eligible: 2, subsample: null,
            notEligible: {"broken": 1, "empty": 2, "duplicate": 2, "too-long": 1, "not-finite": 1, "engine-crash": 1}
        });
        assert.equal(spread?.clusters, 2);
        assert.deepEqual(engine.askedToEmbed(), [names(5)], "copies and empty ones cost no model time");
    });

    it("asks the model for nothing on a second draw of another size or seed, and after an edit for what is new", async () => {
        await drawn(engineOf(), lines(names(10)));
        const second = engineOf();
        await drawn(second, lines(names(10)), {size: 4, seed: 9});
        assert.deepEqual([second.loads, second.askedToEmbed()], [0, []]);
        const edited = engineOf();
        await drawn(edited, lines(["c50", ...names(10)]));
        assert.deepEqual(edited.askedToEmbed(), [["c50"]]);
        const other = engineOf();
        await drawn(other, lines(names(10)), {scorer: {modelFingerprint: "other", engine: other}});
        assert.deepEqual(other.askedToEmbed(), [names(10)]);
        const fresh = engineOf();
        await drawn(fresh, lines(names(10)), {fresh: true});
        assert.deepEqual(fresh.askedToEmbed(), [names(10)]);
    });

    it("embeds again what crashed under other circumstances, and only that", async () => {
        const text = lines(names(10)); // the fourth crashes
        const asked = async (circumstances: string): Promise<string[][]> => {
            const engine = engineOf({embedding: (answer) => refusals[answer] ?? embeddingOf(answer)});
            await drawn(engine, text, {scorer: {modelFingerprint: "m", engine, circumstances}});
            return engine.askedToEmbed();
        };
        assert.equal((await asked("version 1"))[0]?.length, 10);
        assert.deepEqual([await asked("version 1"), await asked("version 2"), await asked("version 2")], [[], [["c3"]], []]);
    });

    it("goes on where it was stopped, to the same anchors as in one go", async () => {
        const text = lines(names(40));
        const stop = new AbortController();
        const first = engineOf({together: 4, before: (reports) => {
            if (reports === 3)
                stop.abort();
        }});
        assert.equal(await drawn(first, text, {signal: stop.signal}), undefined);
        const second = engineOf();
        const kept = await drawn(second, text);
        assert.deepEqual(second.askedToEmbed(), [names(40).slice(16)]);
        const whole = engineOf();
        assert.deepEqual(kept, await drawn(whole, text, {fresh: true}));
        assert.equal(whole.askedToEmbed()[0]?.length, 40);
    });

    it("is stopped before the model is loaded, and between the passes of k-means", async () => {
        const engine = engineOf();
        assert.equal(await drawn(engine, lines(names(9)), {signal: AbortSignal.abort()}), undefined);
        assert.equal(engine.loads, 0);
        const stop = new AbortController();
        for await (const event of drawKmeans(await requestOf(engine, lines(names(9)), {signal: stop.signal}))) {
            assert.notEqual(event.kind, "drawn");
            if (event.kind === "clustering")
                stop.abort();
        }
    });

    it("embeds a sample of a large file: the same for every seed, and nearly the same after an edit", async () => {
        const engine = engineOf();
        const kept = await drawn(engine, lines(names(300)), {mostEmbedded: 50});
        assert.deepEqual([kept?.draw?.eligible, kept?.draw?.subsample], [50, {size: 50, of: 300}]);
        const again = engineOf();
        await drawn(again, lines(names(300)), {mostEmbedded: 50, seed: 5});
        assert.deepEqual(again.askedToEmbed(), []);
        const edited = engineOf();
        await drawn(edited, lines(names(300).slice(20)), {mostEmbedded: 50});
        assert.ok((edited.askedToEmbed()[0]?.length ?? 0) < 15);
    });

    it("says why when there is none to choose", async () => {
        const file = place("data.jsonl");
        await assert.rejects(drawn(engineOf(), lines([" "])), {name: "UserError", message: /has no example with an answer/});
        await assert.rejects(drawn(engineOf({embedding: () => ({kind: "refused", reason: "too-long"})}), lines(["c1"])), {name: "UserError", message: `${file} has no example that can be embedded: each is longer than half the model's context.`, remedy: "other-anchors"});
    });

    it("is kept under the file, the model, size and seed", async () => {
        const engine = engineOf();
        const resolve = async (changes: {size?: number; seed?: number; model?: string} = {}): Promise<boolean | undefined> => {
            let reused: boolean | undefined;
            const request = await requestOf(engine, lines(names(12)));
            for await (const event of resolveAnchors({
                ...request, source: {kind: "kmeans", size: changes.size ?? 3}, seed: changes.seed ?? 0, columns: undefined, scorer: {engine, modelFingerprint: changes.model ?? "m"}
            }))
                reused = event.kind === "resolved" ? event.set.reused : reused;
            return reused;
        };
        assert.deepEqual([await resolve(), await resolve(), await resolve({size: 4}), await resolve({seed: 1}), await resolve({model: "n"}), await resolve({size: 4})], [false, true, false, false, false, true]);
    });
});

describe("drawRandom", () => {
    const place = temporaryFolder();
    it("says how many it drew from", async () => {
        writeFileSync(place("data.jsonl"), lines([...names(5), "c1", ""]));
        const {anchors, draw} = drawRandom({dataset: await readDataset(place("data.jsonl")), size: 3, seed: 4});
        assert.equal(anchors.length, 3);
        assert.deepEqual(draw, {method: "random", size: 3, seed: 4, eligible: 5, notEligible: {empty: 1, duplicate: 1}, subsample: null, spread: null});
    });
});
