import {createHash} from "node:crypto";
import {createServer, type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse} from "node:http";
import type {AddressInfo} from "node:net";
import {Readable} from "node:stream";
import {pipeline} from "node:stream/promises";
import {setTimeout as delay} from "node:timers/promises";

export interface StandInOptions {
    /** Files by `user/repo/path`. */
    readonly files: Readonly<Record<string, Buffer>>;
    /** Files that a tag means, by `user/repo:tag`. */
    readonly tags?: Readonly<Record<string, string>>;
    /** Bytes a second of each connection; as fast as it goes when missing. */
    readonly bytesPerSecond?: number;
    /** Repositories that ask for this access token. */
    readonly gated?: Readonly<Record<string, string>>;
    /** Answers with the content itself, and so without its checksum, as mirrors do. */
    readonly plain?: boolean;
    /** What checksums and sizes are said to be instead of what they are. */
    readonly sha256?: string;
    readonly size?: number | string;
    /** Where another server has the content, as an address that ends with a slash: content moves there, also from `/content/`. */
    readonly contentAt?: string;
    /** Connections that are broken off in the middle of the content, of the first that ask for it. */
    readonly broken?: number;
}

/** Stands in for huggingface.co: manifests, redirects to where the content is, ranges, and what it says of closed doors. */
export class HuggingFaceStandIn {
    /** `GET /path bytes=0-9` of each request, in order. */
    public readonly requests: string[] = [];
    /** The headers of each request, in the same order. */
    public readonly headers: IncomingHttpHeaders[] = [];
    private broken = 0;
    private readonly server: Server;

    public constructor(public options: StandInOptions) {
        this.server = createServer((request, response) => {
            this.requests.push([request.method, request.url, request.headers.range].filter((part) => part !== undefined).join(" "));
            this.headers.push(request.headers);
            this.answer(request, response).catch(() => response.destroy());
        });
    }

    /** @returns what HF_ENDPOINT is to be */
    public async start(): Promise<string> {
        await new Promise<void>((resolve) => {
            this.server.listen(0, "127.0.0.1", resolve);
        });
        return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
    }

    public stop(): void {
        this.server.closeAllConnections();
        this.server.close();
    }

    /** Bytes that were asked for by ranges. */
    public rangesAsked(): number {
        return this.requests.reduce((sum, line) => {
            const [, first, last] = /bytes=(\d+)-(\d+)$/.exec(line) ?? [];
            return first === undefined ? sum : sum + Number(last) - Number(first) + 1;
        }, 0);
    }

    private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
        const [, ...path] = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname).split("/");
        const {files, tags = {}, gated = {}, plain = false, sha256, size, contentAt} = this.options;
        const content = path[0] === "content";
        const repository = (path[0] === "v2" || content ? path.slice(1, 3) : path.slice(0, 2)).join("/");
        const token = gated[repository];
        if (token !== undefined && !content && request.headers.authorization !== `Bearer ${token}`) {
            response.writeHead(401, {"x-error-code": "GatedRepo"}).end();
        } else if (!Object.keys(files).some((name) => name.startsWith(`${repository}/`))) {
            response.writeHead(401, {"x-error-code": "RepoNotFound"}).end();
        } else if (path[0] === "v2") {
            const file = tags[`${repository}:${path[4] ?? ""}`];
            response.writeHead(file === undefined ? 400 : 200, {"content-type": "application/json"}).end(JSON.stringify(file === undefined ? {error: "no"} : {ggufFile: {rfilename: file}}));
        } else {
            const name = `${repository}/${path.slice(content ? 3 : 4).join("/")}`, file = files[name];
            if (file === undefined)
                response.writeHead(404, {"x-error-code": "EntryNotFound"}).end();
            else if (content && contentAt !== undefined)
                response.writeHead(302, {location: `${contentAt}content/${encodeURI(name)}`}).end();
            else if (content || plain)
                await this.send(file, request, response);
            else
                response.writeHead(302, {"location": `${contentAt ?? "/"}content/${encodeURI(name)}`, "x-linked-size": size ?? file.length, "x-linked-etag": `"${sha256 ?? createHash("sha256").update(file).digest("hex")}"`}).end();
        }
    }

    private async send(file: Buffer, request: IncomingMessage, response: ServerResponse): Promise<void> {
        const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "") ?? [];
        const start = Number(first ?? 0), end = last === undefined || last === "" ? file.length : Number(last) + 1;
        response.writeHead(first === undefined ? 200 : 206, {
            "accept-ranges": "bytes", "content-length": end - start, ...(first === undefined ? {} : {"content-range": `bytes ${start}-${end - 1}/${file.length}`})
        });
        const {bytesPerSecond} = this.options;
        const piece = bytesPerSecond === undefined ? 2 ** 20 : Math.ceil(bytesPerSecond / 20);
        if (first !== undefined && this.broken < (this.options.broken ?? 0)) {
            this.broken++;
            response.write(file.subarray(start, start + (end - start) / 2), () => response.destroy());
            return;
        }
        await pipeline(Readable.from(this.pieces(request.method === "HEAD" ? Buffer.of() : file.subarray(start, end), piece)), response);
    }

    private async *pieces(content: Buffer, size: number): AsyncGenerator<Buffer> {
        for (let at = 0; at < content.length; at += size) {
            yield content.subarray(at, at + size);
            if (this.options.bytesPerSecond !== undefined)
                await delay(50);
        }
    }
}
