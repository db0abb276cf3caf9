import {unpackKeys} from "../../browse/unpackKeys.js";
import type {Decision} from "../../core/selection.js";
import type {ScoreIndex} from "../scoreIndex.js";
import {DecisionHistory, type Decisions} from "./decisionHistory.js";

/** What a person decides in one panel; it becomes that of every view of the examples. */
export class PanelDecisions {
    private readonly history = new DecisionHistory();

    /** @param told is called when there is something else to take back or to make again */
    public constructor(private readonly index: Pick<ScoreIndex, "decide" | "decisionsOf">, private readonly told: () => void) {}

    public get canUndo(): boolean {
        return this.history.canUndo;
    }

    public get canRedo(): boolean {
        return this.history.canRedo;
    }

    /** @param packed content keys, four words each */
    public decide(packed: Uint32Array, decision: Decision | undefined): void {
        const keys = unpackKeys(packed);
        if (keys.length === 0)
            return;
        const before = this.index.decisionsOf(keys), after = new Map(keys.map((key) => [key, decision]));
        this.index.decide(after);
        this.history.note(before, after);
        this.told();
    }

    public undo(): void {
        this.repeat(this.history.undo());
    }

    public redo(): void {
        this.repeat(this.history.redo());
    }

    private repeat(decisions: Decisions | undefined): void {
        if (decisions === undefined)
            return;
        this.index.decide(decisions);
        this.told();
    }
}
