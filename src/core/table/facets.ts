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

/** Counts in one pass. @param failed what `failures` found for this filter */
export function facets(table: ExampleTable, filter: Filter, failed: Uint32Array): Facets {
    const dropped = (isDropped: (term: Term) => boolean): number => filter.reduce((mask, term, place) => isDropped(term) ? mask | 1 << place : mask, 0);
    const forUnscored = dropped(({kind}) => kind === "unscored");
    const forDecision = dropped(({kind}) => kind === "decision");
    const forFlag = Int32Array.from(flagCodes, (code) => dropped((term) => term.kind === "flag" && (term.flags.length === 0 || term.flags.includes(code))));
    const forAnyFlag = dropped((term) => term.kind === "flag" && term.flags.length === 0);
    const byCategory = table.categories.map(({name, codes, values}) => ({
        codes, counts: new Uint32Array(values.length), mask: dropped((term) => term.kind === "category" && term.name === name)
    }));
    const droppable = byCategory.reduce((mask, category) => mask | category.mask, forFlag.reduce((mask, flag) => mask | flag, forUnscored | forDecision));
    const flagCounts = new Uint32Array(flagCodes.length), decisionCounts = new Uint32Array(decisions.length + 1);
    let passing = 0, unscored = 0, anyFlag = 0;
    for (let row = 0; row < failed.length; row++) {
        const fails = failed[row] ?? 0;
        if ((fails & ~droppable) !== 0)
            continue;
        if (fails === 0)
            passing++;
        if ((fails & ~forUnscored) === 0 && table.place[row] === unknown)
            unscored++;
        if ((fails & ~forDecision) === 0)
            increment(decisionCounts, table.decision[row] ?? 0);
        if ((fails & ~forAnyFlag) === 0 && table.flags[row] !== 0)
            anyFlag++;
        for (let rest = table.flags[row] ?? 0; rest !== 0; rest &= rest - 1) {
            const flag = 31 - Math.clz32(rest & -rest);
            if ((fails & ~(forFlag[flag] ?? 0)) === 0)
                increment(flagCounts, flag);
        }
        for (const {codes, counts, mask} of byCategory)
            if ((fails & ~mask) === 0)
                increment(counts, codes[row] ?? 0);
    }
    return {passing, unscored, flags: flagCounts, anyFlag, decisions: decisionCounts, categories: byCategory.map(({counts}) => counts)};
}

function increment(counts: Uint32Array, at: number): void {
    counts[at] = (counts[at] ?? 0) + 1;
}
