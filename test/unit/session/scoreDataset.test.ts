import assert from "node:assert/strict";
import {exampleText, promptText} from "../../../src/core/prompt.js";
import {protocolFor, protocolKey} from "../../../src/core/protocol.js";
import {temporaryFolder, withStore} from "../store/support.js";
import {SqliteStore} from "../../../src/store/store.js";
import {FakeEngine, model} from "./fakeEngine.js";
import {anchorsNamed, events, examplesNamed, outcome, scoresOf, winsOn} from "./scoring.js";

describe("scoreDataset", () => {
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

    const examples = examplesNamed("one", "two", "three"), anchors = anchorsNamed("A", "B", "C");
    const oneShot = winsOn({one: ["A", "B", "C"], two: ["B"], three: []});

    it("tells the engine and the protocol, then every score, derived from what the engine measured", async () => {
        const engine = new FakeEngine({oneShot});
        const run = await outcome({examples, anchors, engine, store});
        assert.deepEqual(run.events.map(({kind}) => kind), ["engine", "protocol", "scored", "scored", "scored", "compared"]);
        assert.deepEqual(scoresOf(run), [1, 1 / 3, 0]);
        assert.deepEqual(run.scored[1]?.score, {goldenScore: 1 / 3, wins: 1, anchors: 3, meanGain: (0.25 - 0.25 - 0.25) / 3, ci95: run.scored[1]?.score?.ci95});
        const protocol = run.events.find((event) => event.kind === "protocol");
        assert.deepEqual(protocol, {kind: "protocol", protocol: protocolFor("paper", model.trainedContext), model});
    });

    it("hands the engine the protocol and the texts of the template", async () => {
        const engine = new FakeEngine();
        await outcome({examples: examples.slice(0, 1), anchors: anchors.slice(0, 1), engine, store});
        const [example] = examples, [anchor] = anchors;
        assert.deepEqual(engine.tasks, [{
            protocol: protocolFor("paper", model.trainedContext),
            anchors: [{key: anchor?.key, ...promptText(anchor?.turns ?? []), zeroShot: true}],
            examples: [{key: example?.key, text: exampleText(example?.turns ?? []), answerFrom: promptText(example?.turns ?? []).query.length, anchors: [0]}]
        }]);
    });

    it("answers from the store without loading the engine", async () => {
        const first = await outcome({examples, anchors, engine: new FakeEngine({oneShot}), store});
        const engine = new FakeEngine();
        const second = await outcome({examples, anchors, engine, store});
        assert.equal(engine.loads, 0);
        assert.deepEqual(second.events.map(({kind}) => kind), ["protocol", "scored", "compared"]);
        assert.equal(second.fromStore, 3);
        assert.deepEqual(second.scored, first.scored);
    });

    it("answers from the store for fewer anchors, in another order, and for moved examples", async () => {
        await outcome({examples, anchors, engine: new FakeEngine({oneShot}), store});
        const engine = new FakeEngine();
        const run = await outcome({examples: examplesNamed("three", "one", "two"), anchors: anchorsNamed("C", "B"), engine, store});
        assert.equal(engine.loads, 0);
        assert.deepEqual(scoresOf(run), [0, 1, 0.5]);
    });

    it("asks only for examples that are not in the store, and for no zero-shot score twice", async () => {
        await outcome({examples, anchors, engine: new FakeEngine({oneShot}), store});
        const engine = new FakeEngine();
        const run = await outcome({examples: examplesNamed("one", "new", "two"), anchors, engine, store});
        assert.deepEqual(engine.asked(), [{zeroShots: [], examples: [["new", [0, 1, 2]]]}]);
        assert.deepEqual([run.fromStore, run.scored.length], [2, 3]);
    });

    it("asks partly measured examples only for the anchors that are missing", async () => {
        await outcome({examples: examples.slice(0, 1), anchors: anchorsNamed("A", "C"), engine: new FakeEngine({oneShot}), store});
        await outcome({examples: examples.slice(1), anchors: anchorsNamed("B"), engine: new FakeEngine({oneShot}), store});
        const engine = new FakeEngine({oneShot});
        const run = await outcome({examples, anchors, engine, store});
        assert.deepEqual(engine.asked(), [{zeroShots: [], examples: [["one", [1]], ["two", [0, 2]], ["three", [0, 2]]]}]);
        assert.deepEqual(scoresOf(run), [1, 1 / 3, 0]);
        assert.deepEqual(scoresOf(await outcome({examples, anchors, engine: new FakeEngine(), store})), [1, 1 / 3, 0]);
    });

    it("lets new anchors cost only themselves", async () => {
        await outcome({examples, anchors, engine: new FakeEngine({oneShot}), store});
        const engine = new FakeEngine({oneShot: winsOn({three: ["D"]})});
        const run = await outcome({examples, anchors: anchorsNamed("D", "A", "B", "C"), engine, store});
        assert.deepEqual(engine.asked(), [{zeroShots: ["D"], examples: [["one", [0]], ["two", [0]], ["three", [0]]]}]);
        assert.deepEqual(scoresOf(run), [3 / 4, 1 / 4, 1 / 4]);
    });

    it("does not measure an example on itself", async () => {
        const engine = new FakeEngine({oneShot: winsOn({A: ["A", "B", "C"], one: ["A"]})});
        const run = await outcome({examples: examplesNamed("A", "one"), anchors, engine, store});
        assert.deepEqual(engine.asked()[0]?.examples, [["A", [1, 2]], ["one", [0, 1, 2]]]);
        assert.deepEqual(run.scored.map(({score}) => [score?.wins, score?.anchors]), [[2, 2], [1, 3]]);
    });

    it("does not ask for an example again when it becomes an anchor itself", async () => {
        const both = examplesNamed("one", "D");
        await outcome({examples: both, anchors: anchorsNamed("A"), engine: new FakeEngine({oneShot: winsOn({one: ["A"], D: ["A"]})}), store});
        const engine = new FakeEngine({oneShot});
        const run = await outcome({examples: both, anchors: anchorsNamed("A", "D"), engine, store});
        assert.deepEqual(engine.asked(), [{zeroShots: ["D"], examples: [["one", [1]]]}]);
        assert.deepEqual(run.scored.map(({example, score}) => [example.index, score?.wins, score?.anchors]), [[1, 1, 1], [0, 1, 2]]);
    });

    it("measures again what the store holds without its zero-shot score", async () => {
        const scope = {modelFingerprint: "fingerprint", protocol: protocolKey(protocolFor("paper", model.trainedContext))};
        const keys = anchors.map(({key}) => key);
        store.saveMeasurements(scope, new Map(), new Map([[examples[0]?.key ?? "", {measurements: new Map(keys.map((key) => [key, {logProbability: -1, tokens: 1}])), truncated: false, crashed: false, answerTokens: null}]]));
        const engine = new FakeEngine({oneShot});
        const run = await outcome({examples: examples.slice(0, 1), anchors, engine, store});
        assert.deepEqual(engine.asked(), [{zeroShots: ["A", "B", "C"], examples: [["one", [0, 1, 2]]]}]);
        assert.equal(run.scored[0]?.score?.meanGain, 0.25);
    });

    it("gives no score, and no flag, to an example that is the only anchor", async () => {
        const run = await outcome({examples: examplesNamed("A"), anchors: anchorsNamed("A"), engine: new FakeEngine(), store});
        assert.deepEqual(run.scored.map(({score, flags}) => [score, flags]), [[null, []]]);
    });

    it("measures equal content once and yields every row of it, with its own flags", async () => {
        const twins = examplesNamed("one", "two", "one", "one");
        const engine = new FakeEngine({oneShot});
        const first = await outcome({examples: twins, anchors, engine, store});
        assert.deepEqual(engine.asked()[0]?.examples.map(([text]) => text), ["one", "two"]);
        assert.deepEqual(scoresOf(first), [1, 1 / 3, 1, 1]);
        const flagsByIndex = (scored: typeof first.scored): unknown => new Map([...scored].sort((a, b) => a.example.index - b.example.index).map(({example, flags}) => [example.index, flags]));
        assert.deepEqual(flagsByIndex(first.scored), new Map([[0, []], [1, []], [2, ["duplicate"]], [3, ["duplicate"]]]));
        const second = await outcome({examples: twins, anchors, engine: new FakeEngine(), store});
        assert.equal(second.fromStore, 4);
        assert.deepEqual(flagsByIndex(second.scored), flagsByIndex(first.scored));
    });

    it("keeps the two protocols apart", async () => {
        await outcome({examples, anchors, engine: new FakeEngine({oneShot}), store});
        const engine = new FakeEngine();
        const run = await outcome({examples, anchors, engine, store, protocol: "reference"});
        assert.equal(run.fromStore, 0);
        assert.deepEqual(engine.asked(), [{zeroShots: ["A", "B", "C"], examples: [["one", [0, 1, 2]], ["two", [0, 1, 2]], ["three", [0, 1, 2]]]}]);
    });

    it("has results in the store before it yields them, however many come at once", async () => {
        const keys = new Map(examples.map(({key, index}) => [index, key]));
        for (const [together, protocol] of [[1, "paper"], [100, "reference"]] as const) {
            const scope = {modelFingerprint: "fingerprint", protocol: protocolKey(protocolFor(protocol, model.trainedContext))};
            let seen = 0;
            for await (const event of events({examples, anchors, engine: new FakeEngine({oneShot, together}), store, protocol})) {
                if (event.kind !== "scored")
                    continue;
                withStore(folder(), (other) => {
                    for (const {example} of event.results)
                        assert.equal(other.oneShots(scope, [keys.get(example.index) ?? ""]).size, 1);
                    assert.equal(other.zeroShots(scope, anchors.map(({key}) => key)).size, 3);
                });
                seen += event.results.length;
            }
            assert.equal(seen, 3);
        }
    });
});
