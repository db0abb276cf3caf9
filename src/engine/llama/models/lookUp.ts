import {escapeForDisplay} from "../../../core/displayText.js";
import {UserError} from "../../../core/errors.js";
import {parseModelName, splitParts, type ModelName} from "../../../core/modelName.js";
import {authorizedFetch, MisleadingRedirect, redirectOf, type Fetch} from "../../models/authorizedFetch.js";
import type {ModelSource} from "../../models/protocol.js";

export interface RemoteFile {
    readonly bytes: number;
    /** Of its content, in lower-case hexadecimal digits; undefined where the server does not tell. */
    readonly sha256: string | undefined;
}

/**
 * Only what a person gave to this program; node-llama-cpp would also look for files of other programs.
 * @throws UserError when it cannot be sent; the error of who tries would repeat it
 */
export function accessToken(): string | undefined {
    const token = process.env.HF_TOKEN?.trim() ?? "";
    if (!/^[\x21-\x7e]*$/.test(token))
        throw new UserError("The environment variable HF_TOKEN holds characters that no access token has: mend it.");
    return token === "" ? undefined : token;
}

/**
 * Asks Hugging Face for the files of a model. node-llama-cpp would ask, too, but goes on for a quarter of an hour where nobody
 * answers, and says neither what is wrong nor what the content must be.
 * @throws UserError when there is no such model for this person, or nobody answers
 */
export async function lookUp(source: ModelSource, signal: AbortSignal): Promise<RemoteFile[]> {
    const name = parseModelName(source.uri);
    const file = name.file ?? await fileOfTag(name, source, signal);
    const files: RemoteFile[] = [];
    const parts = splitParts(file);
    if (parts.length > mostParts)
        throw new UserError(`${file} is one of ${parts.length.toLocaleString("en-US")} parts, more than any model has: check the name.`);
    for (const part of parts)
        files.push(await describeFile(name, part, source, signal));
    return files;
}

interface Ask {
    readonly method?: "HEAD";
    readonly redirect?: "manual";
    readonly headers: Readonly<Record<string, string>>;
}

const answerMs = 30_000;
const mostRedirects = 5;
const mostParts = 1000;

/** The way in which llama.cpp, too, asks which file a tag means. */
async function fileOfTag(name: ModelName, source: ModelSource, signal: AbortSignal): Promise<string> {
    const address = new URL(`v2/${name.user}/${name.repository}/manifests/${name.tag ?? "latest"}`, source.endpoint);
    const response = await request(authorized(source), address, {headers: {"User-Agent": "llama-cpp"}}, name, source, signal);
    const {ggufFile} = await response.json().catch(() => ({})) as {ggufFile?: {rfilename?: unknown}};
    if (typeof ggufFile?.rfilename !== "string")
        throw new UserError(`${where(source)} names no GGUF file for ${source.uri}: name one yourself, as hf:${name.user}/${name.repository}/file.gguf.`);
    return parseModelName(`hf:${name.user}/${name.repository}/${ggufFile.rfilename}`).file ?? "";
}

/** Hugging Face redirects to where the content is, and tells size and checksum in the first answer. */
async function describeFile(name: ModelName, file: string, source: ModelSource, signal: AbortSignal): Promise<RemoteFile> {
    const path = [name.user, name.repository, "resolve", name.branch, ...file.split("/")].map(encodeURIComponent).join("/");
    let address = new URL(path, source.endpoint), ask = authorized(source);
    for (let redirects = 0; redirects <= mostRedirects; redirects++) {
        const response = await request(ask, address, {method: "HEAD", redirect: "manual", headers: {"Accept-Encoding": "identity"}}, name, source, signal);
        const {headers} = response;
        const size = headers.get("x-linked-size") ?? (response.ok ? headers.get("content-length") : null);
        if (size !== null)
            return {bytes: bytesOf(size, file, source), sha256: /^"?([0-9a-f]{64})"?$/.exec(headers.get("x-linked-etag") ?? "")?.[1]};
        const next = leadingTo(address, response, source);
        if (next === undefined)
            throw new UserError(`${where(source)} does not say how large ${file} is: try again later.`);
        if (next.origin !== address.origin)
            ask = fetch; // from here on somebody else says where to go
        address = next;
    }
    throw new UserError(`${where(source)} leads from one address to the next for ${file}: try again later.`);
}

/** @throws UserError when it is no size that a file can have */
function bytesOf(said: string, file: string, source: ModelSource): number {
    const bytes = /^\d+$/.test(said) ? Number(said) : 0;
    if (bytes === 0 || !Number.isSafeInteger(bytes))
        throw new UserError(`${where(source)} says that ${file} has ${escapeForDisplay(said.slice(0, 40))} bytes, which no model has: nothing was downloaded.`);
    return bytes;
}

function leadingTo(address: URL, response: Response, source: ModelSource): URL | undefined {
    try {
        return redirectOf(address, response);
    } catch (error) {
        throw misled(error, source);
    }
}

function misled(error: unknown, source: ModelSource): unknown {
    return error instanceof MisleadingRedirect ? new UserError(`${where(source)} cannot be asked for ${source.uri}: ${error.message}.`) : error;
}

function authorized({endpoint}: ModelSource): Fetch {
    return authorizedFetch({endpoint, token: accessToken()});
}

async function request(ask: Fetch, address: URL, init: Ask, name: ModelName, source: ModelSource, signal: AbortSignal): Promise<Response> {
    const response = await send(ask, address, init, source, signal);
    if (response.status >= 400)
        throw new UserError(explain(response, name, source));
    return response;
}

async function send(ask: Fetch, address: URL, init: Ask, source: ModelSource, signal: AbortSignal): Promise<Response> {
    try {
        return await ask(address, {...init, signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)])});
    } catch (error) {
        signal.throwIfAborted();
        if (error instanceof MisleadingRedirect)
            throw misled(error, source);
        const {cause} = error as {cause?: {code?: unknown}};
        const reason = typeof cause?.code === "string" ? ` (${cause.code})` : "";
        throw new UserError(`${where(source)} cannot be reached${reason}: check the connection and try again.`);
    }
}

function explain(response: Response, name: ModelName, source: ModelSource): string {
    const repository = `${name.user}/${name.repository}`, page = `${source.endpoint}${repository}`;
    const code = response.headers.get("x-error-code");
    if (code === "GatedRepo" || response.status === 403)
        return `${repository} is gated: accept its terms at ${page}, and start the editor with an access token in the environment variable HF_TOKEN.`;
    if (response.status === 401 || code === "RepoNotFound")
        return `There is no model ${repository} at ${where(source)} that anybody may read: check the name. For one that is private or gated, start the editor with an access token in the environment variable HF_TOKEN.`;
    if (response.status === 404 || response.status === 400)
        return `There is no ${name.file ?? `GGUF file${name.tag === undefined ? "" : ` for the quantisation ${name.tag}`}`} in ${repository}: look at ${page}/tree/${name.branch} for what there is.`;
    return `${where(source)} answered ${response.status} for ${source.uri}: try again later.`;
}

function where({endpoint}: ModelSource): string {
    return new URL(endpoint).host;
}
