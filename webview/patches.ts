import type {NumberArray} from "../src/core/table/packColumn.js";
import {applyPatch, patchColumns, type Patch} from "../src/core/table/patch.js";
import type {Store} from "./store.js";
import {noteTiming} from "./timings.js";

/** Of the time, patches may take this share: ranks of a million examples are long to count. */
const share = 1 / 4;

/** Applies patches, at once where that is quick, otherwise together now and then. */
export class Patches {
    private waiting: Patch[] = [];
    private revision = -1;
    private timer: ReturnType<typeof setTimeout> | undefined;
    private notBefore = 0;

    public constructor(private readonly store: Store) {}

    public receive(revision: number, patch: Patch): void {
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

function changed(table: NonNullable<ReturnType<Store["get"]>["table"]>, {rows, goldenScore, flags, ciLow, answerTokens, decision}: Patch): {readonly scores: boolean; readonly decisions: boolean} {
    const differs = (column: ArrayLike<number>, values: ArrayLike<number>): boolean => rows.some((row, at) => !Object.is(column[row], values[at]));
    return {scores: differs(table.goldenScore, goldenScore) || differs(table.flags, flags) || differs(table.ciLow, ciLow) || differs(table.answerTokens, answerTokens), decisions: differs(table.decision, decision)};
}

/** One patch that does what all of them do, one after the other. */
function joined(patches: readonly Patch[]): Patch {
    const [only] = patches;
    if (only !== undefined && patches.length === 1)
        return only;
    const length = patches.reduce((sum, {rows}) => sum + rows.length, 0);
    const whole = <T extends NumberArray>(kind: new (length: number) => T, name: keyof Patch): T => {
        const column = new kind(length);
        let at = 0;
        for (const patch of patches) {
            column.set(patch[name], at);
            at += patch.rows.length;
        }
        return column;
    };
    const columns = patchColumns.map(([name, kind]) => [name, whole<NumberArray>(kind, name)]);
    return {rows: whole(Uint32Array, "rows"), ...Object.fromEntries(columns) as unknown as Omit<Patch, "rows">}; // each by its own kind
}
