import assert from "node:assert/strict";
import {UserError} from "../../src/core/errors.js";
import {SupervisedEngine} from "../../src/engine/supervisor.js";
import {collect, inTemporaryFolder, stubOptions, stubTask, summary} from "./support.js";
import type {StubBehaviour} from "./stubWorker.js";

const never = new AbortController().signal;
const zeroShots = ["zero-shot a0", "zero-shot a1"];

function run(behaviour: StubBehaviour, examples: number): Promise<string[]> {
    return inTemporaryFolder(async (folder) => {
        const engine = new SupervisedEngine(stubOptions({...behaviour, folder}));
        try {
            return summary(await collect(engine.measure(stubTask(examples), never)));
        } finally {
            await engine.close();
        }
    });
}

describe("SupervisedEngine", () => {
    const table: readonly {readonly title: string; readonly behaviour: StubBehaviour; readonly expected: readonly string[]}[] = [
        {title: "passes everything through when nothing happens", behaviour: {}, expected: [...zeroShots, "one-shot e0", "one-shot e1", "one-shot e2"]},
        {
            title: "takes up the example in flight, and only that, after a crash",
            behaviour: {die: {e1: {afterSteps: [1]}}},
            expected: [...zeroShots, "one-shot e0", "restarted", "one-shot e1", "one-shot e2"]
        },
        {
            title: "skips an example that kills the process twice at the same step",
            behaviour: {die: {e1: {afterSteps: [1, 1]}}},
            expected: [...zeroShots, "one-shot e0", "restarted", "restarted", "crashed e1", "one-shot e2"]
        },
        {
            title: "skips an example that kills the process at its very beginning",
            behaviour: {die: {e0: {afterSteps: [0, 0]}}},
            expected: [...zeroShots, "restarted", "restarted", "crashed e0", "one-shot e1", "one-shot e2"]
        },
        {
            title: "gives an example that died at different steps another chance",
            behaviour: {die: {e1: {afterSteps: [1, 2]}}},
            expected: [...zeroShots, "one-shot e0", "restarted", "restarted", "one-shot e1", "one-shot e2"]
        },
        {
            title: "takes kills from outside for the example's doing only at the same step three times in a row",
            behaviour: {killed: true, die: {e0: {afterSteps: [1, 1, 0, 1, 1]}, e1: {afterSteps: [2, 2, 2]}}},
            expected: [...zeroShots, ...Array<string>(5).fill("restarted"), "one-shot e0", ...Array<string>(3).fill("restarted"), "crashed e1", "one-shot e2"]
        },
        {
            title: "goes on past several bad examples",
            behaviour: {die: {e0: {afterSteps: [0, 0]}, e1: {afterSteps: [2, 2]}, e2: {afterSteps: [1]}}},
            expected: [...zeroShots, "restarted", "restarted", "crashed e0", "restarted", "restarted", "crashed e1", "restarted", "one-shot e2"]
        },
        {
            title: "leaves refused anchors to the caller",
            behaviour: {refuse: ["a0"]},
            expected: ["anchor-refused a0", "zero-shot a1", "one-shot e0", "one-shot e1", "one-shot e2"]
        }
    ];
    for (const {title, behaviour, expected} of table)
        it(title, async () => {
            assert.deepEqual(await run(behaviour, 3), expected);
        });

    it("gives up with a sentence when the process dies again and again without getting anywhere", async () => {
        await assert.rejects(run({dieInZeroShot: "a1"}, 1), (error) => error instanceof UserError && error.message.includes('again and again'));
    });

    it("gives up with a sentence when the model cannot even be loaded", async () => {
        const engine = new SupervisedEngine(stubOptions({dieWhileLoading: true}));
        await assert.rejects(engine.load(), (error) => error instanceof UserError && error.message.includes("SIGABRT") && error.remedy === "less-memory");
        await engine.close();
    });

    it("loads again when it is killed from outside while it loads", () => inTemporaryFolder(async (folder) => {
        const engine = new SupervisedEngine(stubOptions({killed: true, killsWhileLoading: 4, folder}));
        assert.equal((await engine.load()).model.name, "stub");
        await engine.close();
    }));

    it("gives up with a sentence when it is killed from outside every time", () => inTemporaryFolder(async (folder) => {
        const engine = new SupervisedEngine(stubOptions({killed: true, killsWhileLoading: 100, folder}));
        await assert.rejects(engine.load(), (error) => error instanceof UserError && error.message.includes("SIGKILL"));
        await engine.close();
    }));

    it("counts the tokens of every step", async () => {
        const engine = new SupervisedEngine(stubOptions({}));
        const results = await collect(engine.measure(stubTask(2), never));
        await engine.close();
        const tokens = results.reduce((sum, result) => sum + (result.kind === "progress" ? result.tokens : 0), 0);
        assert.equal(tokens, 10 * (2 + 2 * 3));
    });
});
