import assert from "node:assert/strict";
import {execFileSync, spawn} from "node:child_process";
import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from "node:fs";
import {createServer} from "node:net";
import path from "node:path";
import {UserError} from "../../src/core/errors.js";
import {estimateFits} from "../../src/engine/models/client.js";
import type {Fit} from "../../src/engine/models/protocol.js";
import {SupervisedEngine} from "../../src/engine/supervisor.js";
import {writeRandomModel} from "../../tools/random-model/randomModel.js";
import {checkHeader, modelBytes, smallModel, type Parts} from "../support/brokenGguf.js";
import {distFile, inTemporaryFolder, isAlive, until} from "./support.js";

function engineFor(modelPath: string): SupervisedEngine {
    return new SupervisedEngine({workerPath: distFile("worker.js"), load: {modelPath, gpu: "off", threads: 1, evaluator: "auto"}});
}

/** What is said of a model that cannot be loaded, without its folder; null when it can. */
async function refusal(modelPath: string): Promise<string | null> {
    const engine = engineFor(modelPath);
    try {
        await engine.load();
        return null;
    } catch (error) {
        assert.ok(error instanceof UserError, String(error));
        assert.doesNotMatch(error.message, /\n|enough free memory|bug/);
        return error.message.replaceAll(`${path.dirname(modelPath)}${path.sep}`, "");
    } finally {
        await engine.close();
    }
}

function uint32({metadata}: Parts, key: string, value: number): void {
    metadata.set(key, {type: "uint32", value});
}

