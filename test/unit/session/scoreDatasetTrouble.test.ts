import assert from "node:assert/strict";
import {protocolFor, protocolKey} from "../../../src/core/protocol.js";
import {SqliteStore} from "../../../src/store/store.js";
import {temporaryFolder} from "../store/support.js";
import {FakeEngine, model} from "./fakeEngine.js";
import {anchorsNamed, events, examplesNamed, outcome, scoresOf, winsOn, type Run} from "./scoring.js";

describe("scoreDataset in trouble", () => {
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

    const examples = examplesNamed("one", "two", "three"), anchors = anchorsNamed("A", "B");
    const oneShot = winsOn({one: ["A", "B"], two: ["B"], three: []});
    const keyOf = (name: string): string => anchorsNamed(name)[0]?.key ?? "";

    it("ends early without an error when aborted, and goes on later with what is missing", async () => {
        const controller = new AbortController();
        const engine = new FakeEngine({oneShot, before: (reports) => {
            if (reports === 3) // two zero-shot scores and one example have been taken
                controller.abort();
        }});
        const run = await outcome({examples, anchors, engine, store, signal: controller.signal});
        assert.deepEqual(run.scored.map(({example}) => example.index), [0, 1]);
        const later = new FakeEngine({oneShot});
        const rest = await outcome({examples, anchors, engine: later, store});
        assert.deepEqual(later.asked(), [{zeroShots: [], examples: [["three", [0, 1]]]}]);
        assert.deepEqual(scoresOf(rest), [1, 0.5, 0]);
    });

    it("loads no model once it is aborted, and still gives what the store has", async () => {
        const unused = new FakeEngine();
        assert.deepEqual((await outcome({examples, anchors, engine: unused, store, signal: AbortSignal.abort()})).events, []);
        assert.equal(unused.loads, 0);
        await outcome({examples: examples.slice(0, 2), anchors, engine: new FakeEngine({oneShot}), store});
        const engine = new FakeEngine();
        const run = await outcome({examples, anchors, engine, store, signal: AbortSignal.abort()});
        assert.equal(engine.loads, 0);
        assert.equal(run.scored.length, 2);
    });

    it("keeps what was measured when its reader stops or the engine fails", async () => {
        for await (const event of events({examples, anchors, engine: new FakeEngine({oneShot}), store}))
            if (event.kind === "scored")
                break;
        const failing = new FakeEngine({oneShot, before: (reports) => {
            if (reports === 1)
                throw new Error("the engine broke");
        }});
        await assert.rejects(outcome({examples, anchors, engine: failing, store}), /the engine broke/);
        assert.deepEqual(failing.asked()[0]?.examples.map(([text]) => text), ["two", "three"]);
        const last = new FakeEngine({oneShot});
        await outcome({examples, anchors, engine: last, store});
        assert.deepEqual(last.asked(), [{zeroShots: [], examples: [["three", [0, 1]]]}]);
    });

    it("leaves refused anchors out, says so once in every run, and does not ask for them again", async () => {
        const refused = new Map([[keyOf("A"), "it is too long"]]);
        const repeating = new FakeEngine({oneShot, refused});
        const first = await outcome({examples, anchors, engine: repeating, store});
        const fromStore = await outcome({examples, anchors, engine: new FakeEngine(), store});
        const more = new FakeEngine({oneShot, refused});
        const resumed = await outcome({examples: examplesNamed("one", "two", "three", "four"), anchors, engine: more, store});
        for (const run of [first, fromStore, resumed]) {
            assert.deepEqual(run.events.filter(({kind}) => kind === "anchor-left-out"), [{kind: "anchor-left-out", anchor: anchors[0], reason: "it is too long"}]);
            assert.deepEqual(scoresOf(run).slice(0, 3), [1, 1, 0]);
        }
        assert.deepEqual(more.asked(), [{zeroShots: [], examples: [["four", [1]]]}]);
    });

    it("says an anchor is left out before it gives a score without it", async () => {
        const engine = new FakeEngine({refused: new Map([[keyOf("B"), "why"]]), together: 100});
        const kinds = (await outcome({examples, anchors, engine, store})).events.map(({kind}) => kind);
        assert.ok(kinds.indexOf("anchor-left-out") < kinds.indexOf("scored"));
    });

    it("ends with a sentence when every anchor is refused, and the next time without loading", async () => {
        const refused = new Map(["A", "B"].map((name) => [keyOf(name), "why"]));
        const message = /^No anchor can be used with this model/;
        await assert.rejects(outcome({examples, anchors, engine: new FakeEngine({refused}), store}), {name: "UserError", message});
        const engine = new FakeEngine();
        await assert.rejects(outcome({examples, anchors, engine, store}), {name: "UserError", message});
        assert.equal(engine.loads, 0);
    });

    it("measures everything again when asked to, and keeps the new numbers", async () => {
        await outcome({examples, anchors, engine: new FakeEngine({oneShot, refused: new Map([[keyOf("A"), "then"]])}), store});
        const engine = new FakeEngine({oneShot: winsOn({three: ["A", "B"]})});
        const fresh = await outcome({examples, anchors, engine, store, fresh: true});
        assert.deepEqual(engine.asked(), [{zeroShots: ["A", "B"], examples: [["one", [0, 1]], ["two", [0, 1]], ["three", [0, 1]]]}]);
        assert.equal(fresh.fromStore, 0);
        assert.deepEqual(scoresOf(fresh), [0, 0, 1]);
        assert.deepEqual(scoresOf(await outcome({examples, anchors, engine: new FakeEngine(), store})), [0, 0, 1]);
    });

    it("flags an example that crashed, without a score, and does not ask for it again under the same circumstances", async () => {
        const crashing = new Set(["two"]);
        const first = await outcome({examples, anchors, engine: new FakeEngine({oneShot, crashing}), store});
        const again = await outcome({examples, anchors, engine: new FakeEngine(), store});
        for (const run of [first, again]) {
            assert.deepEqual(scoresOf(run), [1, null, 0]);
            assert.deepEqual(run.scored.find(({example}) => example.index === 1)?.flags, ["engine-crash"]);
        }
        assert.equal(again.fromStore, 3);
        const withNewAnchor = new FakeEngine({oneShot});
        assert.deepEqual(scoresOf(await outcome({examples, anchors: [...anchors, ...anchorsNamed("C")], engine: withNewAnchor, store})), [2 / 3, null, 0]);
        assert.deepEqual(withNewAnchor.asked(), [{zeroShots: ["C"], examples: [["one", [2]], ["three", [2]]]}]);
        const partly = examplesNamed("four");
        await outcome({examples: partly, anchors: anchors.slice(0, 1), engine: new FakeEngine({oneShot}), store});
        const then = await outcome({examples: partly, anchors, engine: new FakeEngine({oneShot, crashing: new Set(["four"])}), store});
        assert.deepEqual(then.scored.map(({score, flags}) => [score, flags]), [[null, ["engine-crash"]]]);
        const mended = await outcome({examples, anchors, engine: new FakeEngine({oneShot}), store, fresh: true});
        assert.deepEqual(mended.scored[1]?.flags, []);
        assert.deepEqual(scoresOf(mended), [1, 0.5, 0]);
    });

    it("tries an example that crashed again once in a run of other circumstances, or where it is asked for, and measures nothing else again", async () => {
        const crashing = new Set(["two"]), again = [{zeroShots: [], examples: [["two", [0, 1]]]}];
        const asked = async (changes: Pick<Run, "circumstances" | "retry">, engine = new FakeEngine({oneShot, crashing})): Promise<unknown> => {
            const run = await outcome({examples, anchors, engine, store, ...changes});
            assert.deepEqual(run.scored.map(({example}) => example.index).sort(), [0, 1, 2], "each once");
            assert.equal(run.fromStore, 3 - engine.tasks.reduce((sum, task) => sum + task.examples.length, 0));
            return engine.asked();
        };
        await asked({circumstances: "version 1"});
        assert.deepEqual(await asked({circumstances: "version 1"}), []);
        assert.deepEqual(await asked({circumstances: "version 2"}), again);
        assert.deepEqual(await asked({circumstances: "version 2"}), []);
        assert.deepEqual(await asked({circumstances: "version 2", retry: true}), again);
        assert.deepEqual(await asked({circumstances: "version 2"}), []);
        assert.deepEqual(await asked({circumstances: "version 3"}, new FakeEngine({oneShot})), again);
        assert.deepEqual(scoresOf(await outcome({examples, anchors, engine: new FakeEngine(), store, circumstances: "version 4"})), [1, 0.5, 0]);
    });

    it("tries an example again of which an earlier version has noted only that it crashed", async () => {
        const scope = {modelFingerprint: "fingerprint", protocol: protocolKey(protocolFor("paper", model.trainedContext))};
        await outcome({examples, anchors, engine: new FakeEngine({oneShot, crashing: new Set(["two"])}), store});
        store.saveMeasurements(scope, new Map(), new Map([[examples[1]?.key ?? "", {measurements: new Map(), truncated: false, crashed: true, answerTokens: null}]]));
        const engine = new FakeEngine({oneShot});
        assert.deepEqual(scoresOf(await outcome({examples, anchors, engine, store})), [1, 0.5, 0]);
        assert.equal(engine.tasks.length, 1);
    });

    it("tries it again on another device where the engine runs anyway, and scores it without one on anchors that were all measured before", async () => {
        await outcome({examples, anchors: anchors.slice(0, 1), engine: new FakeEngine({oneShot}), store});
        await outcome({examples, anchors, engine: new FakeEngine({oneShot, crashing: new Set(["two"])}), store});
        const known = new FakeEngine();
        assert.deepEqual(scoresOf(await outcome({examples, anchors: anchors.slice(0, 1), engine: known, store})).filter((score) => score === null), []);
        assert.equal(known.loads, 0);
        const more = [...examples, ...examplesNamed("new")];
        const other = new FakeEngine({oneShot, info: {backend: "cuda"}});
        await outcome({examples: more, anchors, engine: other, store});
        assert.deepEqual(other.asked(), [{zeroShots: [], examples: [["new", [0, 1]], ["two", [1]]]}]);
    });

    it("keeps the flag of a cut example in the store, behind the flags of its text", async () => {
        const twins = examplesNamed("one", "two", "one");
        const truncated = new Set(["one"]);
        const first = await outcome({examples: twins, anchors, engine: new FakeEngine({truncated}), store});
        const again = await outcome({examples: twins, anchors, engine: new FakeEngine(), store});
        for (const {scored} of [first, again])
            assert.deepEqual(new Map(scored.map(({example, flags}) => [example.index, flags])), new Map([[0, ["truncated"]], [1, []], [2, ["duplicate", "truncated"]]]));
    });

    it("passes on restarts and the tokens evaluated, added up over what came together", async () => {
        const engine = new FakeEngine();
        engine.measure = async function* () {
            await Promise.resolve();
            yield [{kind: "progress", tokens: 3}, {kind: "restarted", reason: "it ended"}, {kind: "progress", tokens: 4}];
            yield [{kind: "zero-shot", key: keyOf("A"), measurement: {logProbability: -1, tokens: 1}}];
        };
        const {events: told} = await outcome({examples, anchors, engine, store});
        assert.deepEqual(told.slice(2, -1), [{kind: "restarted", reason: "it ended"}, {kind: "progress", tokens: 7}]);
    });
});
