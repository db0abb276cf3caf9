import {SingleBar} from "cli-progress";
import {count, escapeForDisplay} from "../core/displayText.js";
import type {ScoredExample} from "../session/scoreDataset.js";

/** What is being done to examples. */
export type Phase = "embedded" | "scored";

/** What a score run tells the person (or the script) while it goes on. */
export interface Reporter {
    /** Something that the person should know and that stops nothing. */
    warn(message: string): void;
    note(message: string): void;
    begin(total: number, what: Phase): void;
    embedded(amount: number, fromStore: boolean): void;
    scored(results: readonly ScoredExample[], fromStore: boolean): void;
    tokens(amount: number): void;
    /** What the engine has to do, said before it begins. */
    estimate(tokens: number, seconds: number): void;
    /** The run is done and on disk; `facts` are for scripts, `sentence` for people. */
    done(facts: Readonly<Record<string, unknown>>, sentence: string): void;
    /** The bar is cleared; whatever is printed next stands alone. */
    end(): void;
}

/** Counts and rates of a run. Examples from the store cost no time and are left out of the rate. */
class Pace {
    private measured = 0;
    private stored = 0;
    private evaluated = 0;
    private measuringSince: number | undefined;

    public constructor(public readonly total: number) {}

    public scored(amount: number, fromStore: boolean): void {
        if (fromStore)
            this.stored += amount;
        else
            this.measured += amount;
    }

    public tokens(amount: number): void {
        this.measuringSince ??= performance.now();
        this.evaluated += amount;
    }

    public done(): number {
        return this.stored + this.measured;
    }

    public figures(): {examplesPerSecond: number; tokensPerSecond: number; secondsLeft: number | null} {
        const seconds = this.measuringSince === undefined ? 0 : (performance.now() - this.measuringSince) / 1000;
        const examplesPerSecond = seconds > 0 ? this.measured / seconds : 0;
        return {
            examplesPerSecond, tokensPerSecond: seconds > 0 ? this.evaluated / seconds : 0,
            secondsLeft: examplesPerSecond > 0 ? (this.total - this.done()) / examplesPerSecond : null
        };
    }

    public describe(): string {
        const {examplesPerSecond, tokensPerSecond, secondsLeft} = this.figures();
        const left = secondsLeft === null ? "" : `, ${duration(secondsLeft)} left`;
        return this.measured === 0 ? "" : `${rate(examplesPerSecond)} examples/s, ${Math.round(tokensPerSecond).toLocaleString("en-US")} tokens/s${left}`;
    }
}

/** `3.42`, `34.2`, `342`. */
function rate(value: number): string {
    return value >= 100 ? String(Math.round(value)) : value.toPrecision(3);
}

