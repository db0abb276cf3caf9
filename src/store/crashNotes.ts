import type {Statements} from "./statements.js";

/** Under which circumstances examples ended the engine's process, so that they are tried again when these are others. */
export class CrashNotes {
    public constructor(private readonly statements: Statements) {}

    /** Inside of a transaction. @param circumstances undefined where it did not crash */
    public save(scopeId: number, key: string, circumstances: string | undefined): void {
        if (circumstances === undefined)
            this.statements.run("DELETE FROM crash WHERE scope = ? AND example = ?", scopeId, key);
        else
            this.statements.run("INSERT OR REPLACE INTO crash VALUES (?, ?, ?)", scopeId, key, circumstances);
    }

    /** By content key; without those of which nothing is noted. */
    public of(scopeId: number, examples: readonly string[]): Map<string, string> {
        return new Map(examples.flatMap((key): [string, string][] => {
            const row = this.statements.get("SELECT circumstances FROM crash WHERE scope = ? AND example = ?", scopeId, key) as {circumstances: string} | undefined;
            return row === undefined ? [] : [[key, row.circumstances]];
        }));
    }
}
