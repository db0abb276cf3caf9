import {performance} from "node:perf_hooks";
import {setImmediate} from "node:timers/promises";
import {newBits, setBit} from "../core/table/bits.js";
import {textMatcher} from "../core/filter/textMatcher.js";
import type {Turn} from "../core/example.js";
import {sentenceOf} from "./failure.js";
import {grown} from "./growing.js";
import {progressAt, type SearchedRows, type SearchRequest, type SearchResult} from "./messages.js";
import {rawFilter} from "./rawFilter.js";
import {blockEnd, RecordReader, spanOf} from "./records.js";
import {readSpans, SourceChanged, type Source} from "./source.js";

/** What is found is told this often. */
const sliceMs = 60;

interface Search {
    readonly number: number;
    readonly matches: (turns: readonly Turn[]) => boolean;
    readonly mayHold: ((raw: string) => boolean) | undefined;
    /** Where the record starts that was looked at last, and whether it may hold the term: it may be that of many rows. */
    start: number;
    held: boolean;
    at: number;
}

type Begin = Extract<SearchRequest, {kind: "begin"}>;

/** The thread that searches the texts of a file: the only one in which a regular expression runs, because it can be ended. */
export class Searcher {
    private readonly searches = new Map<number, Search>();
    private begun: Begin | undefined;
    private reader = new RecordReader();
    private source: Source | undefined;
    private spans = {start: new Float64Array(0), size: new Uint32Array(0)};
    private length = 0;
    private complete = false;
    private running = false;

    public constructor(private readonly progress: Int32Array<SharedArrayBuffer>, private readonly say: (result: SearchResult, transfer?: readonly ArrayBuffer[]) => void) {}

    public take(request: SearchRequest): void {
        switch (request.kind) {
            case "begin":
                this.searches.clear();
                this.begun = request;
                this.reader = new RecordReader();
                this.length = 0;
                this.complete = false;
                break;
            case "rows":
                this.addRows(request);
                break;
            case "search":
                this.searches.set(request.search, {number: request.search, matches: textMatcher(request.term), mayHold: rawFilter(request.term.pattern), start: -1, held: true, at: request.from});
                break;
            case "stop":
                this.searches.delete(request.search);
                break;
        }
        if (!this.running)
            void this.run();
    }

    private addRows({source, start, size, complete}: SearchedRows): void {
        this.source = source;
        const length = this.length + start.length;
        if (length > this.spans.start.length)
            this.spans = {start: grown(this.spans.start, length), size: grown(this.spans.size, length)};
        this.spans.start.set(start, this.length);
        this.spans.size.set(size, this.length);
        this.length = length;
        this.complete = complete;
    }

    /** One slice of every search after the other, until all rows that there are have been looked through. */
    private async run(): Promise<void> {
        this.running = true;
        for (let busy = true; busy;) {
            busy = false;
            for (const search of [...this.searches.values()]) {
                if (this.begun === undefined || this.source === undefined || (search.at === this.length && !this.complete))
                    continue;
                busy = true;
                this.searchSlice(search, this.begun, this.source);
                await setImmediate(); // requests are taken
            }
        }
        this.running = false;
    }

    private searchSlice(search: Search, {revision, columns}: Begin, source: Source): void {
        const until = performance.now() + sliceMs;
        const from = search.at, found: number[] = [];
        try {
            while (search.at < this.length && performance.now() < until) {
                const to = blockEnd(this.spans, search.at, this.length);
                const records = readSpans(source, Array.from({length: to - search.at}, (_, at) => spanOf(this.spans, search.at + at)));
                for (const record of records) {
                    if (this.find(search, record, columns))
                        found.push(search.at - from);
                    search.at++;
                }
            }
        } catch (error) {
            this.searches.delete(search.number);
            this.say(error instanceof SourceChanged ? {kind: "changed", revision, search: search.number} : {kind: "failed", search: search.number, sentence: sentenceOf(error)});
            return;
        }
        const bits = newBits(search.at - from);
        for (const place of found)
            setBit(bits, place);
        const done = this.complete && search.at === this.length;
        if (done)
            this.searches.delete(search.number);
        this.say({kind: "found", search: search.number, revision, from, to: search.at, bits: bits.buffer as ArrayBuffer, done}, [bits.buffer as ArrayBuffer]); // made here, and not of shared memory
    }

    private find(search: Search, record: Uint8Array, columns: Begin["columns"]): boolean {
        const {number, at, mayHold, matches} = search, start = this.spans.start[at] ?? 0;
        if (start !== search.start)
            search.held = mayHold?.(text(record)) !== false;
        search.start = start;
        if (!search.held)
            return false;
        const turns = this.reader.exampleOf(this.spans, at, record, columns);
        // Whoever watches ends this thread when these numbers do not move.
        this.progress[progressAt.search] = number;
        this.progress[progressAt.row] = at;
        Atomics.add(this.progress, progressAt.ticks, 1);
        Atomics.store(this.progress, progressAt.testing, 1);
        const found = matches(turns);
        Atomics.store(this.progress, progressAt.testing, 0);
        return found;
    }
}

function text(bytes: Uint8Array): string {
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("utf8");
}
