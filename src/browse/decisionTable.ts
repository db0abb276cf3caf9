import {KeyTable, type PackedKey} from "../core/keyTable.js";
import {grown} from "./growing.js";

/** Decisions by content key, as codes of a table's column. */
export class DecisionTable {
    private keys = new KeyTable();
    private codes = new Uint8Array(0);

    /** 0 for none. */
    public codeOf(words: PackedKey): number {
        if (this.keys.length === 0)
            return 0;
        const row = this.keys.lastRow(words);
        return row === undefined ? 0 : this.codes[row] ?? 0;
    }

    public set(words: PackedKey, code: number): void {
        let row = this.keys.lastRow(words);
        if (row === undefined) {
            row = this.keys.length;
            this.keys.addPacked(words);
            if (row >= this.codes.length)
                this.codes = grown(this.codes, row + 1);
        }
        this.codes[row] = code;
    }

    public clear(): void {
        this.keys = new KeyTable();
    }
}
