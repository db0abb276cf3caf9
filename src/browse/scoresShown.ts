import {basename} from "node:path";
import {setTimeout as pause} from "node:timers/promises";
import {escapeForDisplay} from "../core/displayText.js";
import {UserError} from "../core/errors.js";
import type {DecisionTable} from "./decisionTable.js";
import type {Say} from "./fileThread.js";
import {knowsLast, type KeyedScores} from "./keyedScores.js";
import {LookUpThread} from "./lookUpThread.js";
import type {KeyedDecisions, LookUpResult, ReadingSettings} from "./messages.js";
import type {BrowseOptions, OriginIdentity, ScoresOrigin} from "./protocol.js";
import {Patches, type ScoredReading} from "./patches.js";
import {sameOrigin} from "./sameOrigin.js";

/** Fewer keys are not sent, but at the end. */
const fewKeys = 1000;
/** As `findRun` takes of all keys. */
const sampleSize = 20;

/** Brings scores and decisions into the rows of a file: has them looked up by a thread beside, and tells what is new in patches. */
export class ScoresShown {
    private readonly jobs = new Int32Array(new SharedArrayBuffer(4));
    private readonly thread: LookUpThread;
    private job = 0;
    private reading: ScoredReading | undefined;
    private path = "";
    /** Of the last reading; `options` may be those of the next by now. */
    private columns = "";
    private options: BrowseOptions | undefined;
    private chosenFile: string | undefined;
    private origin: ScoresOrigin = {kind: "none"};
    /** `sampling`: a sample of the whole file's keys is awaited. `asking`: keys are sent as they are read. */
    private stage: "deciding" | "sampling" | "asking" | "done" = "done";
    /** Rows before it have been asked about. */
    private asked = 0;
    /** What was taken over from the reading before is all that the run has. */
    private trusted = false;
    private finished = true;
    /** The last looking up came to its end. */
    private complete = false;
    /** Some row has been found among what was looked up. */
    private matched = false;
    /** Scores of a file for rows that may still be read. */
    private waiting: KeyedScores[] = [];
    /** What the person has decided since the decisions of the store were asked for. */
    private decidedSince: {readonly words: Uint32Array; readonly code: number}[] = [];
    private readonly patches: Patches;
    /** Aborted when nothing is left to be found. */
    private found = new AbortController();

    public constructor(settings: ReadingSettings, private readonly decisions: DecisionTable, private readonly say: Say) {
        this.patches = new Patches(() => this.reading, say);
        this.thread = new LookUpThread(settings, this.take.bind(this), (why) => {
            this.say({kind: "notice", sentence: `Scores cannot be looked up: ${why}.`});
            this.stage = "done"; // the next job starts another
            this.haveRead();
        });
    }

    /** A reading has begun. @param path without symbolic links: runs are noted under it */
    public begin(reading: ScoredReading, path: string, options: BrowseOptions): void {
        this.trusted = this.path === path && this.complete && this.origin.kind === "run" && JSON.stringify(options) === JSON.stringify(this.options);
        if (this.path !== "" && (path !== this.path || options.columns !== this.columns))
            this.chosenFile = undefined; // it was chosen for other examples
        if (path !== this.path)
            this.origin = {kind: "none"};
        this.reading = reading;
        this.path = path;
        this.columns = options.columns;
        this.options = options;
        this.start();
    }

    /** The file cannot be shown. */
    public end(): void {
        this.reading = undefined;
        this.stop();
    }

    /** Nothing is looked up any more. Settled when the thread beside has ended. */
    public close(): Promise<void> {
        this.end();
        return this.thread.close();
    }

    public refresh(options: BrowseOptions): void {
        this.options = options;
        this.reading?.rows.setLowScore(options.lowScore);
        this.trusted = false;
        this.start();
        this.patches.tellSoon();
    }

    /** @param path undefined for what there is without a choice */
    public showFile(path: string | undefined): void {
        if (path === undefined && this.chosenFile === undefined)
            return;
        this.chosenFile = path;
        this.start();
    }

    /** What it measures and what is in a scores file are never shown together. */
    public beginRun(): void {
        this.chosenFile = undefined;
    }

    public scored(scores: KeyedScores): void {
        this.chosenFile = undefined;
        this.reading?.rows.apply(scores);
        this.patches.tellSoon();
    }

    public decided(words: Uint32Array, code: number): void {
        this.decidedSince.push({words: words.slice(), code});
        this.decisions.set(words, code);
        this.reading?.rows.decideKey(words);
        this.patches.tellSoon();
    }

    /** Says again whose scores are shown, and whether these are all. */
    public resend(): void {
        this.say({kind: "origin", origin: this.origin});
        if (this.finished && this.reading !== undefined)
            this.say({kind: "looked-up", revision: this.reading.revision});
    }

    /** @throws UserError while something is still looked up */
    public requireFinished(): void {
        if (!this.finished)
            throw new UserError("The scores of the file are still being looked up; export it in a moment.");
    }