describe("a model that is not as it must be", () => {
    const table: readonly (readonly [what: string, change: (parts: Parts) => void, says: RegExp])[] = [
        ["an architecture that llama.cpp does not know", ({metadata}) => metadata.set("general.architecture", {type: "string", value: "unheard"}),
            /^model\.gguf could not be loaded: its architecture, unheard, is unknown to llama\.cpp v[\d.]+\. /],
        ["a tensor too few", ({tensors}) => tensors.splice(3, 1), /^model\.gguf could not be loaded: its tensor blk\.0\.attn_k\.weight is missing\. /],
        ["a tensor too many", ({tensors}) => tensors.push(...tensors.slice(0, 1).map((one) => ({...one, name: "extra"}))), /: it has other tensors than its architecture \(expected 13, got 12\)\. /],
        ["heads that its tensors do not have", (parts) => {
            uint32(parts, "llama.attention.head_count_kv", 7);
        }, /: tensor 'blk\.0\.attn_k\.weight' has wrong shape; expected 32, 112, got 32, 16, 1, 1\. /],
        ["more layers than tensors", (parts) => {
            uint32(parts, "llama.block_count", 2);
        }, /: its tensor blk\.1\.attn_norm\.weight is missing\. /],
        ["more layers than llama.cpp can", (parts) => {
            uint32(parts, "llama.block_count", 1000);
        }, /^model\.gguf could not be loaded\. The engine's process ended \(signal SIGABRT; it said: llama-model\.cpp:\d+: GGML_ASSERT\(.*\) failed\)\. llama\.cpp stops where a model is not as it must be/],
        ["no context", ({metadata}) => metadata.delete("llama.context_length"), /: its key llama\.context_length is missing\. /],
        ["a context of -1 tokens", (parts) => {
            uint32(parts, "llama.context_length", 2 ** 32 - 1);
        }, /^model\.gguf is not a readable GGUF model: its key "llama\.context_length" says 4,294,967,295, which is no number of a model\. /],
        ["a tokenizer that llama.cpp does not know", ({metadata}) => metadata.set("tokenizer.ggml.model", {type: "string", value: "unheard"}), /: unknown tokenizer: 'unheard'\. /],
        ["a name that is an object to node-llama-cpp", ({metadata}) => metadata.set("general.name.sub", {type: "string", value: "x"}), /: its key "general\.name" is there in two ways/]
    ];
    for (const [what, change, says] of table)
        it(`is refused with the reason: ${what}`, () => inTemporaryFolder(async (folder) => {
            const file = path.join(folder, "model.gguf");
            writeFileSync(file, await modelBytes(change));
            assert.match(await refusal(file) ?? "it was loaded", says);
        }));

    it("is told apart by what the file is, how much of it is there, and which file of a model it is", () => inTemporaryFolder(async (folder) => {
        const at = (name: string): string => path.join(folder, name);
        const bytes = await modelBytes(), {neededBytes} = checkHeader(bytes);
        for (const missing of [1, 100])
            writeFileSync(at(`short-${missing}.gguf`), bytes.subarray(0, neededBytes - missing));
        writeFileSync(at("whole.gguf"), bytes);
        mkdirSync(at("folder.gguf"));
        const seeds = ["a-00001-of-00003.gguf", "a-00002-of-00003.gguf"];
        for (const [seed, name] of seeds.entries())
            await writeRandomModel(at(name), {...smallModel, seed});
        const expected: Record<string, RegExp> = {
            "short-1.gguf": /is cut off: it has [\d,]+ bytes, and by its header 1 are missing\. Download it again\.$/,
            "short-100.gguf": /is cut off: it has [\d,]+ bytes, and by its header 100 are missing\. Download it again\.$/,
            "folder.gguf": /folder\.gguf is not a file but a folder; name a file\.$/,
            "a-00001-of-00003.gguf": /a-00001-of-00003\.gguf is not a readable GGUF model: .*ENOENT.*a-00003-of-00003\.gguf/,
            "a-00002-of-00003.gguf": /is one of 3 files of a model: name the first of them, .*a-00001-of-00003\.gguf\.$/,
            "b-00001-of-99999.gguf": /its name promises 99,999 files/
        };
        const server = createServer();
        if (process.platform !== "win32") {
            execFileSync("mkfifo", [at("pipe.gguf")]);
            expected["pipe.gguf"] = /pipe\.gguf is not a file but a named pipe; name a file\.$/;
            await new Promise<void>((resolve) => {
                server.listen(at("socket.gguf"), resolve);
            });
            expected["socket.gguf"] = /socket\.gguf is not a file but a socket; name a file\.$/;
        }
        const names = [...Object.keys(expected).map(at), at("whole.gguf"), ...existsSync("/dev/zero") ? ["/dev/zero"] : []];
        const fits = new Map<string, Fit>();
        try {
            await estimateFits({workerPath: distFile("models.js")}, names, "off", (name, fit) => {
                fits.set(path.basename(name), fit);
            });
        } finally {
            server.close();
        }
        for (const [name, says] of Object.entries({...expected, ...existsSync("/dev/zero") ? {zero: /^\/dev\/zero is not a file but a device; name a file\.$/} : {}})) {
            const fit = fits.get(name);
            assert.ok(fit?.kind === "unusable" && says.test(fit.reason), JSON.stringify(fit));
        }
        assert.equal(fits.get("whole.gguf")?.kind, "fits");
    }));
});

describe("the engine's process", () => {
    it("is killed by Linux with its parent, even when it is stopped", async function () {
        if (process.platform !== "linux")
            this.skip();
        const parent = spawn(process.execPath, [distFile("test/engine/realParent.js")], {stdio: ["ignore", "pipe", "inherit"]});
        let said = "";
        parent.stdout.on("data", (data: Buffer) => {
            said += data.toString();
        });
        await until(() => said.includes("loaded"), 120_000);
        const [worker = 0] = readdirSync(`/proc/${parent.pid ?? 0}/task`).flatMap((task) => readFileSync(`/proc/${parent.pid ?? 0}/task/${task}/children`, "utf8").trim().split(" ").filter(Boolean).map(Number));
        assert.ok(isAlive(worker));
        process.kill(worker, "SIGSTOP");
        parent.kill("SIGKILL");
        await until(() => !isAlive(worker), 60_000);
    });
});
