import {Worker} from "node:worker_threads";
import {UserError} from "../core/errors.js";
import type {TextColumn} from "../core/table/textColumns.js";
import type {SortResult, ThreadRole} from "./messages.js";
import type {SearchedReading} from "./searches.js";
import {SourceChanged} from "./source.js";

interface Sort {
    readonly ranks: Promise<Uint32Array | undefined>;
    readonly resolve: (ranks: Uint32Array | undefined) => void;
    readonly reject: (error: Error) => void;
    /** Undefined until all rows have been read. */
    worker: Worker | undefined;
}

/**
 * Has the rows of a file put in the order of their texts: by each column once, in a thread beside, which ends with it. The ranks
 * are kept, four bytes a row, for the panel that comes back.
 */
export class TextSorts {
    private readonly sorts = new Map<TextColumn, Sort>();

    public constructor(private readonly reading: () => SearchedReading | undefined) {}

    /** Of the reading that there is, as soon as it is done; undefined when another takes its place before. @throws SourceChanged, UserError */
    public ranks(column: TextColumn): Promise<Uint32Array | undefined> {
        let sort = this.sorts.get(column);
        if (sort === undefined) {
            sort = pending();
            this.sorts.set(column, sort);
            this.begin(column, sort);
        }
        return sort.ranks;
    }

    /** More rows have been told. */
    public haveTold(): void {
        for (const [column, sort] of this.sorts)
            if (sort.worker === undefined)
                this.begin(column, sort);
    }

    /** Another reading, or none: the orders of the one before are of no use. */
    public reset(): void {
        for (const {worker, resolve} of this.sorts.values()) {
            resolve(undefined);
            void worker?.terminate();
        }
        this.sorts.clear();
    }

    private begin(column: TextColumn, sort: Sort): void {
        const reading = this.reading();
        if (reading?.done !== true)
            return;
        if (reading.source === undefined) {
            this.fail(column, sort, new SourceChanged());
            return;
        }
        const {start, size} = reading.rows.spans(0, reading.told);
        const role: ThreadRole = {role: "sort", job: {column, columns: reading.columns, source: reading.source, start, size}};
        const worker = new Worker(new URL(import.meta.url), {workerData: role, transferList: [start.buffer, size.buffer]});
        sort.worker = worker;
        let result: SortResult | undefined, reason = "its thread ended";
        worker.on("message", (said: SortResult) => {
            result = said;
            if (said.kind === "ranks")
                sort.resolve(said.ranks);
            else
                this.fail(column, sort, said.kind === "changed" ? new SourceChanged() : new UserError(said.sentence));
        });
        worker.on("error", ({message}: Error) => {
            reason = message;
        });
        worker.on("exit", () => {
            if (result === undefined)
                this.fail(column, sort, new UserError(`The examples could not be sorted: ${reason}.`));
        });
    }

    /** Who asks again has it tried again. */
    private fail(column: TextColumn, sort: Sort, error: Error): void {
        if (this.sorts.get(column) === sort)
            this.sorts.delete(column);
        sort.reject(error);
    }
}

function pending(): Sort {
    let resolve: Sort["resolve"] = () => undefined, reject: Sort["reject"] = () => undefined;
    const ranks = new Promise<Uint32Array | undefined>((resolves, rejects) => {
        resolve = resolves;
        reject = rejects;
    });
    return {ranks, resolve, reject, worker: undefined};
}