    /** @throws UserError where scores of another origin are shown by now */
    public requireOrigin(origin: OriginIdentity): void {
        if (!sameOrigin(this.origin, origin))
            throw new UserError("Other scores are shown by now than those that were exported: nothing was written. Export again.");
    }

    /** Settled when all is found of a whole reading that has not been told, or after so long. */
    public async awaited(milliseconds: number): Promise<void> {
        const {signal} = this.found = new AbortController();
        this.haveRead();
        await pause(milliseconds, undefined, {signal}).catch(() => undefined);
    }

    /** More rows are there, or all. */
    public haveRead(): void {
        const {reading} = this;
        if (reading === undefined)
            return;
        if (this.stage === "asking")
            this.ask(reading);
        else if (this.stage === "sampling" && reading.done)
            this.sendSample(reading);
        this.waiting = this.waiting.filter((scores) => {
            // Mostly a scores file has the order of its dataset, so rows get their scores while others are still read.
            const all = (reading.done || knowsLast(reading.rows.keys, scores)) && this.apply(reading, scores);
            return !all && !reading.done;
        });
        this.finish();
    }

    private start(): void {
        const {options, reading} = this;
        if (options === undefined || reading === undefined)
            return;
        this.stop();
        this.stage = "deciding";
        this.finished = false;
        this.complete = this.matched = false;
        this.decidedSince = [];
        this.thread.post({kind: "begin", job: this.job, jobs: this.jobs, path: this.path, scoresFile: this.chosenFile, options});
    }

    /** What the last job still says is not listened to. */
    private stop(): void {
        this.waiting = [];
        this.asked = 0;
        this.stage = "done";
        Atomics.store(this.jobs, 0, ++this.job);
    }

    private take(result: LookUpResult): void {
        const {reading} = this;
        if (result.kind === "notice") {
            this.say(result);
            return;
        }
        if (reading === undefined || result.job !== this.job)
            return;
        switch (result.kind) {
            case "decisions":
                this.takeDecisions(reading, result.decisions);
                break;
            case "want-sample":
                this.stage = "sampling";
                break;
            case "origin":
                this.takeOrigin(reading, result.origin);
                break;
            case "scores":
                if (this.origin.kind === "file" && !reading.done)
                    this.waiting.push(result.scores);
                else
                    this.apply(reading, result.scores);
                break;
            case "done":
                this.stage = "done";
                this.complete = result.complete;
                break;
        }
        this.haveRead();
    }

    private takeOrigin(reading: ScoredReading, origin: ScoresOrigin): void {
        if (!sameOrigin(this.origin, origin)) {
            this.trusted = false;
            reading.rows.clearScores();
            this.patches.tellSoon();
        }
        this.origin = origin;
        if (origin.kind === "run")
            this.stage = "asking";
        this.say({kind: "origin", origin});
    }

    private takeDecisions({rows}: ScoredReading, {keys, codes}: KeyedDecisions): void {
        this.decisions.clear();
        for (let at = 0; at < codes.length; at++)
            this.decisions.set(keys.subarray(4 * at, 4 * at + 4), codes[at] ?? 0);
        for (const {words, code} of this.decidedSince)
            this.decisions.set(words, code);
        rows.decide();
        this.patches.tellSoon();
    }

    private ask({rows, done}: ScoredReading): void {
        if (rows.length - this.asked < fewKeys && !done)
            return;
        const keys = rows.keysToAsk(this.asked, this.trusted);
        this.asked = rows.length;
        this.thread.post({kind: "keys", job: this.job, keys, last: done}, [keys.buffer]);
        if (done)
            this.stage = "deciding"; // nothing more to do here until the other thread is done
    }

    private sendSample({rows}: ScoredReading): void {
        this.stage = "deciding";
        const step = Math.max(1, Math.floor(rows.length / sampleSize));
        const keys = Array.from({length: Math.min(sampleSize, Math.ceil(rows.length / step))}, (_, at) => rows.keys.keyAt(at * step));
        this.thread.post({kind: "sample", job: this.job, keys});
    }

    /** Whether every key has a row. */
    private apply({rows}: ScoredReading, scores: KeyedScores): boolean {
        this.patches.tellSoon();
        const found = rows.apply(scores);
        this.matched ||= found > 0;
        return found === scores.length;
    }

    /** Of what the person has chosen nothing can be shown: what there is without a choice is better than nothing. */
    private refuse(path: string): void {
        if (this.complete)
            this.say({kind: "notice", sentence: `${escapeForDisplay(path)} holds no score of any example of ${escapeForDisplay(basename(this.path))}: the two do not belong together.`});
        this.say({kind: "scores-file-refused", path});
        this.showFile(undefined);
    }

    private finish(): void {
        const {reading} = this;
        if (this.finished || this.stage !== "done" || reading?.done !== true || this.waiting.length > 0)
            return;
        this.found.abort();
        if (reading.told < reading.rows.length)
            return; // rows first, with the scores that they have by then
        if (this.chosenFile !== undefined && !this.matched && reading.rows.length > 0) {
            this.refuse(this.chosenFile);
            return;
        }
        this.finished = true;
        this.patches.tell();
        this.say({kind: "looked-up", revision: reading.revision});
    }
}
