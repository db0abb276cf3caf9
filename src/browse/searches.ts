import {performance} from "node:perf_hooks";
import {Worker} from "node:worker_threads";
import {compiled} from "../core/filter/textMatcher.js";
import type {TextTerm} from "../core/filter/terms.js";
import type {ColumnMapping} from "../core/formats/columns.js";
import type {Say} from "./fileThread.js";
import {progressAt, type SearchRequest, type SearchResult, type ThreadRole} from "./messages.js";
import type {Rows} from "./rows.js";
import type {Source} from "./source.js";

/** What is searched. */
export interface SearchedReading {
    readonly revision: number;
    readonly rows: Rows;
    readonly source: Source | undefined;
    readonly columns: ColumnMapping | undefined;
    readonly done: boolean;
    /** Rows that have been told: what is found are these. */
    readonly told: number;
}

interface Active {
    readonly term: TextTerm;
    /** Rows before it have been looked through. */
    at: number;
}

const watchMs = 100;

/** Has texts searched by a thread beside, and ends that thread when one example takes it too long. */
export class Searches {
    private readonly active = new Map<number, Active>();
    private worker: Worker | undefined;
    private progress = new Int32Array(new SharedArrayBuffer(16));
    private watch: NodeJS.Timeout | undefined;
    private lastTick = {ticks: -1, since: 0};
    /** What the thread has been given. */
    private given = {revision: 0, rows: 0, complete: false};

    /** @param limitMs longer than that one example must not take */
    public constructor(private readonly limitMs: number, private readonly reading: () => SearchedReading | undefined, private readonly say: Say, private readonly onChanged: (revision: number) => void) {}

    public start(search: number, revision: number, term: TextTerm): void {
        if (this.reading()?.revision !== revision)
            return; // a table of the next one is on its way
        const expression = compiled(term.pattern);
        if (typeof expression === "string") {
            this.say({kind: "search-failed", search, sentence: expression});
            return;
        }
        this.active.set(search, {term, at: 0});
        if (!this.giveRows() && this.given.revision === revision)
            this.post({kind: "search", search, term, from: 0});
        this.watch ??= setInterval(() => {
            this.look();
        }, watchMs);
    }

    public stop(search: number): void {
        if (this.active.delete(search))
            this.worker?.postMessage({kind: "stop", search} satisfies SearchRequest);
    }

    /** Another revision, or none: what is searched in the one before is of no use. */
    public reset(): void {
        this.active.clear();
        if (this.worker !== undefined)
            this.end();
    }

    /** More rows have been told. */
    public haveTold(): void {
        if (this.active.size > 0)
            this.giveRows();
    }

    /** What the thread does not have yet. Returns whether it had nothing of this revision, and got the searches, too. */
    private giveRows(): boolean {
        const reading = this.reading();
        if (reading?.source === undefined)
            return false; // comes with the first rows
        const {revision, rows, source, columns, told, done} = reading;
        const begins = this.given.revision !== revision;
        if (begins) {
            this.given = {revision, rows: 0, complete: false};
            this.post({kind: "begin", revision, columns});
        }
        if (begins || this.given.rows !== told || this.given.complete !== done) {
            const {start, size} = rows.spans(this.given.rows, told);
            this.given = {revision, rows: told, complete: done};
            this.post({kind: "rows", source, start, size, complete: done});
        }
        if (begins)
            for (const [search, {term, at}] of this.active)
                this.post({kind: "search", search, term, from: at});
        return begins;
    }

    private take(result: SearchResult): void {
        const search = this.active.get(result.search);
        if (search === undefined)
            return; // stopped meanwhile
        if (result.kind === "found") {
            search.at = result.to;
            if (result.done)
                this.active.delete(result.search);
            this.say(result, [result.bits]);
            return;
        }
        this.active.delete(result.search);
        if (result.kind === "changed")
            this.onChanged(result.revision);
        this.say({kind: "search-failed", search: result.search, sentence: result.kind === "changed" ? "The file has changed since it was read, so it cannot be searched until it is read again." : result.sentence});
    }

    private look(): void {
        if (this.active.size === 0) {
            clearInterval(this.watch);
            this.watch = undefined;
            return;
        }
        const ticks = Atomics.load(this.progress, progressAt.ticks), search = Atomics.load(this.progress, progressAt.search), now = performance.now();
        if (ticks !== this.lastTick.ticks || Atomics.load(this.progress, progressAt.testing) === 0)
            this.lastTick = {ticks, since: now};
        else if (now - this.lastTick.since > (this.active.has(search) ? this.limitMs : watchMs)) // nobody waits for one that was stopped
            this.stopRunaway(search, Atomics.load(this.progress, progressAt.row));
    }

    /** Another thread goes on with the other searches. */
    private stopRunaway(search: number, row: number): void {
        const line = this.reading()?.rows.lineOf(row) ?? 0;
        this.end();
        if (this.active.delete(search))
            this.say({kind: "search-failed", search, sentence: `The search was stopped: on the example in line ${line} this regular expression takes longer than ${this.limitMs / 1000} s. Mostly a repetition inside of a repetition is why, as in (a+)+.`});
        this.haveTold();
    }

    private end(): void {
        const {worker} = this;
        this.worker = undefined;
        this.given = {revision: 0, rows: 0, complete: false};
        this.progress = new Int32Array(new SharedArrayBuffer(16));
        this.lastTick = {ticks: -1, since: 0};
        void worker?.terminate();
    }

    private post(request: SearchRequest): void {
        this.worker ??= this.started();
        this.worker.postMessage(request, request.kind === "rows" ? [request.start.buffer, request.size.buffer] : []);
    }

    private started(): Worker {
        const worker = new Worker(new URL(import.meta.url), {workerData: {role: "search", progress: this.progress} satisfies ThreadRole});
        worker.on("message", (result: SearchResult) => {
            if (this.worker === worker)
                this.take(result);
        });
        worker.on("error", (error: Error) => {
            if (this.worker !== worker)
                return;
            this.end();
            for (const search of this.active.keys())
                this.say({kind: "search-failed", search, sentence: `The search was stopped: ${error.message}.`});
            this.active.clear();
        });
        return worker;
    }
}
