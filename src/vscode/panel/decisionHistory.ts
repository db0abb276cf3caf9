import type {Decision} from "../../core/selection.js";

/** Decisions by content key; undefined for none. */
export type Decisions = ReadonlyMap<string, Decision | undefined>;

interface Step {
    readonly before: Decisions;
    readonly after: Decisions;
}

/** What a person decided in one panel, to be taken back and made again, one step after the other. */
export class DecisionHistory {
    private readonly done: Step[] = [];
    private readonly undone: Step[] = [];

    public get canUndo(): boolean {
        return this.done.length > 0;
    }

    public get canRedo(): boolean {
        return this.undone.length > 0;
    }

    public note(before: Decisions, after: Decisions): void {
        this.done.push({before, after});
        this.undone.length = 0;
    }

    /** What is to be decided so that the last step is taken back; undefined when there is none. */
    public undo(): Decisions | undefined {
        const step = this.done.pop();
        if (step !== undefined)
            this.undone.push(step);
        return step?.before;
    }

    public redo(): Decisions | undefined {
        const step = this.undone.pop();
        if (step !== undefined)
            this.done.push(step);
        return step?.after;
    }
}
