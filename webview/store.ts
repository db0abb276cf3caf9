import type {State} from "./state.js";
import {noteTiming} from "./timings.js";

type Listener = (state: State) => void;

/** Figures that take no longer than this are drawn in the same frame as everything else. */
const quickMs = 12;
/** Of so many examples they are never quick for sure: one that was made of few may be made of all the next time. */
export const veryMany = 200_000;
/** Others wait until nothing has changed for a moment, but not for ever. */
const momentMs = 40, patienceMs = 250;

/** The one state. What listens hears of changes once a frame, however many there were. */
export class Store {
    private readonly listeners: Listener[] = [];
    /** The one that was called the longest ago first; with how long it took. */
    private readonly figures: {readonly listener: Listener; milliseconds: number}[] = [];
    /** Figures that have not seen the state: so many at the beginning of the list. */
    private stale = 0;
    private readonly started = new Map<string, number>();
    private framed = false;
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
        this.figures.push({listener, milliseconds: 0});
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
        this.stale = this.figures.length;
        if ((this.state.table?.length ?? 0) < veryMany && this.figures.reduce((sum, {milliseconds}) => sum + milliseconds, 0) <= quickMs) {
            while (this.stale > 0)
                this.drawFigure();
            return;
        }
        const now = performance.now();
        this.figuresWaitSince ??= now;
        this.figuresTimer = setTimeout(() => {
            this.drawNext();
        }, now - this.figuresWaitSince > patienceMs ? 0 : momentMs);
    }

    /** One after the other, each a task of its own: what a person does meanwhile waits for one of them at most, and is drawn first. */
    private drawNext(): void {
        this.figuresWaitSince = undefined;
        this.drawFigure();
        if (this.stale > 0 && !this.framed)
            this.figuresTimer = setTimeout(() => {
                this.drawNext();
            }, 0);
    }

    private drawFigure(): void {
        const figure = this.figures.shift();
        if (figure === undefined)
            return;
        this.figures.push(figure);
        this.stale--;
        const start = performance.now();
        figure.listener(this.state);
        figure.milliseconds = performance.now() - start;
        noteTiming("figures", start);
    }
}
