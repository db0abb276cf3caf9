import assert from "node:assert/strict";
import {spawn} from "node:child_process";
import {UserError} from "../../src/core/errors.js";
import {EngineClient, EngineCrash} from "../../src/engine/client.js";
import {collect, distFile, isAlive, stubOptions, stubTask, until} from "./support.js";
import type {StubBehaviour} from "./stubWorker.js";

const never = new AbortController().signal;

async function withClient(behaviour: StubBehaviour, use: (client: EngineClient) => Promise<void>, more = {}): Promise<void> {
    const client = new EngineClient(stubOptions(behaviour, more));
    try {
        await use(client);
    } finally {
        await client.close();
    }
}

function pidOf(versions: Readonly<Record<string, string>>): number {
    return Number(versions.pid);
}

describe("EngineClient", () => {
    it("starts no process until it is asked for something", async () => {
        await new EngineClient({...stubOptions({}), workerPath: "/no/such/worker.js"}).close();
    });

    it("loads once, however often it is asked", () => withClient({}, async (client) => {
        const [first, second] = await Promise.all([client.load(), client.load()]);
        assert.deepEqual(first, second);
        assert.equal((await client.load()).versions.pid, first.versions.pid);
    }));

    it("reports zero-shot scores, then every example in order, then the end", () => withClient({}, async (client) => {
        const events = await collect(client.measure(stubTask(3), never));
        assert.deepEqual(events.flatMap((event) => event.type === "zeroShot" || event.type === "oneShot" ? [`${event.type} ${event.key}`] : []),
            ["zeroShot a0", "zeroShot a1", "oneShot e0", "oneShot e1", "oneShot e2"]);
        assert.deepEqual(events.at(-1), {type: "finished", cancelled: false});
    }));

    it("serves several runs one after the other with one process", () => withClient({}, async (client) => {
        const {versions} = await client.load();
        for (const amount of [1, 2])
            assert.equal((await collect(client.measure(stubTask(amount), never))).filter(({type}) => type === "oneShot").length, amount);
        assert.ok(isAlive(pidOf(versions)));
    }));

    it("gives up on a worker that never says it is there", () => withClient({mute: true}, async (client) => {
        await assert.rejects(client.load(), (error) => error instanceof EngineCrash && error.message.includes('said nothing'));
    }, {handshakeMs: 500}));

    it("gives up on a worker that falls silent in the middle, and ends its process", () => withClient({hangOn: "e1"}, async (client) => {
        const {versions} = await client.load();
        await assert.rejects(collect(client.measure(stubTask(3), never)), EngineCrash);
        await until(() => !isAlive(pidOf(versions)));
    }, {silenceMs: 700}));

    it("refuses a worker of another version", () => withClient({wireVersion: 99}, async (client) => {
        await assert.rejects(client.load(), /version 99/);
    }));

    it("passes on what the person can mend as a sentence, and other failures as bugs", async () => {
        await withClient({failLoad: {message: "This is no model.", mendable: true}}, async (client) => {
            await assert.rejects(client.load(), (error) => error instanceof UserError && error.message === "This is no model.");
        });
        await withClient({failLoad: {message: "TypeError: x", mendable: false}}, async (client) => {
            await assert.rejects(client.load(), (error) => error instanceof Error && !(error instanceof UserError) && error.message === "TypeError: x");
        });
    });

    it("fails what is pending when the process dies while loading, and says how it died", () => withClient({dieWhileLoading: true}, async (client) => {
        await assert.rejects(client.load(), (error) => error instanceof EngineCrash && error.message.includes('SIGABRT'));
    }));

    it("fails what is pending when the process is killed while measuring", () => withClient({stepMs: 20}, async (client) => {
        const {versions} = await client.load();
        setTimeout(() => process.kill(pidOf(versions), "SIGKILL"), 100);
        await assert.rejects(collect(client.measure(stubTask(1000), never)), (error) => error instanceof EngineCrash && error.message.includes('SIGKILL'));
        await assert.rejects(collect(client.measure(stubTask(1), never)), EngineCrash);
    }));

    it("stops after the step in hand when the run is cancelled, and can run again", () => withClient({stepMs: 5}, async (client) => {
        const controller = new AbortController();
        await client.load();
        setTimeout(() => {
            controller.abort();
        }, 150);
        const events = await collect(client.measure(stubTask(1000), controller.signal));
        assert.deepEqual(events.at(-1), {type: "finished", cancelled: true});
        assert.ok(events.filter(({type}) => type === "oneShot").length < 1000);
        assert.equal((await collect(client.measure(stubTask(1), never))).at(-1)?.type, "finished");
    }));

    it("runs nothing when it was cancelled before it began", () => withClient({}, async (client) => {
        assert.deepEqual(await collect(client.measure(stubTask(5), AbortSignal.abort())), []);
    }));

    it("leaves no process behind after close, even one that is busy", async () => {
        const client = new EngineClient(stubOptions({stepMs: 5}));
        const {versions} = await client.load();
        const run = collect(client.measure(stubTask(100_000), never)).catch(() => undefined);
        await client.close();
        await run;
        assert.ok(!isAlive(pidOf(versions)));
    });

    it("kills a worker that is stopped when the parent ends by itself", async function () {
        if (process.platform === "win32")
            this.skip(); // nothing is stopped there
        const parent = spawn(process.execPath, [distFile("test/engine/parent.js")], {stdio: ["ignore", "pipe", "inherit"]});
        let said = "";
        parent.stdout.on("data", (data: Buffer) => {
            said += data.toString();
        });
        await until(() => said.includes("\n"), 60_000);
        const worker = Number(said.trim());
        process.kill(worker, "SIGSTOP");
        parent.kill("SIGTERM");
        await until(() => !isAlive(worker), 60_000);
    });

    it("gives the worker no secret of the environment", async () => {
        process.env.HUGGING_FACE_HUB_TOKEN = process.env.GOLDPAN_TEST_SECRET = "secret";
        try {
            await withClient({}, async (client) => {
                const {versions} = await client.load();
                const variables = versions.variables?.split(",") ?? [];
                assert.ok(variables.includes("STUB") && !variables.includes("HUGGING_FACE_HUB_TOKEN") && !variables.includes("GOLDPAN_TEST_SECRET"));
            });
        } finally {
            delete process.env.HUGGING_FACE_HUB_TOKEN;
            delete process.env.GOLDPAN_TEST_SECRET;
        }
    });

    it("ends the worker when the parent is killed with no chance to say goodbye", async () => {
        const parent = spawn(process.execPath, [distFile("test/engine/parent.js")], {stdio: ["ignore", "pipe", "inherit"]});
        let said = "";
        parent.stdout.on("data", (data: Buffer) => {
            said += data.toString();
        });
        await until(() => said.includes("\n"));
        const worker = Number(said.trim());
        assert.ok(isAlive(worker));
        parent.kill("SIGKILL");
        await until(() => !isAlive(worker));
    });
});
