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

    const deaths: readonly (readonly [what: string, lastWords: string, says: RegExp, remedy: string | undefined])[] = [
        ["a check of llama.cpp, whatever is printed after it", "/home/builder/llama.cpp/src/llama-model.cpp:1260: GGML_ASSERT(layers > 0) failed\n#0 0x1234 in main\n",
            /stub\.gguf could not be loaded\. .*it said: llama-model\.cpp:1260: GGML_ASSERT\(layers > 0\) failed\)\. llama\.cpp stops where a model is not as it must be/, undefined],
        ["a lack of memory by its own words", "terminate called after throwing an instance of 'std::bad_alloc'\n", /std::bad_alloc'\)\. Is there enough free memory for the model\?$/, "less-memory"],
        ["a lack of memory of JavaScript's", "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory\n", /Is there enough free memory/, "less-memory"],
        ["no reason at all", "", /signal SIGABRT\)\. The model's file may be damaged, or it may be too big for the free memory\.$/, "less-memory"],
        ["words that would act on a terminal", "ggml.c:1: \u001b[2J failed\n", /it said: ggml\.c:1: [ -~]+ failed\)/, undefined]
    ];
    for (const [what, lastWords, says, remedy] of deaths)
        it(`tells a death while loading by ${what}`, async () => {
            const engine = new SupervisedEngine(stubOptions({dieWhileLoading: true, lastWords}));
            await assert.rejects(engine.load(), (error) => {
                assert.ok(error instanceof UserError);
                assert.match(error.message, says);
                assert.equal(error.remedy, remedy);
                return true;
            });
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
