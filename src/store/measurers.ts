import {measurerIdentity, type MeasuredBy, type Measurer} from "../core/measurers.js";
import type {Statements} from "./statements.js";

export type MeasuredKind = "zero-shot" | "one-shot";

/** Who is about to write, of whom the first in a scope and all alone in it need no notes. */
export interface Registered {
    readonly id: number;
    readonly first: number;
    readonly needsNotes: boolean;
}

/**
 * Who measured what in a scope. The first measurer of a scope, who is nearly always the only one, measured all that has no note
 * of its own; only where others have joined in is a row kept for each example and anchor that is theirs. (What an older Goldpan,
 * which keeps no notes, measures in a store that has them counts as the first measurer's.)
 */
export class Measurers {
    private present = false;

    public constructor(private readonly statements: Statements) {}

    /** For `note`; inside of a transaction, and before anything of it is written. */
    public register(scope: number, by: Measurer | null): Registered {
        const isFirst = this.statements.get("SELECT 1 FROM measurer WHERE scope = ? LIMIT 1", scope) === undefined;
        if (isFirst && this.statements.get("SELECT 1 FROM zero_shot WHERE scope = ? UNION ALL SELECT 1 FROM one_shot WHERE scope = ? LIMIT 1", scope, scope) !== undefined)
            this.save(scope, null);
        const id = this.save(scope, by);
        const {first} = this.statements.get("SELECT MIN(id) AS first FROM measurer WHERE scope = ?", scope) as {first: number};
        return {id, first, needsNotes: id !== first || this.statements.get("SELECT 1 FROM measured_by WHERE scope = ? LIMIT 1", scope) !== undefined};
    }

    /** @param joins whether what was measured before by others stays beside it */
    public note(scope: number, kind: MeasuredKind, key: string, {id: measurer, first, needsNotes}: Registered, joins: boolean): void {
        if (!needsNotes)
            return;
        const before = joins ? this.noted(scope, kind, key) : [];
        const all = new Set([...joins && before.length === 0 ? [first] : before, measurer]);
        this.statements.run("DELETE FROM measured_by WHERE scope = ? AND kind = ? AND key = ?", scope, kind, key);
        if (all.size > 1 || !all.has(first))
            for (const id of all)
                this.statements.run("INSERT INTO measured_by VALUES (?, ?, ?, ?)", scope, kind, key, id);
    }

    /** Of what is measured: how much by whom. Those who measured nothing of it are not in it. */
    public count(scope: number, keys: {readonly anchors: readonly string[]; readonly examples: readonly string[]}): MeasuredBy[] {
        const all = this.exist() ? this.statements.all("SELECT id, detail FROM measurer WHERE scope = ? ORDER BY id", scope) as {id: number; detail: string}[] : [];
        const [first] = all;
        if (first === undefined)
            return [{by: null, examples: keys.examples.length, anchors: keys.anchors.length}];
        const notes = this.statements.all("SELECT kind, key, measurer FROM measured_by WHERE scope = ?", scope) as {kind: MeasuredKind; key: string; measurer: number}[];
        const examples = counted(notes, "one-shot", keys.examples, first.id), anchors = counted(notes, "zero-shot", keys.anchors, first.id);
        return all.flatMap(({id, detail}) => {
            const found = {examples: examples.get(id) ?? 0, anchors: anchors.get(id) ?? 0};
            return found.examples + found.anchors === 0 ? [] : [{by: JSON.parse(detail) as Measurer | null, ...found}]; // written below
        });
    }

    private save(scope: number, by: Measurer | null): number {
        this.statements.run("INSERT INTO measurer (scope, identity, detail) VALUES (?, ?, ?) ON CONFLICT (scope, identity) DO UPDATE SET detail = excluded.detail", scope, measurerIdentity(by), JSON.stringify(by));
        return (this.statements.get("SELECT id FROM measurer WHERE scope = ? AND identity = ?", scope, measurerIdentity(by)) as {id: number}).id;
    }

    private noted(scope: number, kind: MeasuredKind, key: string): number[] {
        return (this.statements.all("SELECT measurer FROM measured_by WHERE scope = ? AND kind = ? AND key = ?", scope, kind, key) as {measurer: number}[]).map(({measurer}) => measurer);
    }

    /** Not in a store of an older Goldpan that can only be read. */
    private exist(): boolean {
        this.present ||= this.statements.get("SELECT 1 FROM sqlite_schema WHERE name = 'measured_by'") !== undefined;
        return this.present;
    }
}

/** How many of the keys are whose. */
function counted(notes: readonly {readonly kind: MeasuredKind; readonly key: string; readonly measurer: number}[], kind: MeasuredKind, keys: readonly string[], first: number): Map<number, number> {
    const byKey = new Map<string, number[]>();
    for (const note of notes)
        if (note.kind === kind)
            byKey.set(note.key, [...byKey.get(note.key) ?? [], note.measurer]);
    const counts = new Map<number, number>();
    for (const key of keys)
        for (const id of byKey.get(key) ?? [first])
            counts.set(id, (counts.get(id) ?? 0) + 1);
    return counts;
}
