import {Worker} from "node:worker_threads";
import {UserError} from "../core/errors.js";
import type {TextTerm} from "../core/filter/terms.js";
import type {Decision, SelectionRule} from "../core/selection.js";
import type {TextColumn} from "../core/table/textColumns.js";
import {exitOf} from "./exitOf.js";
import type {ScoreOfKey} from "./keyedScores.js";
import {usualSettings, type FileMessage, type ReadingSettings, type ThreadRole} from "./messages.js";
import type {Answers, BrowsedFile, BrowseEvent, BrowseOptions, BrowseRequest, ExportOrder, Question} from "./protocol.js";

export interface BrowserOptions {
    /** The bundled `dist/browser.js`. */
    readonly threadPath: string;
    readonly onEvent: (event: BrowseEvent) => void;
    /** The thread has died, and not of `close`. The next request starts another, which knows of nothing: `read` comes first. */
    readonly onEnd?: (error: BrowserEnded) => void;
    readonly settings?: Partial<ReadingSettings>;
}

/** The thread that holds a file ended while something was asked of it. */
export class BrowserEnded extends Error {
    public override readonly name = "BrowserEnded";
}

interface Pending {
    readonly kind: Question["kind"];
    readonly resolve: (answer: Answers[keyof Answers] | undefined) => void;
    readonly reject: (error: Error) => void;
}

/**
 * One file, held by a thread that is started with the first request and ended by `close`, after which none is started. Answers
 * are `undefined` where the revision is not the newest any more. Every question is settled: by its answer, with `UserError` where the file cannot be
 * read, with `BrowserEnded` when the thread dies, and with `undefined` when it is closed; but an export is written to its end.
 */
export class Browser {
    private readonly pending = new Map<number, Pending>();
    private worker: Worker | undefined;
    private asked = 0;
    /** Of the last reading, as the thread counts them; another thread goes on from it. */
    private revision = 0;
    private closed = false;

    public constructor(private readonly options: BrowserOptions) {}

    /** The bytes of an edited text are handed over: they are gone here afterwards. */
    public read(file: BrowsedFile, options: BrowseOptions): void {
        const bytes = file.bytes === undefined ? undefined : ownBuffer(file.bytes);
        this.send({kind: "read", file: bytes === undefined ? {path: file.path} : {path: file.path, bytes}, options}, bytes === undefined ? [] : [bytes.buffer]);
        this.revision++;
    }

    public refresh(options: BrowseOptions): void {
        this.send({kind: "refresh", options});
    }

    public beginRun(): void {
        this.send({kind: "run-begun"});
    }

    public scored(rows: readonly ScoreOfKey[]): void {
        this.send({kind: "scored", rows});
    }

    /** Null clears. */
    public decided(keys: readonly string[], decision: Decision | null): void {
        this.send({kind: "decided", keys, decision});
    }

    /** @param path undefined for what there is without one */
    public showScoresFile(path: string | undefined): void {
        this.send({kind: "scores-file", path});
    }

    /** Has the table and the origin said again. */
    public resend(): void {
        this.send({kind: "resend"});
    }

    /** Finds come as `found` events with this number. */
    public search(search: number, revision: number, term: TextTerm): void {
        this.send({kind: "search", search, revision, term});
    }

    public stopSearch(search: number): void {
        this.send({kind: "stop-search", search});
    }

    /** @param cut characters of a turn that are enough; 0 for all */
    public texts(revision: number, rows: readonly number[], cut: number): Promise<Answers["texts"] | undefined> {
        return this.ask({kind: "texts", revision, rows, cut});
    }

    public textRanks(revision: number, column: TextColumn): Promise<Answers["text-ranks"] | undefined> {
        return this.ask({kind: "text-ranks", revision, column});
    }

    public keys(revision: number, rows: Uint32Array): Promise<Answers["keys"] | undefined> {
        return this.ask({kind: "keys", revision, rows});
    }

    public rows(revision: number, keys: readonly string[]): Promise<Answers["rows"] | undefined> {
        return this.ask({kind: "rows", revision, keys});
    }

    public place(revision: number, row: number): Promise<Answers["place"] | undefined> {
        return this.ask({kind: "place", revision, row});
    }

    public packedKeys(revision: number): Promise<Answers["packed-keys"] | undefined> {
        return this.ask({kind: "packed-keys", revision});
    }

    public match(revision: number, keys: Uint32Array): Promise<Answers["match"] | undefined> {
        return this.ask({kind: "match", revision, keys});
    }

    public golden(revision: number, rules: readonly SelectionRule[]): Promise<Answers["golden"] | undefined> {
        return this.ask({kind: "golden", revision, rules});
    }

    public export(revision: number, rows: Uint32Array | SelectionRule, order: ExportOrder): Promise<Answers["export"] | undefined> {
        return this.ask({kind: "export", revision, rows, order});
    }

    /** Safe at any time and more than once. Settled when the thread has ended, which it does of itself: one that is stopped in the middle of the store's native code takes the process along. */
    public async close(): Promise<void> {
        const {worker} = this;
        if (!this.closed)
            worker?.postMessage({kind: "close"} satisfies BrowseRequest);
        this.closed = true;
        for (const [ask, {kind, resolve}] of this.pending) {
            if (kind === "export")
                continue;
            this.pending.delete(ask);
            resolve(undefined);
        }
        if (worker !== undefined)
            await exitOf(worker);
    }

    private ask<Kind extends Question["kind"]>(question: Extract<Question, {kind: Kind}>): Promise<Answers[Kind] | undefined> {
        const ask = ++this.asked;
        if (this.closed)
            return Promise.resolve(undefined);
        return new Promise((resolve, reject) => {
            this.pending.set(ask, {kind: question.kind, resolve: resolve as Pending["resolve"], reject}); // the thread answers a question with its kind of answer
            this.send({kind: "ask", ask, question});
        });
    }

    private send(request: BrowseRequest, transfer: readonly ArrayBuffer[] = []): void {
        if (this.closed)
            return; // whoever still asks has waited for something else meanwhile
        this.worker ??= this.started();
        this.worker.postMessage(request, transfer);
    }

    private started(): Worker {
        const {threadPath, settings} = this.options;
        const worker = new Worker(threadPath, {workerData: {role: "file", settings: {...usualSettings, ...settings}, revision: this.revision} satisfies ThreadRole});
        let reason = "it ended of itself";
        worker.on("message", (message: FileMessage) => {
            this.take(message);
        });
        worker.on("error", (error: Error & {code?: string}) => {
            reason = error.code === "ERR_WORKER_OUT_OF_MEMORY" ? "there was not enough memory" : error.message;
        });
        worker.on("exit", () => {
            this.worker = undefined;
            const error = new BrowserEnded(`The thread that held the file ended: ${reason}.`);
            for (const {reject} of this.pending.values())
                reject(error);
            this.pending.clear();
            if (!this.closed)
                this.options.onEnd?.(error);
        });
        return worker;
    }

    private take(message: FileMessage): void {
        if (message.kind !== "answer" && message.kind !== "refused") {
            if (!this.closed)
                this.options.onEvent(message);
            return;
        }
        const pending = this.pending.get(message.ask);
        this.pending.delete(message.ask);
        if (message.kind === "answer")
            pending?.resolve(message.answer);
        else
            pending?.reject(new UserError(message.sentence, message.remedy));
    }
}

/** The bytes in a buffer that holds nothing else, as handing a buffer over takes all of it. */
function ownBuffer(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
    const {buffer} = bytes;
    return buffer instanceof ArrayBuffer && buffer.byteLength === bytes.byteLength ? new Uint8Array(buffer) : new Uint8Array(bytes);
}
