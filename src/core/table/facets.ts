import {decisions} from "../selection.js";
import type {Filter, Term} from "../filter/terms.js";
import {flagCodes} from "./flagBits.js";
import {unknown, type ExampleTable} from "./table.js";

/** How many examples would be left, beside each value that a control offers. */
export interface Facets {
    /** Examples that pass the whole filter. */
    readonly passing: number;
    readonly unscored: number;
    /** By bit: examples with the flag that pass every term but those that name this flag. */
    readonly flags: Uint32Array;
    /** Examples with any flag that pass every term but those on any flag. */
    readonly anyFlag: number;
    /** By code: those with the decision (0: none) that pass every term but the ones on decisions. */
    readonly decisions: Uint32Array;
    /** As the table's categories, by code: those with the value that pass every term but the ones on this category. */
    readonly categories: readonly Uint32Array[];
}

/** @param failed what `failures` found for this filter */
export function facets(table: ExampleTable, filter: Filter, failed: Uint32Array): Facets {
    const dropped = (isDropped: (term: Term) => boolean): number => filter.reduce((mask, term, place) => isDropped(term) ? mask | 1 << place : mask, 0);
    const forUnscored = dropped(({kind}) => kind === "unscored");
    const forDecision = dropped(({kind}) => kind === "decision");
    const forFlag = Int32Array.from(flagCodes, (code) => dropped((term) => term.kind === "flag" && (term.flags.length === 0 || term.flags.includes(code))));
    const forAnyFlag = dropped((term) => term.kind === "flag" && term.flags.length === 0);
    const forCategory = table.categories.map(({name}) => dropped((term) => term.kind === "category" && term.name === name));
    return {
        passing: amountOf(failed, 0), unscored: unscoredOf(table, failed, forUnscored), ...flagsOf(table, failed, forFlag, forAnyFlag),
        decisions: counted(table.decision, decisions.length + 1, failed, forDecision),
        categories: table.categories.map(({codes, values}, at) => counted(codes, values.length, failed, forCategory[at] ?? 0))
    };
}

// Small loops over a column or two each: all in one took five times as long for a million examples.

/** Examples that fail no other terms than those of the mask. */
function amountOf(failed: Uint32Array, mask: number): number {
    let amount = 0;
    for (const fails of failed)
        amount += Number((fails & ~mask) === 0);
    return amount;
}

function unscoredOf({place}: ExampleTable, failed: Uint32Array, mask: number): number {
    let amount = 0;
    for (let row = 0; row < failed.length; row++)
        amount += Number(place[row] === unknown) & Number(((failed[row] ?? 0) & ~mask) === 0);
    return amount;
}

function counted(codes: Uint8Array | Uint16Array, values: number, failed: Uint32Array, mask: number): Uint32Array {
    const counts = new Uint32Array(values);
    for (let row = 0; row < failed.length; row++)
        add(counts, codes[row] ?? 0, Number(((failed[row] ?? 0) & ~mask) === 0)); // see `mark` in select
    return counts;
}

function flagsOf({flags: column}: ExampleTable, failed: Uint32Array, forFlag: Int32Array, forAnyFlag: number): Pick<Facets, "flags" | "anyFlag"> {
    const flags = new Uint32Array(flagCodes.length);
    let anyFlag = 0;
    for (let row = 0; row < failed.length; row++) {
        const mask = column[row] ?? 0, fails = failed[row] ?? 0;
        if (mask === 0)
            continue;
        if ((fails & ~forAnyFlag) === 0)
            anyFlag++;
        for (let rest = mask; rest !== 0; rest &= rest - 1) {
            const flag = 31 - Math.clz32(rest & -rest);
            if ((fails & ~(forFlag[flag] ?? 0)) === 0)
                add(flags, flag, 1);
        }
    }
    return {flags, anyFlag};
}

function add(counts: Uint32Array, at: number, amount: number): void {
    counts[at] = (counts[at] ?? 0) + amount;
}
