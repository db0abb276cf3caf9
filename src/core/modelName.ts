import {UserError} from "./errors.js";

/** A GGUF file on Hugging Face. */
export interface ModelName {
    readonly user: string;
    readonly repository: string;
    /** Path of the file in the repository; undefined where Hugging Face chooses one by the tag. */
    readonly file: string | undefined;
    /** Of the file; `main` where none was named. */
    readonly branch: string;
    /** A quantisation; undefined leaves the choice to Hugging Face. */
    readonly tag: string | undefined;
}

/**
 * Reads the ways in which people write down a model of Hugging Face: `hf:user/repo:Q4_K_M`, `hf:user/repo/folder/file.gguf#branch`,
 * the same without `hf:`, and addresses of its pages and files.
 * @throws UserError when it is none of these
 */
export function parseModelName(text: string): ModelName {
    const given = text.trim();
    const found = /^https?:\/\//i.test(given) ? fromAddress(given) : fromIdentifier(given.replace(prefix, ""));
    if (found === undefined)
        throw new UserError("Name a model of Hugging Face as hf:user/repo:Q4_K_M, as hf:user/repo/file.gguf, or by the address of its page.");
    return found;
}

/** As node-llama-cpp wants it. */
export function modelUri({user, repository, file, branch, tag}: ModelName): string {
    if (file === undefined)
        return `hf:${user}/${repository}${tag === undefined ? "" : `:${tag}`}`;
    return `hf:${user}/${repository}/${file}${branch === mainBranch ? "" : `#${branch}`}`;
}

/** Every file of a model that is split into several, in order; of any other the file alone. */
export function splitParts(file: string): string[] {
    const [, start, amount] = /^(.*-)\d{5}-of-(\d{5})\.gguf$/i.exec(file) ?? [];
    if (start === undefined || amount === undefined)
        return [file];
    return Array.from({length: Number(amount)}, (_, i) => `${start}${String(i + 1).padStart(5, "0")}-of-${amount}.gguf`);
}

const mainBranch = "main";
const prefix = /^(hf:(\/\/)?|huggingface:(\/\/)?|(www\.)?(hf|huggingface)\.co\/)/i;
const hosts = /^((www\.)?huggingface\.co|hf\.co)$/i;

/** What a part of a path may be: nothing that leads out of a folder or into another host. */
const segment = /^[\p{L}\p{N}_][\p{L}\p{N}._ +()@=-]{0,199}$/u;
const owner = /^[A-Za-z0-9][A-Za-z0-9._-]{0,95}$/;
const label = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

function fromIdentifier(text: string): ModelName | undefined {
    const [path = "", branch, ...more] = text.split("#");
    const [user = "", second = "", ...file] = path.split("/");
    const [repository = "", tag, ...rest] = second.split(":");
    if (more.length > 0 || rest.length > 0 || (tag !== undefined && file.length > 0) || (branch !== undefined && file.length === 0))
        return undefined;
    return checked({user, repository, file: file.length === 0 ? undefined : file.join("/"), branch: branch ?? mainBranch, tag});
}

function fromAddress(text: string): ModelName | undefined {
    const address = URL.canParse(text) ? new URL(text) : undefined;
    if (address === undefined || !hosts.test(address.hostname) || address.username !== "")
        return undefined;
    const [user = "", repository = "", view, branch = mainBranch, ...path] = decoded(address.pathname).split("/").slice(1).filter((part, i) => part !== "" || i < 2);
    const file = view === "blob" || view === "resolve" || view === "raw" ? path.join("/") : address.searchParams.get("show_file_info") ?? undefined;
    return checked({user, repository, file, branch: file === undefined ? mainBranch : branch, tag: undefined});
}

function checked(name: ModelName): ModelName | undefined {
    const {user, repository, file, branch, tag} = name;
    const sound = [user, repository].every((part) => owner.test(part)) && (tag === undefined || label.test(tag)) && branch.split("/").every((part) => label.test(part)) &&
        (file === undefined || (file.split("/").every((part) => segment.test(part)) && /\.gguf$/i.test(file)));
    return sound ? name : undefined;
}

function decoded(text: string): string {
    try {
        return decodeURIComponent(text);
    } catch {
        return ""; // a broken escape sequence: no address of anything
    }
}
