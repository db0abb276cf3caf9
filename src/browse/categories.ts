import type {Labels} from "../core/formats/readRecord.js";
import type {Category} from "../core/table/table.js";
import {grown} from "./growing.js";
import {categoryFields} from "./protocol.js";

/** A field with more different texts, or longer ones, tells examples apart instead of putting them together. */
const mostTexts = 300, longestText = 200;

/** What is known of one field. */
export interface KeptCategory {
    readonly values: readonly string[];
    /** May end before the last rows, which have none then. */
    readonly codes: Uint16Array;
    readonly dropped: boolean;
}

/** The fields of a dataset's records that are categories, as far as it has been read. */
export class Categories {
    private readonly fields = categoryFields.map((name) => ({name, values: new Map([["", 0]]), codes: new Uint16Array(0), dropped: false}));

    public add(row: number, labels: Labels): void {
        for (let at = 0; at < labels.length; at++) {
            const text = labels[at], field = this.fields[at];
            if (text === undefined || text === "" || field === undefined || field.dropped)
                continue;
            let code = field.values.get(text);
            if (code === undefined) {
                code = field.values.size;
                if (code > mostTexts || text.length > longestText) {
                    field.dropped = true;
                    field.values.clear();
                    field.codes = new Uint16Array(0);
                    continue;
                }
                field.values.set(text, code);
            }
            if (row >= field.codes.length)
                field.codes = grown(field.codes, row + 1);
            field.codes[row] = code;
        }
    }

    /** Of the fields that are categories as far as it is known. */
    public names(): string {
        return this.fields.flatMap(({name, values, dropped}) => dropped || values.size === 1 ? [] : name).join(" ");
    }

    /** Of all fields, in their order; no copies. */
    public kept(): KeptCategory[] {
        return this.fields.map(({values, codes, dropped}) => ({values: [...values.keys()], codes, dropped}));
    }

    public restore(kept: readonly KeptCategory[]): void {
        for (const [at, {values, codes, dropped}] of kept.entries())
            Object.assign(this.fields[at] ?? {}, {values: new Map(values.map((value, code) => [value, code])), codes, dropped});
    }

    /** Copies for a table of some rows. */
    public table(from: number, to: number): Category[] {
        return this.fields.flatMap(({name, values, codes, dropped}) => {
            if (dropped || values.size === 1)
                return [];
            const copy = new Uint16Array(to - from); // the column may end before the last rows
            copy.set(codes.subarray(from, to));
            return {name, values: [...values.keys()], codes: copy};
        });
    }
}
