import assert from "node:assert/strict";
import Database from "libsql";
import type {EngineResult} from "../../../src/core/measurement.js";
import type {Comparisons, ScoreEvent} from "../../../src/session/scoreDataset.js";
import {SqliteStore} from "../../../src/store/store.js";
import {storeFile, temporaryFolder, unexpected} from "../store/support.js";
import {FakeEngine, type Behaviour} from "./fakeEngine.js";
import {anchorsNamed, examplesNamed, outcome} from "./scoring.js";

describe("what the comparisons of a run are worth", () => {
    const folder = temporaryFolder();
    let store: SqliteStore;
    beforeEach(() => {
        store = new SqliteStore(folder(), (message) => {
            throw new Error(message);
        });
    });
    afterEach(() => {
        store.close();
    });

    const anchors = anchorsNamed("A", "B");
    /** Zero-shot sums are -10 of four tokens: these gains are 0.0015 and -0.0025 nats a token. */
    const oneShot = (_: string, anchor: string): number => anchor === anchors[0]?.key ? -9.994 : -10.01;

    async function compared(names: readonly string[], behaviour: Behaviour, fresh = false): Promise<Comparisons> {
        return comparedOf((await outcome({examples: examplesNamed(...names), anchors, engine: new FakeEngine({oneShot, ...behaviour}), store, fresh})).events);
    }

    function comparedOf(events: readonly ScoreEvent[]): Comparisons {
        const last = events.at(-1);
        assert.ok(last?.kind === "compared");
        return last;
    }

    const shares = ({measuredBy}: Comparisons): unknown[] => measuredBy.map(({by, examples, anchors: of}) => [by?.evaluator, by?.library, examples, of]);

    it("follows from the noise that the engine has measured of itself", async () => {
        for (const [noise, nearTies] of [[0.001, 0], [0.002, 2], [0.003, 4], [null, null]] as const) {
            const found = await compared(["one", "two"], {info: {noise}}, true);
            assert.deepEqual([found.noise, found.comparisons, found.nearTies], [noise, 4, nearTies]);
        }
    });

    it("is the same when every number comes from the store", async () => {
        const first = await compared(["one", "two"], {info: {noise: 0.002}});
        const engine = new FakeEngine();
        assert.deepEqual(comparedOf((await outcome({examples: examplesNamed("two", "one"), anchors, engine, store})).events), first);
        assert.equal(engine.loads, 0);
        assert.deepEqual(shares(first), [["public", "haswell", 2, 2]]);
    });

    it("says who measured which share where it was more than one, and counts with the larger noise", async () => {
        await compared(["one", "two"], {info: {evaluator: "direct", noise: 0.002}});
        const mixed = await compared(["one", "two", "three"], {info: {evaluator: "public", noise: null}});
        assert.deepEqual(shares(mixed), [["direct", "haswell", 2, 2], ["public", "haswell", 1, 0]]);
        assert.deepEqual([mixed.noise, mixed.nearTies], [0.002, 3]);
        assert.deepEqual(shares(await compared(["three"], {})), [["direct", "haswell", 0, 2], ["public", "haswell", 1, 0]]);
        assert.deepEqual(shares(await compared(["one"], {})), [["direct", "haswell", 1, 2]]);
    });

    it("forgets who measured before what is measured again", async () => {
        await compared(["one", "two"], {info: {library: "x64"}});
        assert.deepEqual(shares(await compared(["one", "two"], {info: {library: "zen4"}}, true)), [["public", "zen4", 2, 2]]);
        assert.deepEqual(shares(await compared(["one", "two"], {info: {library: "x64"}}, true)), [["public", "x64", 2, 2]]);
    });

    it("says so of an example of which two measured different anchors", async () => {
        const some = anchors.slice(0, 1);
        await outcome({examples: examplesNamed("one"), anchors: some, engine: new FakeEngine({oneShot, info: {library: "x64"}}), store});
        assert.deepEqual(shares(await compared(["one"], {info: {library: "zen4"}})), [["public", "x64", 1, 1], ["public", "zen4", 1, 1]]);
    });

    it("does not claim what an earlier version measured, which kept no note of it", async () => {
        await compared(["one"], {});
        const database = new Database(storeFile(folder()));
        database.exec("DROP TABLE measurer; DROP TABLE measured_by");
        database.close();
        store.close();
        store = new SqliteStore(folder(), unexpected);
        const found = await compared(["one"], {});
        assert.deepEqual([...shares(found), found.noise, found.nearTies], [[undefined, undefined, 1, 2], null, null]);
        assert.deepEqual(shares(await compared(["one", "two"], {})), [[undefined, undefined, 1, 2], ["public", "haswell", 1, 0]]);
    });

    it("knows of an engine that came back from a restart as another one", async () => {
        const engine = new FakeEngine({oneShot, info: {evaluator: "direct"}});
        const measure = engine.measure.bind(engine);
        const again = await new FakeEngine({info: {evaluator: "public"}}).load();
        let reports = 0;
        engine.measure = async function* (...args): AsyncGenerator<readonly EngineResult[]> {
            for await (const results of measure(...args)) {
                if (reports++ === 3) // behind two anchors and an example
                    yield [{kind: "loaded", info: again}];
                yield results;
            }
        };
        const {events} = await outcome({examples: examplesNamed("one", "two"), anchors, engine, store});
        assert.deepEqual(shares(comparedOf(events)), [["direct", "haswell", 1, 2], ["public", "haswell", 1, 0]]);
        assert.deepEqual(events.flatMap((event) => event.kind === "engine" ? [event.info.evaluator] : []), ["direct", "public"]);
    });
});
