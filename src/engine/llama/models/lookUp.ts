import {UserError} from "../../../core/errors.js";
import {parseModelName, splitParts, type ModelName} from "../../../core/modelName.js";
import type {ModelSource} from "../../models/protocol.js";

export interface RemoteFile {
    readonly bytes: number;
    /** Of its content, in lower-case hexadecimal digits; undefined where the server does not tell. */
    readonly sha256: string | undefined;
}

/** Only what a person gave to this program; node-llama-cpp would also look for files of other programs. */
export function accessToken(): string | undefined {
    return process.env.HF_TOKEN === "" ? undefined : process.env.HF_TOKEN;
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
    for (const part of splitParts(file))
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

/** The way in which llama.cpp, too, asks which file a tag means. */
async function fileOfTag(name: ModelName, source: ModelSource, signal: AbortSignal): Promise<string> {
    const response = await request(new URL(`v2/${name.user}/${name.repository}/manifests/${name.tag ?? "latest"}`, source.endpoint), {headers: {"User-Agent": "llama-cpp"}}, name, source, signal);
    const {ggufFile} = await response.json().catch(() => ({})) as {ggufFile?: {rfilename?: unknown}};
    if (typeof ggufFile?.rfilename !== "string")
        throw new UserError(`${where(source)} names no GGUF file for ${source.uri}: name one yourself, as hf:${name.user}/${name.repository}/file.gguf.`);
    return parseModelName(`hf:${name.user}/${name.repository}/${ggufFile.rfilename}`).file ?? "";
}

/** Hugging Face redirects to where the content is, and tells size and checksum in the first answer. */
async function describeFile(name: ModelName, file: string, source: ModelSource, signal: AbortSignal): Promise<RemoteFile> {
    const path = [name.user, name.repository, "resolve", name.branch, ...file.split("/")].map(encodeURIComponent).join("/");
    let address = new URL(path, source.endpoint);
    for (let redirects = 0; redirects <= mostRedirects; redirects++) {
        const response = await request(address, {method: "HEAD", redirect: "manual", headers: {"Accept-Encoding": "identity"}}, name, source, signal);
        const {headers} = response;
        const size = Number(headers.get("x-linked-size") ?? (response.ok ? headers.get("content-length") : null) ?? Number.NaN);
        if (Number.isSafeInteger(size))
            return {bytes: size, sha256: /^"?([0-9a-f]{64})"?$/.exec(headers.get("x-linked-etag") ?? "")?.[1]};
        const location = headers.get("location");
        if (location === null)
            throw new UserError(`${where(source)} does not say how large ${file} is: try again later.`);
        address = new URL(location, address);
    }
    throw new UserError(`${where(source)} leads from one address to the next for ${file}: try again later.`);
}

/** Without the token first: most models are open, and then nobody needs to know who asks. */
async function request(address: URL, init: Ask, name: ModelName, source: ModelSource, signal: AbortSignal): Promise<Response> {
    const token = accessToken();
    const closed = [401, 403, 404];
    let response = await send(address, init, source, signal);
    if (closed.includes(response.status) && token !== undefined && address.host === new URL(source.endpoint).host)
        response = await send(address, {...init, headers: {...init.headers, Authorization: `Bearer ${token}`}}, source, signal);
    if (response.status >= 400)
        throw new UserError(explain(response, name, source));
    return response;
}

async function send(address: URL, init: Ask, source: ModelSource, signal: AbortSignal): Promise<Response> {
    try {
        return await fetch(address, {...init, signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)])});
    } catch (error) {
        signal.throwIfAborted();
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
