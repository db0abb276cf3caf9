import {Worker} from "node:worker_threads";
import binary from "./wasm/rows.wasm";

/** What wasm/rows.ts exports. Numbers are addresses in bytes, but for `thread`, `size` and `count`. */
interface Kernel {
    configure(thread: number, rows: number, size: number, targets: number, results: number): void;
    run(count: number): number;
    stop(): void;
}

const page = 65_536;
const mostPages = 65_535; // one less than there are: the address of the end has to fit into 32 bits as well

/** Bytes at the beginning of the memory that each thread works in, and one such step more that they share (see wasm/rows.ts). */
const threadStep = 4096;

const aligned = (bytes: number): number => Math.ceil(bytes / 64) * 64;

const hostFunctions = {log: Math.log, exp: Math.exp};

/** A thread needs nothing but these lines, so that it does not matter where a bundle lies. It sleeps between runs. */
const threadSource = `
    const {module, memory, layout} = require("node:worker_threads").workerData;
    const {configure, serve} = new WebAssembly.Instance(module, {env: {memory}, logSumExp: {log: Math.log, exp: Math.exp}}).exports;
    configure(...layout);
    serve();
`;

/**
 * Turns rows of logits into log-probabilities: logits[target] - log(sum(exp(logits))) as a 64-bit float, within 1e-6 of what
 * 64-bit arithmetic gives, and the same bits for any number of threads. A row with a NaN, with +Infinity or with nothing but
 * -Infinity gives NaN, and so does no other; a target of -Infinity gives -Infinity.
 */
export class RowScorer {
    /** f32[rows][vocabulary] without gaps, to be written before `score`. Its place never changes, so that native code may write to it. */
    public readonly rows: Float32Array;

    /** Which column of each row is asked for; to be written before `score`. */
    public readonly targets: Int32Array;

    /** Log-probabilities of the last `score`, one a row. */
    public readonly results: Float64Array;

    readonly #vocabulary: number;
    readonly #kernel: Kernel;
    readonly #workers: readonly Worker[];

    /**
     * @param vocabulary floats in a row
     * @param mostRows rows that there is space for
     * @param threads threads that share the rows of a run, the calling one among them
     * @throws if the rows take more than the 4 GiB of WebAssembly
     */
    public constructor(vocabulary: number, mostRows: number, threads = 1) {
        const targets = threadStep * (1 + threads);
        const results = aligned(targets + mostRows * Int32Array.BYTES_PER_ELEMENT);
        const rows = aligned(results + mostRows * Float64Array.BYTES_PER_ELEMENT);
        const pages = Math.ceil((rows + mostRows * vocabulary * Float32Array.BYTES_PER_ELEMENT) / page);
        if (pages > mostPages)
            throw new Error(`${mostRows} rows of ${vocabulary} logits do not fit into the 4 GiB that WebAssembly can address`);
        // Always shared: it costs nothing, and one thread is no special case.
        const memory = new WebAssembly.Memory({initial: pages, maximum: pages, shared: true});
        this.rows = new Float32Array(memory.buffer, rows, mostRows * vocabulary);
        this.targets = new Int32Array(memory.buffer, targets, mostRows);
        this.results = new Float64Array(memory.buffer, results, mostRows);
        this.#vocabulary = vocabulary;

        const module = new WebAssembly.Module(binary);
        const layout = (thread: number): [number, number, number, number, number] => [thread, rows, vocabulary, targets, results];
        this.#kernel = new WebAssembly.Instance(module, {env: {memory}, logSumExp: hostFunctions}).exports as unknown as Kernel;
        this.#kernel.configure(...layout(0));
        this.#workers = Array.from({length: threads - 1}, (_, index) => {
            const worker = new Worker(threadSource, {eval: true, execArgv: [], workerData: {module, memory, layout: layout(index + 1)}});
            worker.unref();
            return worker;
        });
    }

    /**
     * Scores the first `count` rows for their targets. The calling thread works along and is blocked until all are done.
     * @returns `results`, of which the first `count` are new
     * @throws RangeError if there is no space for so many rows, or a target is outside of its row
     */
    public score(count: number): Float64Array {
        if (count > this.targets.length)
            throw new RangeError(`there is space for ${this.targets.length} rows and not for ${count}`);
        for (let row = 0; row < count; row++) {
            const target = this.targets[row];
            if (target === undefined || target < 0 || target >= this.#vocabulary)
                throw new RangeError(`row ${row} has no column ${target}`);
        }
        if (this.#kernel.run(count) === 0)
            throw new Error("a thread that scores logits has not come back");
        return this.results;
    }

    /** Ends the other threads; the rest goes with the object. */
    public async dispose(): Promise<void> {
        this.#kernel.stop();
        await Promise.all(this.#workers.map((worker) => worker.terminate()));
    }
}
