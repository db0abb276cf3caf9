import assert from "node:assert/strict";
import Database from "libsql";
import type {Anchor, AnchorDraw} from "../../../src/core/anchors.js";
import type {AnchorSetName, ModelInfo, Scope} from "../../../src/core/measurement.js";
import {measured, oneShot, scope, storeFile, temporaryFolder, withStore} from "./support.js";

describe("SqliteStore", () => {
    const folder = temporaryFolder();
    const none = new Map<string, never>();

    it("gives measurements back to the bit", () => {
        const sums = [-0.1, -1 / 3, 0, -3, -1e-320, -Number.MAX_VALUE, -Number.EPSILON, -(2 ** 53) - 2, -(2 ** 62), -1e19, -123.45678901234567];
        const keys = sums.map((_, place) => `anchor ${place}`);
        const zeroShots = new Map(sums.map((sum, place) => [`anchor ${place}`, measured(sum, place === 3 ? 2 ** 32 - 1 : place)]));
        const oneShots = new Map([["example", oneShot(Object.fromEntries(sums.map((sum, place) => [`anchor ${place}`, sum])), {truncated: true})]]);
        withStore(folder(), (store) => {
            store.saveMeasurements(scope, zeroShots, oneShots);
        });
        withStore(folder(), (store) => {
            assert.deepEqual(store.zeroShots(scope, keys), zeroShots);
            assert.deepEqual(store.oneShots(scope, ["example"]), oneShots);
        });
    });

    it("answers for what it knows only, and from an empty store with nothing", () => {
        withStore(folder(), (store) => {
            assert.deepEqual(store.zeroShots(scope, ["a"]), none);
            assert.deepEqual(store.oneShots(scope, ["a"]), none);
            store.saveMeasurements(scope, new Map([["a", measured(-1)]]), new Map([["e", oneShot({a: -2})]]));
            assert.deepEqual([...store.zeroShots(scope, ["b", "a", "c"]).keys()], ["a"]);
            assert.deepEqual([...store.oneShots(scope, ["f", "e"]).keys()], ["e"]);
        });
    });

    it("keeps models and protocols apart", () => {
        const scopes: readonly Scope[] = [{modelFingerprint: "m", protocol: "p"}, {modelFingerprint: "m", protocol: "q"}, {modelFingerprint: "n", protocol: "p"}];
        withStore(folder(), (store) => {
            for (const [place, own] of scopes.entries())
                store.saveMeasurements(own, new Map([["a", measured(-1 - place)]]), new Map([["e", oneShot({a: -1 - place})]]));
            for (const [place, own] of scopes.entries()) {
                assert.deepEqual(store.zeroShots(own, ["a"]).get("a"), measured(-1 - place));
                assert.deepEqual(store.oneShots(own, ["e"]).get("e"), oneShot({a: -1 - place}));
            }
        });
    });

    it("adds anchors measured later to those measured before, and takes the later of two values", () => {
        withStore(folder(), (store) => {
            store.saveMeasurements(scope, none, new Map([["e", oneShot({a: -1, b: -2})]]));
            store.saveMeasurements(scope, none, new Map([["e", oneShot({b: -5, c: -3})]]));
        });
        withStore(folder(), (store) => {
            const sums = [...store.oneShots(scope, ["e"]).get("e")?.measurements ?? []].map(([key, {logProbability}]) => [key, logProbability]);
            assert.deepEqual(sums, [["a", -1], ["b", -5], ["c", -3]]);
        });
    });

    it("keeps why an anchor was refused, until it is measured", () => {
        withStore(folder(), (store) => {
            store.saveMeasurements(scope, new Map([["a", {kind: "refused", reason: "it is \"long\"\nand 'odd'"}]]), none);
            assert.deepEqual(store.zeroShots(scope, ["a"]).get("a"), {kind: "refused", reason: "it is \"long\"\nand 'odd'"});
            store.saveMeasurements(scope, new Map([["a", measured(-1)]]), none);
            assert.deepEqual(store.zeroShots(scope, ["a"]).get("a"), measured(-1));
        });
    });

    it("keeps that an example crashed, with what was measured before, until it is measured", () => {
        withStore(folder(), (store) => {
            store.saveMeasurements(scope, none, new Map([["e", oneShot({a: -1})]]));
            store.saveMeasurements(scope, none, new Map([["e", oneShot({}, {crashed: true})]]));
            assert.deepEqual(store.oneShots(scope, ["e"]).get("e"), oneShot({a: -1}, {crashed: true}));
            store.saveMeasurements(scope, none, new Map([["e", oneShot({a: -1}, {truncated: true})]]));
            assert.deepEqual(store.oneShots(scope, ["e"]).get("e"), oneShot({a: -1}, {truncated: true}));
        });
    });

    it("keeps what is known of a model", () => {
        const info: ModelInfo = {name: "Ünï 漢", architecture: "llama", trainedContext: 4096, vocabularySize: 32_000, hasBos: true};
        withStore(folder(), (store) => {
            store.saveModelInfo("m", {...info, name: "before"});
            store.saveModelInfo("m", info);
        });
        withStore(folder(), (store) => {
            assert.deepEqual(store.modelInfo("m"), info);
            assert.equal(store.modelInfo("n"), undefined);
        });
    });

    it("keeps anchor sets by file, method, size and seed", () => {
        const name: AnchorSetName = {file: "/data/ä 'quoted'.jsonl", method: "random", size: 2, seed: 0};
        const set: Anchor[] = [
            {key: "k1", turns: [{role: "user", text: "a\u0000\u2028😀", input: "i"}, {role: "assistant", text: "b"}]},
            {key: "k2", turns: [{role: "system", text: ""}, {role: "tool-call", text: "{}"}]}
        ];
        const draw: AnchorDraw = {method: "random", size: 2, seed: 0, eligible: 3, notEligible: {empty: 1}, subsample: null, spread: null};
        withStore(folder(), (store) => {
            store.saveAnchorSet(name, {anchors: [], draw: null});
            store.saveAnchorSet(name, {anchors: set, draw});
        });
        withStore(folder(), (store) => {
            assert.deepEqual(store.anchorSet(name), {anchors: set, draw});
            for (const other of [{file: "/data/b"}, {method: "kmeans"}, {size: 3}, {seed: 1}])
                assert.equal(store.anchorSet({...name, ...other}), undefined);
        });
    });

    it("keeps decisions, changes them and takes them back", () => {
        withStore(folder(), (store) => {
            store.saveDecisions(new Map([["a", "keep"]]));
            store.saveDecisions(new Map([["b", "drop"]]));
            store.saveDecisions(new Map([["c", "fixed"]]));
            store.saveDecisions(new Map([["b", "keep"]]));
            store.saveDecisions(new Map([["c", undefined]]));
            store.saveDecisions(new Map([["never there", undefined]]));
        });
        withStore(folder(), (store) => {
            assert.deepEqual(store.decisions(["c", "b", "a", "x"]), new Map([["b", "keep"], ["a", "keep"]]));
        });
    });

    it("takes an example whose measurements are damaged as never measured, and heals it", () => {
        withStore(folder(), (store) => {
            store.saveMeasurements(scope, none, new Map([["e", oneShot({a: -1})]]));
        });
        const raw = new Database(storeFile(folder()));
        raw.exec("UPDATE one_shot SET measurements = x'010203'");
        raw.close();
        withStore(folder(), (store) => {
            assert.deepEqual(store.oneShots(scope, ["e"]).get("e"), oneShot({}));
            store.saveMeasurements(scope, none, new Map([["e", oneShot({a: -2})]]));
            assert.deepEqual(store.oneShots(scope, ["e"]).get("e"), oneShot({a: -2}));
        });
    });

    it("keeps nothing of a save that fails half-way, and goes on", () => {
        withStore(folder(), (store) => {
            const torn = {...oneShot({}), measurements: new Map([["b", {logProbability: Symbol() as unknown as number, tokens: 1}]])};
            assert.throws(() => {
                store.saveMeasurements(scope, new Map([["a", measured(-1)]]), new Map([["e", oneShot({a: -1})], ["f", torn]]));
            }, TypeError);
            assert.deepEqual(store.zeroShots(scope, ["a", "b"]), none);
            assert.deepEqual(store.oneShots(scope, ["e", "f"]), none);
            store.saveMeasurements(scope, new Map([["b", measured(-2)]]), none); // takes the numbers that were given to a
            store.saveMeasurements(scope, new Map([["a", measured(-3)]]), new Map([["e", oneShot({a: -4, b: -5})]]));
            assert.deepEqual(store.zeroShots(scope, ["a", "b"]), new Map([["a", measured(-3)], ["b", measured(-2)]]));
            assert.deepEqual(store.oneShots(scope, ["e"]).get("e"), oneShot({a: -4, b: -5}));
        });
    });

    it("tells that another connection has written, and not what it wrote itself", () => {
        withStore(folder(), (store) => {
            const before = store.foreignWrites();
            store.saveDecisions(new Map([["a", "keep"]]));
            assert.equal(store.foreignWrites(), before);
            withStore(folder(), (other) => {
                other.saveDecisions(new Map([["b", "drop"]]));
            });
            assert.notEqual(store.foreignWrites(), before);
        });
    });
});
