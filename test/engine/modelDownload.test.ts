import assert from "node:assert/strict";
import {spawn} from "node:child_process";
import {existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from "node:fs";
import path from "node:path";
import {UserError} from "../../src/core/errors.js";
import {inWords} from "../../src/engine/llama/models/download.js";
import {downloadModel, findModel, lookUpModel, type ModelWorkerOptions} from "../../src/engine/models/client.js";
import type {ModelSource} from "../../src/engine/models/protocol.js";
import {HuggingFaceStandIn, type StandInOptions} from "../support/huggingFace.js";
import {distFile, inTemporaryFolder, until} from "./support.js";

const model = readFileSync("models/goldpan-scorer.gguf");
/** The same model and something behind it, so that it has several of the pieces (5 MiB) in which it is downloaded. */
const large = Buffer.concat([model, Buffer.alloc(40 * 2 ** 20, "a line that is repeated, but never at the same place of a piece;")]);
const files = {"user/repo/small.gguf": model, "user/repo/large.gguf": large, "user/repo/text.gguf": Buffer.from("This is no model. ".repeat(100))};
const tags = {"user/repo:Q8_0": "small.gguf", "user/repo:Q2_K": "text.gguf"};
const never = new AbortController().signal;
const worker: ModelWorkerOptions = {workerPath: distFile("models.js"), env: {HF_TOKEN: ""}};

interface Scene {
    readonly server: HuggingFaceStandIn;
    readonly folder: string;
    readonly source: (uri: string) => ModelSource;
}

async function withServer(options: Partial<StandInOptions>, use: (scene: Scene) => Promise<void>): Promise<void> {
    const server = new HuggingFaceStandIn({files, tags, ...options});
    const endpoint = await server.start();
    try {
        await inTemporaryFolder((folder) => use({server, folder, source: (uri) => ({uri, folder, endpoint})}));
    } finally {
        server.stop();
    }
}

/** A sentence, and not more than that. */
function sentence(pattern: RegExp): (error: unknown) => boolean {
    return (error) => {
        assert.ok(error instanceof UserError, String(error));
        assert.match(error.message, pattern);
        assert.doesNotMatch(error.message, /\n|\bat .*:\d+:\d+/);
        return true;
    };
}

function nothing(): void {
    // progress is not looked at
}

describe("downloading a model", () => {
    it("says how large it is before anything of it is downloaded", () => withServer({}, async ({server, folder, source}) => {
        const offer = await lookUpModel(worker, source("hf:user/repo/large.gguf"), never);
        assert.equal(offer?.bytes, large.length);
        assert.equal(offer.present, 0);
        assert.ok(offer.free > 0);
        assert.equal(server.rangesAsked(), 0);
        assert.deepEqual(readdirSync(folder), []);
    }));

    it("brings the whole file, tells how far it is, and finds it again without the network", () => withServer({bytesPerSecond: 20e6}, async ({server, source}) => {
        const seen: number[] = [];
        const file = await downloadModel(worker, source("hf:user/repo/large.gguf"), (present, bytes) => {
            assert.equal(bytes, large.length);
            seen.push(present);
        }, never);
        assert.ok(file !== null && readFileSync(file).equals(large));
        assert.ok(seen.length >= 3 && seen[0] === 0 && seen.some((present) => present > 0 && present < large.length), seen.join());
        server.stop();
        assert.equal(await findModel(worker, source("hf:user/repo/large.gguf")), file);
        assert.equal(await findModel(worker, source("hf:user/repo/small.gguf")), null);
    }));

    it("takes the file that a quantisation means, and finds it by that name", () => withServer({}, async ({server, source}) => {
        const file = await downloadModel(worker, source("hf:user/repo:Q8_0"), nothing, never);
        assert.ok(file !== null && readFileSync(file).equals(model));
        const asked = server.requests.length;
        assert.equal(await findModel(worker, source("hf:user/repo:Q8_0")), file);
        assert.equal(server.requests.length, asked);
    }));

    it("keeps what it has when it is cancelled, and asks only for the rest the next time", () => withServer({bytesPerSecond: 6e6}, async ({server, folder, source}) => {
        const cancel = new AbortController();
        let present = 0;
        assert.equal(await downloadModel(worker, source("hf:user/repo/large.gguf"), (bytes) => {
            present = bytes;
            if (bytes > large.length / 2)
                cancel.abort();
        }, cancel.signal), null);
        assert.ok(present > large.length / 2 && present < large.length);
        assert.deepEqual(readdirSync(folder), ["hf_user_repo_large.gguf.ipull"]);
        assert.equal(await findModel(worker, source("hf:user/repo/large.gguf")), null);
        const offer = await lookUpModel(worker, source("hf:user/repo/large.gguf"), never);
        assert.ok(offer !== null && offer.present > 0 && offer.present < large.length, JSON.stringify(offer));

        server.requests.length = 0;
        server.options = {files, tags};
        const file = await downloadModel(worker, source("hf:user/repo/large.gguf"), nothing, never);
        assert.ok(file !== null && readFileSync(file).equals(large));
        assert.ok(server.rangesAsked() > 0 && server.rangesAsked() < 0.8 * large.length, String(server.rangesAsked()));
        assert.deepEqual(readdirSync(folder), ["hf_user_repo_large.gguf"]);
    }));

    it("settles with a sentence when its process is killed in the middle, keeps what it has and goes on from there", () => withServer({bytesPerSecond: 6e6}, async ({server, folder, source}) => {
        const pidFile = path.join(folder, "pid");
        const spy = path.join(folder, "spy.mjs");
        writeFileSync(spy, `import {writeFileSync} from "node:fs"; writeFileSync(${JSON.stringify(pidFile)}, String(process.pid)); await import(${JSON.stringify(distFile("models.js"))});`);
        const models = path.join(folder, "models");
        mkdirSync(models);
        const where = {...source("hf:user/repo/large.gguf"), folder: models};
        await assert.rejects(downloadModel({...worker, workerPath: spy}, where, (present) => {
            if (present > large.length / 2)
                process.kill(Number(readFileSync(pidFile, "utf8")), "SIGKILL");
        }, never), sentence(/^The process for models ended \(signal SIGKILL\)\. What was downloaded is kept/));
        assert.ok(statSync(path.join(models, "hf_user_repo_large.gguf.ipull")).size > 0);
        server.requests.length = 0;
        server.options = {files, tags};
        const file = await downloadModel(worker, where, nothing, never);
        assert.ok(file !== null && readFileSync(file).equals(large));
        assert.ok(server.rangesAsked() < 0.8 * large.length, String(server.rangesAsked()));
    }));

    it("ends its process when it is cancelled before the server has answered", () => withServer({bytesPerSecond: 1000}, async ({source}) => {
        const cancel = new AbortController();
        const run = downloadModel(worker, source("hf:user/repo/large.gguf"), nothing, cancel.signal);
        setTimeout(() => {
            cancel.abort();
        }, 300);
        assert.equal(await run, null);
    }));

    it("gives up with a sentence when nothing comes any more", () => withServer({bytesPerSecond: 6e6}, async ({server, source}) => {
        await assert.rejects(downloadModel({...worker, silenceMs: 4000}, source("hf:user/repo/large.gguf"), (present) => {
            if (present > 0)
                server.stop();
        }, never), sentence(/^Nothing was received for 4 s\. What was downloaded is kept/));
    }));

    const refusals: readonly (readonly [what: string, uri: string, pattern: RegExp])[] = [
        ["a repository that is not there", "hf:user/other/file.gguf", /^There is no model user\/other at 127\.0\.0\.1:\d+ that anybody may read: check the name\./],
        ["a file that is not there", "hf:user/repo/other.gguf", /^There is no other\.gguf in user\/repo: look at http:.*\/user\/repo\/tree\/main/],
        ["a quantisation that is not there", "hf:user/repo:Q3_K_S", /^There is no GGUF file for the quantisation Q3_K_S in user\/repo/],
        ["a gated repository", "hf:closed/repo/small.gguf", /^closed\/repo is gated: accept its terms at http:.*\/closed\/repo, and .* HF_TOKEN/]
    ];
    for (const [what, uri, pattern] of refusals)
        it(`says in a sentence what is wrong with ${what}`, () => withServer({files: {...files, "closed/repo/small.gguf": model}, gated: {"closed/repo": "secret"}}, async ({folder, source}) => {
            await assert.rejects(lookUpModel(worker, source(uri), never), sentence(pattern));
            await assert.rejects(downloadModel(worker, source(uri), nothing, never), sentence(pattern));
            assert.deepEqual(readdirSync(folder), []);
        }));

    it("opens a gated repository with the token of HF_TOKEN, and asks without it first", () => withServer({files: {"closed/repo/small.gguf": model}, gated: {"closed/repo": "secret"}}, async ({source}) => {
        const file = await downloadModel({...worker, env: {HF_TOKEN: "secret"}}, source("hf:closed/repo/small.gguf"), nothing, never);
        assert.ok(file !== null && readFileSync(file).equals(model));
    }));

    it("downloads from a mirror that gives no checksums", () => withServer({plain: true}, async ({source}) => {
        const file = await downloadModel(worker, source("hf:user/repo/small.gguf"), nothing, never);
        assert.ok(file !== null && readFileSync(file).equals(model));
    }));

    it("says beforehand whether there is a checksum", () => withServer({}, async ({server, source}) => {
        assert.equal((await lookUpModel(worker, source("hf:user/repo/small.gguf"), never))?.checksums, true);
        server.options = {...server.options, plain: true};
        assert.equal((await lookUpModel(worker, source("hf:user/repo/small.gguf"), never))?.checksums, false);
    }));

    it("removes what a mirror without checksums gives in part, by what its header needs", () => withServer({plain: true, files: {"user/repo/small.gguf": model.subarray(0, -50_000)}}, async ({folder, source}) => {
        await assert.rejects(downloadModel(worker, source("hf:user/repo/small.gguf"), nothing, never), sentence(/is cut off: it has [\d,]+ bytes, and by its header [\d,]+ are missing/));
        assert.deepEqual(readdirSync(folder), []);
    }));

    for (const size of [-5, 0, 1.5, "1e3", "0x10", "", "12 34", "9".repeat(30), "\u001b[2J", "NaN"])
        it(`offers nothing of which the server says that it has ${JSON.stringify(size)} bytes`, () => withServer({size}, async ({server, folder, source}) => {
            await assert.rejects(lookUpModel(worker, source("hf:user/repo/small.gguf"), never), sentence(/^127\.0\.0\.1:\d+ (says that small\.gguf has [ -~]* bytes, which no model has: nothing was downloaded\.|cannot be reached)/));
            assert.equal(server.rangesAsked(), 0);
            assert.deepEqual(readdirSync(folder), []);
        }));

    it("downloads nothing that is larger than was promised", () => withServer({size: 1000}, async ({server, folder, source}) => {
        await assert.rejects(downloadModel(worker, source("hf:user/repo/large.gguf"), nothing, never), sentence(/has promised less of hf:user\/repo\/large\.gguf than is sent now/));
        assert.equal(server.rangesAsked(), 0);
        assert.deepEqual(readdirSync(folder), []);
    }));

    it("says when nobody answers", () => withServer({}, async ({server, source}) => {
        server.stop();
        await assert.rejects(lookUpModel(worker, source("hf:user/repo:Q8_0"), never), sentence(/^127\.0\.0\.1:\d+ cannot be reached \(ECONNREFUSED\): check the connection/));
        await assert.rejects(downloadModel(worker, source("hf:user/repo/small.gguf"), nothing, never), sentence(/^127\.0\.0\.1:\d+ cannot be reached/));
    }));

    it("removes what is no GGUF file", () => withServer({}, async ({folder, source}) => {
        await assert.rejects(downloadModel(worker, source("hf:user/repo:Q2_K"), nothing, never), sentence(/is not a readable GGUF model/));
        assert.deepEqual(readdirSync(folder), []);
    }));

    it("removes what is not what the server promised", () => withServer({sha256: "0".repeat(64)}, async ({folder, source}) => {
        await assert.rejects(downloadModel(worker, source("hf:user/repo:Q8_0"), nothing, never), sentence(/is not what the server promised, so it was removed/));
        assert.deepEqual(readdirSync(folder), []);
    }));

    it("downloads nothing of what the disk has no room for", () => withServer({size: 2 ** 50}, async ({server, folder, source}) => {
        await assert.rejects(downloadModel(worker, source("hf:user/repo/large.gguf"), nothing, never), sentence(/ has [\d.]+ GiB left, and 1048576\.0 GiB are still to be downloaded: make room, or choose another folder/));
        assert.equal(server.rangesAsked(), 0);
        assert.deepEqual(readdirSync(folder), []);
    }));

    it("says that the disk is full, and that what there is is kept", () => {
        assert.ok(sentence(/^The disk is full\. What was downloaded is kept/)(inWords(Object.assign(new Error("ENOSPC: no space left on device, write"), {code: "ENOSPC"}))));
    });

    it("says when the folder cannot be made", () => withServer({}, async ({folder, source}) => {
        const file = path.join(folder, "file");
        writeFileSync(file, "");
        await assert.rejects(downloadModel(worker, {...source("hf:user/repo:Q8_0"), folder: path.join(file, "models")}, nothing, never), sentence(/^The folder .* cannot be made: .* goldpan\.model\.folder/));
    }));

    it("ends with its parent, and the parts stay", () => withServer({bytesPerSecond: 6e6}, async ({folder, source}) => {
        const parent = spawn(process.execPath, [distFile("test/engine/downloadParent.js")], {stdio: ["ignore", "pipe", "inherit"], env: {...process.env, SOURCE: JSON.stringify(source("hf:user/repo/large.gguf"))}});
        let said = "";
        parent.stdout.on("data", (data: Buffer) => {
            said += data.toString();
        });
        await until(() => said.includes("half"), 60_000);
        parent.kill("SIGKILL");
        await new Promise((resolve) => setTimeout(resolve, 1000));
        const partial = path.join(folder, "hf_user_repo_large.gguf.ipull");
        const before = statSync(partial).mtimeMs;
        await new Promise((resolve) => setTimeout(resolve, 2000));
        assert.equal(statSync(partial).mtimeMs, before);
        assert.ok(!existsSync(path.join(folder, "hf_user_repo_large.gguf")));
    }));
});
