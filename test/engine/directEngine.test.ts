import assert from "node:assert/strict";
import {mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {pathToFileURL} from "node:url";
import {UserError} from "../../src/core/errors.js";
import type {EngineInfo, EngineResult} from "../../src/core/measurement.js";
import type {EvaluatorChoice} from "../../src/engine/protocol.js";
import {SupervisedEngine} from "../../src/engine/supervisor.js";
import {writeRandomModel} from "../../tools/random-model/randomModel.js";
import {collect, distFile, stubTask} from "./support.js";

const never = new AbortController().signal;

describe("the direct engine and its fall-back", () => {
    let folder: string;
    let modelPath: string;

    before(async () => {
        folder = mkdtempSync(path.join(tmpdir(), "goldpan-test-"));
        modelPath = path.join(folder, "random.gguf");
        await writeRandomModel(modelPath, {seed: 3, contextLength: 1024});
    });

    after(() => {
        rmSync(folder, {recursive: true, force: true});
    });

    interface Run {
        readonly info: EngineInfo;
        readonly results: readonly EngineResult[];
        readonly notices: readonly string[];
        /** What the sabotage says that it did. */
        readonly log: string;
    }

    async function run(evaluator: EvaluatorChoice, sabotage?: string): Promise<Run> {
        const notices: string[] = [];
        const logFile = path.join(folder, `${String(sabotage)}.log`);
        const engine = new SupervisedEngine({
            workerPath: distFile("worker.js"), load: {modelPath, gpu: "off", threads: 1, evaluator},
            onNotice: (message) => notices.push(message),
            ...(sabotage === undefined ? {} : {env: {
                NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ""} --import=${pathToFileURL(distFile("test/support/sabotage.js")).href}`, SABOTAGE: sabotage, SABOTAGE_LOG: logFile
            }})
        });
        try {
            const info = await engine.load();
            const results = (await collect(engine.measure(stubTask(3), never))).filter(({kind}) => kind === "zero-shot" || kind === "one-shot");
            return {info, results, notices, log: sabotage === undefined ? "" : readFileSync(logFile, "utf8")};
        } finally {
            await engine.close();
        }
    }

    it("is used where it can be, and without a word", async () => {
        const {info, notices} = await run("auto");
        assert.equal(info.evaluator, "direct");
        assert.deepEqual(notices, []);
    });

    it("never looks at foreign memory as an array buffer, which Electron forbids", async () => {
        const {info, results, log} = await run("direct", "view");
        assert.match(log, /^view throws$/m);
        assert.equal(info.evaluator, "direct");
        assert.deepEqual(results, (await run("direct")).results);
    });

    for (const [sabotage, reason] of [
        ["load", /cannot open shared object file/],
        ["version", /0\.4\.9/],
        ["defaults", /n_ctx/],
        ["numbers", /other numbers/]
    ] as const)
        it(`falls back to the public interface and says why: ${sabotage}`, async () => {
            const {info, results, notices, log} = await run("auto", sabotage);
            assert.notEqual(log, "");
            assert.equal(info.evaluator, "public");
            assert.equal(notices.length, 1);
            assert.match(notices[0] ?? "", reason);
            assert.match(notices[0] ?? "", /^llama\.cpp cannot be called directly: .*node-llama-cpp's own interface is used/);
            assert.deepEqual(results, (await run("public")).results);
        });

    it("halves the batch until there is memory for it, with a notice each time", async () => {
        const {info, notices, results} = await run("auto", "memory");
        assert.deepEqual([info.evaluator, info.batchTokens], ["direct", 128]);
        assert.deepEqual(notices, [512, 256].map((tokens) => `There is not enough memory for batches of ${tokens} tokens; ${tokens / 2} are tried.`));
        assert.equal(results.length, 5);
    });

    it("is refused with a sentence where it was asked for by name and cannot be", async () => {
        await assert.rejects(run("direct", "version"), (error) => error instanceof UserError && error.message.includes("0.4.9") && error.message.includes("Leave the choice of the engine"));
    });

    it("gives the public interface's numbers within the rounding of 16-bit keys and values", async () => {
        const [direct, open] = [await run("direct"), await run("public")].map(({results}) => results.flatMap((result) =>
            result.kind === "zero-shot" ? [result.measurement] : result.kind === "one-shot" ? [...result.measurements.values()] : []));
        assert.ok(direct !== undefined && open !== undefined && direct.length === 8);
        for (const [i, {logProbability, tokens}] of direct.entries()) {
            assert.equal(tokens, open[i]?.tokens);
            assert.ok(Math.abs(logProbability - (open[i]?.logProbability ?? NaN)) / tokens < 3e-3);
        }
    });
});
