/** How far a run is. */
export interface RunState {
    /** What is counted: embeddings for the choice of anchors, or scored examples. */
    readonly phase: "start" | "anchors" | "examples";
    readonly done: number;
    readonly total: number;
    /** Measured a second, over the last half minute; undefined before anything was measured. */
    readonly rate: number | undefined;
    readonly secondsLeft: number | undefined;
}

interface Mark {
    readonly time: number;
    readonly measured: number;
}

const windowMs = 30_000;
/** Measuring for so long tells how fast a run is. */
const telling = 10;

/** Counts what a run has done and says how long the rest takes. `now` in milliseconds. */
export class RunProgress {
    private phase: RunState["phase"] = "start";
    private finished = 0;
    private measured = 0;
    private total = 0;
    private marks: Mark[] = [];
    private measuringSince: number | undefined;

    public constructor(private readonly now: () => number, private readonly report: (state: RunState) => void) {}

    public begin(phase: "anchors" | "examples", total: number): void {
        this.phase = phase;
        this.total = total;
        this.finished = 0;
        this.measured = 0;
        this.marks = [{time: this.now(), measured: 0}];
        this.measuringSince = undefined;
        this.report(this.state());
    }

    public done(amount: number, fromStore: boolean): void {
        const time = this.now();
        this.finished += amount;
        if (fromStore && this.measured === 0)
            this.marks = [{time, measured: 0}]; // looking up is not measuring
        if (!fromStore)
            this.measuringSince ??= this.marks.at(-1)?.time ?? time;
        this.measured += fromStore ? 0 : amount;
        this.marks.push({time, measured: this.measured});
        while (this.marks.length > 2 && time - (this.marks[0]?.time ?? time) > windowMs)
            this.marks.shift();
        this.report(this.state());
    }

    /** Whether the rest takes longer than so many seconds, as far as what was measured tells; false as long as that is too little. */
    public isLongerThan(seconds: number): boolean {
        const measuring = this.measuringSince === undefined ? 0 : (this.now() - this.measuringSince) / 1000;
        return measuring >= Math.min(telling, seconds) && (this.state().secondsLeft ?? 0) > seconds;
    }

    public state(): RunState {
        const first = this.marks[0], last = this.marks.at(-1);
        const seconds = ((last?.time ?? 0) - (first?.time ?? 0)) / 1000;
        const amount = (last?.measured ?? 0) - (first?.measured ?? 0);
        const rate = seconds > 0 && amount > 0 ? amount / seconds : undefined;
        return {phase: this.phase, done: this.finished, total: this.total, rate, secondsLeft: rate === undefined || this.finished >= this.total ? undefined : (this.total - this.finished) / rate};
    }
}

/** Embeddings are the small part of a run: their share of a progress bar, in percent. */
const anchorsShare = 10;

/** What a progress bar, which adds up what it is told, has still to be told. A run has two bars' worth of counts: one for its anchors, one for its examples. */
export class BarSteps {
    private phase: RunState["phase"] = "start";
    /** Percent of the bar when the phase began, and now. */
    private from = 0;
    private shown = 0;

    /** In percent of the bar; never negative, and never more than 100 in all. */
    public next({phase, done, total}: Pick<RunState, "phase" | "done" | "total">): number {
        if (phase !== this.phase) {
            this.phase = phase;
            this.from = this.shown;
        }
        const end = phase === "examples" ? 100 : phase === "anchors" ? Math.max(this.from, anchorsShare) : this.from;
        const reached = total > 0 ? this.from + (end - this.from) * Math.min(1, Math.max(0, done / total)) : this.from;
        const step = Math.max(0, reached - this.shown);
        this.shown += step;
        return step;
    }
}
