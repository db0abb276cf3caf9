import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import path from "node:path";
import {writeRandomModel} from "../../tools/random-model/randomModel.js";
import {UserError} from "../../src/core/errors.js";
import {downloadModel, lookUpModel, type ModelWorkerOptions} from "../../src/engine/models/client.js";
import type {ModelSource} from "../../src/engine/models/protocol.js";
import {HuggingFaceStandIn, type StandInOptions} from "../support/huggingFace.js";
import {distFile, inTemporaryFolder} from "./support.js";

const token = "hf_onlyForTheHostThatWasAsked";
const model = readFileSync("models/goldpan-scorer.gguf");
const large = Buffer.concat([model, Buffer.alloc(30 * 2 ** 20, "a line that is repeated, but never at the same place of a piece;")]);
const files = {"closed/repo/small.gguf": model, "closed/repo/large.gguf": large};
const worker: ModelWorkerOptions = {workerPath: distFile("models.js"), env: {HF_TOKEN: token}};
const never = new AbortController().signal;

interface Host {
    readonly server: HuggingFaceStandIn;
    readonly address: string;
}

/** Starts one server after the other; each is told where those before it are. */
async function withHosts(makers: readonly ((before: readonly string[]) => Partial<StandInOptions>)[], use: (hosts: readonly Host[], source: (uri: string) => ModelSource) => Promise<void>): Promise<void> {
    const hosts: Host[] = [];
    try {
        for (const make of makers) {
            const server = new HuggingFaceStandIn({files, ...make(hosts.map(({address}) => address))});
            hosts.push({server, address: await server.start()});
        }
        await inTemporaryFolder((folder) => use(hosts, (uri) => ({uri, folder, endpoint: hosts.at(-1)?.address ?? ""})));
    } finally {
        for (const {server} of hosts)
            server.stop();
    }
}

function assertWithoutToken({server}: Host): void {
    assert.ok(server.requests.length > 0, "it was not asked at all");
    for (const [i, headers] of server.headers.entries())
        assert.ok(!JSON.stringify(headers).includes(token) && headers.authorization === undefined && headers.cookie === undefined, `${server.requests[i] ?? ""}: ${JSON.stringify(headers)}`);
    assert.ok(!server.requests.some((request) => request.includes(token)));
}

/** The host that was asked opens with the token, and only where it was closed without. */
function assertAsked({server}: Host): void {
    const authorized = server.requests.filter((_, i) => server.headers[i]?.authorization !== undefined);
    assert.ok(authorized.length > 0);
    assert.ok(server.headers.every(({authorization}) => authorization === undefined || authorization === `Bearer ${token}`));
    const address = (request: string): string => request.split(" ")[1] ?? "";
    for (const request of authorized) {
        const first = server.requests.findIndex((other) => address(other) === address(request));
        assert.equal(server.headers[first]?.authorization, undefined, `${request} was not asked without it first`);
    }
}

const gated: Partial<StandInOptions> = {gated: {"closed/repo": token}};

async function brings(source: ModelSource, content: Buffer): Promise<void> {
    const file = await downloadModel(worker, source, () => undefined, never);
    assert.ok(file !== null && readFileSync(file).equals(content));
}

