import {applyPatch, type PackedPatch} from "../src/core/table/patch.js";
import type {Store} from "./store.js";
import {noteTiming} from "./timings.js";

/** Of the time, patches may take this share: ranks of a million examples are long to count. */
const share = 1 / 4;

/** Applies patches, at once where that is quick, otherwise together now and then. */
export class Patches {
    private waiting: PackedPatch[] = [];
    private revision = -1;
    private timer: ReturnType<typeof setTimeout> | undefined;
    private notBefore = 0;

    public constructor(private readonly store: Store) {}

    public receive(revision: number, patch: PackedPatch): void {
        if (revision !== this.store.get().revision)
            return; // of a table that is gone
        this.revision = revision;
        this.waiting.push(patch);
        this.timer ??= setTimeout(() => {
            this.timer = undefined;
            this.apply();
        }, Math.max(0, this.notBefore - performance.now()));
    }

    /** Applies what still waits. */
    public finish(): void {
        clearTimeout(this.timer);
        this.timer = undefined;
        this.apply();
    }

    /** A table holds all that was said before it, and newer scores than patches that wait. */
    public forget(): void {
        this.waiting = [];
    }

    private apply(): void {
        const {table, revision, scored, decided} = this.store.get();
        const patches = this.waiting;
        this.waiting = [];
        if (table === null || revision !== this.revision || patches.length === 0)
            return;
        const start = performance.now();
        const patch = joined(patches);
        const changes = changed(table, patch);
        const next = applyPatch(table, patch);
        this.notBefore = performance.now() + (performance.now() - start) * (1 / share - 1);
        this.store.time("patch");
        this.store.set({table: next, scored: scored + Number(changes.scores), decided: decided + Number(changes.decisions)});
        noteTiming("apply patch", start);
    }
}

function changed(table: NonNullable<ReturnType<Store["get"]>["table"]>, {rows, goldenScore, flags, ciLow, decision}: PackedPatch): {readonly scores: boolean; readonly decisions: boolean} {
    const differs = (column: ArrayLike<number>, values: ArrayLike<number>): boolean => rows.some((row, at) => !Object.is(column[row], values[at]));
    return {scores: differs(table.goldenScore, goldenScore) || differs(table.flags, flags) || differs(table.ciLow, ciLow), decisions: differs(table.decision, decision)};
}

/** One patch that does what all of them do, one after the other. */
function joined(patches: readonly PackedPatch[]): PackedPatch {
    const [only] = patches;
    if (only !== undefined && patches.length === 1)
        return only;
    const words = (name: "rows" | "wins" | "anchors" | "flags" | "answerTokens"): Uint32Array => Uint32Array.from(patches.flatMap((patch) => [...patch[name]]));
    return {
        rows: words("rows"), wins: words("wins"), anchors: words("anchors"), flags: words("flags"), answerTokens: words("answerTokens"),
        goldenScore: Float64Array.from(patches.flatMap((patch) => [...patch.goldenScore])), meanGain: Float64Array.from(patches.flatMap((patch) => [...patch.meanGain])),
        ciLow: Float32Array.from(patches.flatMap((patch) => [...patch.ciLow])), ciHigh: Float32Array.from(patches.flatMap((patch) => [...patch.ciHigh])),
        decision: Uint8Array.from(patches.flatMap((patch) => [...patch.decision]))
    };
}
