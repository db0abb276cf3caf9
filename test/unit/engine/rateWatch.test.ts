import assert from "node:assert/strict";
import {chooseThreads, RateWatch} from "../../../src/engine/llama/threads.js";

describe("RateWatch", () => {
    it("notices a rate below half of the best so far, over seconds and not over one batch", () => {
        const watch = new RateWatch();
        watch.add(4000, 4000);
        watch.add(10, 1000);
        assert.equal(watch.halved, false);
        watch.add(10, 3000);
        assert.equal(watch.halved, true);
    });

    it("does not mind a rate that is a little lower, and forgets with a reset", () => {
        const watch = new RateWatch();
        watch.add(4000, 4000);
        watch.add(2400, 4000);
        assert.equal(watch.halved, false);
        watch.add(100, 4000);
        watch.reset();
        assert.equal(watch.halved, false);
        watch.add(100, 4000);
        assert.equal(watch.halved, false);
    });
});

describe("chooseThreads", () => {
    it("takes the fastest of one, half and all cores", async () => {
        const tried: number[] = [];
        const chosen = await chooseThreads(8, (threads) => {
            tried.push(threads);
            return Promise.resolve(threads === 4 ? 2 : 1);
        });
        assert.deepEqual({tried, chosen}, {tried: [1, 4, 8], chosen: {threads: 4, tokensPerMs: 2}});
    });

    it("measures a single core too: the rate is wanted for an estimate", async () => {
        assert.deepEqual(await chooseThreads(1, () => Promise.resolve(3)), {threads: 1, tokensPerMs: 3});
    });
});