describe("the access token", () => {
    it("stays with the host that was asked when the content is at another port", () => withHosts([() => ({}), ([contentAt]) => ({...gated, contentAt: contentAt ?? ""})], async ([content, asked], source) => {
        assert.ok(content !== undefined && asked !== undefined);
        await lookUpModel(worker, source("hf:closed/repo/large.gguf"), never);
        await brings(source("hf:closed/repo/large.gguf"), large);
        assertWithoutToken(content);
        assertAsked(asked);
    }));

    it("stays there when the content's host has another name at the same address", () => withHosts([() => ({}), ([contentAt = ""]) => ({...gated, contentAt: contentAt.replace("127.0.0.1", "localhost")})], async ([content, asked], source) => {
        assert.ok(content !== undefined && asked !== undefined);
        await brings(source("hf:closed/repo/small.gguf"), model);
        assertWithoutToken(content);
        assertAsked(asked);
    }));

    it("stays there when the content's host leads on to a third", () => withHosts([() => ({}), ([contentAt = ""]) => ({contentAt}), ([, contentAt = ""]) => ({...gated, contentAt})], async ([last, between, asked], source) => {
        assert.ok(last !== undefined && between !== undefined && asked !== undefined);
        await brings(source("hf:closed/repo/large.gguf"), large);
        assertWithoutToken(last);
        assertWithoutToken(between);
        assertAsked(asked);
    }));

    it("is not given to the content's host when that is closed, too", () => withHosts([() => ({gated: {"content/closed": token}, files: {}}), ([contentAt = ""]) => ({...gated, contentAt})], async ([content, asked], source) => {
        assert.ok(content !== undefined && asked !== undefined);
        await assert.rejects(downloadModel(worker, source("hf:closed/repo/small.gguf"), () => undefined, never), UserError);
        assertWithoutToken(content);
    }));

    it("stays there when connections break and pieces are asked for again", () => withHosts([() => ({broken: 3}), ([contentAt = ""]) => ({...gated, contentAt})], async ([content, asked], source) => {
        assert.ok(content !== undefined && asked !== undefined);
        await brings(source("hf:closed/repo/large.gguf"), large);
        assertWithoutToken(content);
        assertAsked(asked);
    }));

    it("stays there when an earlier download is taken up", () => withHosts([() => ({bytesPerSecond: 6e6}), ([contentAt = ""]) => ({...gated, contentAt})], async ([content, asked], source) => {
        assert.ok(content !== undefined && asked !== undefined);
        const cancel = new AbortController();
        assert.equal(await downloadModel(worker, source("hf:closed/repo/large.gguf"), (present) => {
            if (present > large.length / 2)
                cancel.abort();
        }, cancel.signal), null);
        content.server.options = {files};
        content.server.requests.length = 0;
        content.server.headers.length = 0;
        await brings(source("hf:closed/repo/large.gguf"), large);
        assert.ok(content.server.rangesAsked() < large.length);
        assertWithoutToken(content);
        assertAsked(asked);
    }));

    it("opens every piece of what the host that was asked has itself", () => withHosts([() => ({...gated, plain: true})], async ([asked], source) => {
        assert.ok(asked !== undefined);
        await brings(source("hf:closed/repo/large.gguf"), large);
        assertAsked(asked);
    }));

    it("stays there for every part of a model that is split", () => inTemporaryFolder(async (folder) => {
        const parts = ["one-00001-of-00002.gguf", "one-00002-of-00002.gguf"];
        const content = await Promise.all(parts.map(async (name, seed) => {
            await writeRandomModel(path.join(folder, name), {seed});
            return [`closed/repo/${name}`, readFileSync(path.join(folder, name))] as const;
        }));
        const split = {files: Object.fromEntries(content)};
        await withHosts([() => split, ([contentAt = ""]) => ({...gated, ...split, contentAt})], async ([elsewhere, asked], source) => {
            assert.ok(elsewhere !== undefined && asked !== undefined);
            await downloadModel(worker, source(`hf:closed/repo/${parts[0] ?? ""}`), () => undefined, never).catch((error: unknown) => {
                assert.ok(error instanceof UserError); // they do not make a model together
            });
            assert.ok(parts.every((part) => elsewhere.server.requests.some((request) => request.startsWith("GET") && request.includes(part))));
            assertWithoutToken(elsewhere);
            assertAsked(asked);
        });
    }));

    it("is in no sentence when it cannot be sent", () => withHosts([() => gated], async (_hosts, source) => {
        for (const run of [lookUpModel, (options: ModelWorkerOptions, from: ModelSource, signal: AbortSignal) => downloadModel(options, from, () => undefined, signal)])
            await assert.rejects(run({...worker, env: {HF_TOKEN: "hf_bad\nsecret"}}, source("hf:closed/repo/small.gguf"), never), (error) =>
                error instanceof UserError && error.message.includes("HF_TOKEN") && !error.message.includes("secret"));
    }));
});