/** `45 s`, `12 min`, `3 h 20 min`. */
export function duration(seconds: number): string {
    if (seconds < 90)
        return `${Math.ceil(seconds)} s`;
    const minutes = Math.round(seconds / 60);
    return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function estimateSentence(tokens: number, seconds: number): string {
    return `About ${duration(seconds)} for ${count(tokens, "token")} (${Math.round(tokens / seconds).toLocaleString("en-US")} tokens/s in a short trial).`;
}

/** On a terminal: one bar, redrawn in place, on stderr. */
export class BarReporter implements Reporter {
    private bar: SingleBar | undefined;
    private pace = new Pace(0);
    private what: Phase = "scored";

    public warn(message: string): void {
        this.line(`warning: ${message}`);
    }

    public note(message: string): void {
        this.line(message);
    }

    public begin(total: number, what: Phase): void {
        this.pace = new Pace(total);
        this.what = what;
        this.draw();
    }

    public embedded(amount: number, fromStore: boolean): void {
        this.pace.scored(amount, fromStore);
        this.bar?.update(this.pace.done(), this.payload());
    }

    public scored(results: readonly ScoredExample[], fromStore: boolean): void {
        this.pace.scored(results.length, fromStore);
        this.bar?.update(this.pace.done(), this.payload());
    }

    public tokens(amount: number): void {
        this.pace.tokens(amount);
        this.bar?.update(this.payload());
    }

    public estimate(tokens: number, seconds: number): void {
        this.note(estimateSentence(tokens, seconds));
    }

    public done(_facts: Readonly<Record<string, unknown>>, sentence: string): void {
        this.line(sentence);
    }

    public end(): void {
        this.bar?.stop();
        this.bar = undefined;
    }

    private draw(): void {
        this.bar = new SingleBar({
            format: "{bar} {percentage}% | {value}/{total} examples {what}{pace}", barCompleteChar: "█", barIncompleteChar: "░", barsize: 24,
            stream: process.stderr, hideCursor: true, clearOnComplete: true
        });
        this.bar.start(this.pace.total, this.pace.done(), this.payload());
    }

    /** Lines stand above the bar: it is taken away and drawn again below, for it remembers where on the screen it began. */
    private line(text: string): void {
        const wasDrawn = this.bar !== undefined;
        this.end();
        process.stderr.write(`${text}\n`);
        if (wasDrawn)
            this.draw();
    }

    private payload(): {what: string; pace: string} {
        const pace = this.pace.describe();
        return {what: this.what, pace: pace === "" ? "" : ` | ${pace}`};
    }
}

const plainIntervalMs = 5000;

/** Not on a terminal: a line on stderr every few seconds. */
export class LineReporter implements Reporter {
    private pace = new Pace(0);
    private what: Phase = "scored";
    private lastLine = performance.now();

    public warn(message: string): void {
        process.stderr.write(`warning: ${message}\n`);
    }

    public note(message: string): void {
        process.stderr.write(`${message}\n`);
    }

    public begin(total: number, what: Phase): void {
        this.pace = new Pace(total);
        this.what = what;
    }

    public scored(results: readonly ScoredExample[], fromStore: boolean): void {
        this.embedded(results.length, fromStore);
    }

    public embedded(amount: number, fromStore: boolean): void {
        this.pace.scored(amount, fromStore);
        if (performance.now() - this.lastLine < plainIntervalMs)
            return;
        this.lastLine = performance.now();
        this.note(`${count(this.pace.done(), "example")} of ${this.pace.total.toLocaleString("en-US")} ${this.what}; ${this.pace.describe()}`);
    }

    public tokens(amount: number): void {
        this.pace.tokens(amount);
    }

    public estimate(tokens: number, seconds: number): void {
        this.note(estimateSentence(tokens, seconds));
    }

    public done(_facts: Readonly<Record<string, unknown>>, sentence: string): void {
        this.note(sentence);
    }

    public end(): void {
        // nothing is left open
    }
}

/** For scripts: one JSON object a line on stdout, and nothing else there. */
export class JsonReporter implements Reporter {
    private pace = new Pace(0);

    public warn(message: string): void {
        this.emit({event: "warning", message});
    }

    public note(message: string): void {
        this.emit({event: "note", message});
    }

    public begin(total: number, what: Phase): void {
        this.pace = new Pace(total);
        this.emit({event: "begin", what, total});
    }

    public embedded(amount: number, fromStore: boolean): void {
        this.pace.scored(amount, fromStore);
        this.emit({event: "embedded", done: this.pace.done(), total: this.pace.total, ...this.pace.figures()});
    }

    public scored(results: readonly ScoredExample[], fromStore: boolean): void {
        this.pace.scored(results.length, fromStore);
        for (const {example, score, flags} of results)
            this.emit({event: "scored", index: example.index, line: example.line, key: example.key, goldenScore: score?.goldenScore ?? null, flags, fromStore});
        this.emit({event: "progress", done: this.pace.done(), total: this.pace.total, ...this.pace.figures()});
    }

    public tokens(amount: number): void {
        this.pace.tokens(amount);
    }

    public estimate(tokens: number, seconds: number): void {
        this.emit({event: "estimate", tokens, seconds});
    }

    public done(facts: Readonly<Record<string, unknown>>): void {
        this.emit({event: "done", ...facts});
    }

    public end(): void {
        // nothing is left open
    }

    private emit(event: Readonly<Record<string, unknown>>): void {
        process.stdout.write(`${JSON.stringify(event)}\n`);
    }
}

export function makeReporter(json: boolean): Reporter {
    return json ? new JsonReporter() : process.stderr.isTTY ? new BarReporter() : new LineReporter();
}

/** Problems as `file:line:column: sentence`, the first few. */
export function problemLines(file: string, problems: readonly {readonly line: number; readonly column: number; readonly message: string}[], most = 10): string[] {
    const lines = problems.slice(0, most).map(({line, column, message}) => `${escapeForDisplay(file)}:${line}:${column}: ${message}`);
    return problems.length > most ? [...lines, `... and ${count(problems.length - most, "more problem", "more problems")} in ${escapeForDisplay(file)}`] : lines;
}
