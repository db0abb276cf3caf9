import type {State} from "./state.js";
import {noteTiming} from "./timings.js";

type Listener = (state: State) => void;

/** Figures that take no longer than this are drawn in the same frame as everything else. */
const quickMs = 12;
/** Others wait until nothing has changed for a moment, but not for ever. */
const momentMs = 40, patienceMs = 250;

/** The one state. What listens hears of changes once a frame, however many there were. */
export class Store {
    private readonly listeners: Listener[] = [];
    private readonly figures: Listener[] = [];
    private readonly started = new Map<string, number>();
    private framed = false;
    private figuresMs = 0;
    private figuresTimer: ReturnType<typeof setTimeout> | undefined;
    private figuresWaitSince: number | undefined;

    public constructor(private state: State) {}

    public get(): State {
        return this.state;
    }

    public set(change: Partial<State>): void {
        this.state = {...this.state, ...change};
        if (this.framed)
            return;
        this.framed = true;
        requestAnimationFrame(() => {
            this.framed = false;
            this.frame();
        });
    }

    /** Listeners are called in the order in which they came. */
    public onFrame(listener: Listener): void {
        this.listeners.push(listener);
    }

    /** For what may come a moment later where there are very many examples: counts beside controls, and drawings. */
    public onFigures(listener: Listener): void {
        this.figures.push(listener);
    }

    /** Takes the time until the page shows what changes now. */
    public time(what: string): void {
        if (!this.started.has(what))
            this.started.set(what, performance.now());
    }

    private frame(): void {
        for (const listener of this.listeners)
            listener(this.state);
        for (const [what, start] of this.started)
            noteTiming(what, start);
        this.started.clear();
        clearTimeout(this.figuresTimer);
        if (this.figuresMs <= quickMs) {
            this.drawFigures();
            return;
        }
        const now = performance.now();
        this.figuresWaitSince ??= now;
        this.figuresTimer = setTimeout(() => {
            this.drawFigures();
        }, now - this.figuresWaitSince > patienceMs ? 0 : momentMs);
    }

    private drawFigures(): void {
        const start = performance.now();
        this.figuresWaitSince = undefined;
        for (const listener of this.figures)
            listener(this.state);
        this.figuresMs = performance.now() - start;
        noteTiming("figures", start);
    }
}
