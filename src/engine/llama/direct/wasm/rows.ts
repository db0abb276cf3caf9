// AssemblyScript. The rows of a batch, scored by any number of threads: each has an instance of this module over the same memory.
import {logSumExp, useScratch} from "./logSumExp";

/** Words that the threads share, at the beginning of the memory. */
const round: usize = 0; // counts calls of `run`; threads sleep on it
const stopping: usize = 4;
const rowsAhead: usize = 8; // rows that nobody has taken; below 0 once threads have found nothing
const rowsInRun: usize = 12;
const rowsDone: usize = 16;

/** The shared words, and the working space of each thread after them, lie this many bytes apart. */
const step: usize = 4096;

/** Nanoseconds until a thread that has taken a row counts as lost. */
const patience: i64 = 60_000_000_000;

let rows: usize = 0;
let vocabulary: usize = 0;
let targets: usize = 0;
let results: usize = 0;

/**
 * Must be the first call.
 * @param thread number of the calling thread, from 0
 * @param rowsAt address of f32[][size], without gaps
 * @param targetsAt address of i32[]: the index in its row that each row is scored for
 * @param resultsAt address of f64[]: logits[target] - log(sum(exp(logits))) of each row
 */
export function configure(thread: usize, rowsAt: usize, size: usize, targetsAt: usize, resultsAt: usize): void {
    useScratch((thread + 1) * step);
    rows = rowsAt, vocabulary = size, targets = targetsAt, results = resultsAt;
}

/**
 * Scores rows until none is left. A thread may come late, from an earlier run: all that it goes by is `rowsAhead`, whose one
 * atomic operation tells whether there is a row and which one, so whatever it takes is a row of the run that is on.
 */
function take(): void {
    for (;;) {
        const row = atomic.sub<i32>(rowsAhead, 1) - 1;
        if (row < 0)
            return;
        const logits = rows + <usize>row * vocabulary * 4;
        const target = <f64>load<f32>(logits + <usize>load<i32>(targets + <usize>row * 4) * 4);
        store<f64>(results + <usize>row * 8, target - logSumExp(logits, vocabulary));
        if (atomic.add<i32>(rowsDone, 1) + 1 == atomic.load<i32>(rowsInRun))
            atomic.notify(rowsDone, 1);
    }
}

/** Scores the first `count` rows with all threads and returns when all are done; false if a thread was lost. */
export function run(count: i32): bool {
    atomic.store<i32>(rowsInRun, count);
    atomic.store<i32>(rowsDone, 0);
    atomic.store<i32>(rowsAhead, count);
    atomic.add<i32>(round, 1);
    atomic.notify(round, -1);
    take();
    for (let done = atomic.load<i32>(rowsDone); done < count; done = atomic.load<i32>(rowsDone)) {
        if (atomic.wait<i32>(rowsDone, done, patience) == AtomicWaitResult.TIMED_OUT)
            return false;
    }
    return true;
}

/** Takes part in every run until `stop` is called. */
export function serve(): void {
    for (;;) {
        const seen = atomic.load<i32>(round); // before `stopping`, which is set before `round` moves
        if (atomic.load<i32>(stopping))
            return;
        take();
        atomic.wait<i32>(round, seen, -1);
    }
}

/** Lets `serve` return in all threads. */
export function stop(): void {
    atomic.store<i32>(stopping, 1);
    atomic.add<i32>(round, 1);
    atomic.notify(round, -1);
}
