import {printTerm} from "../../src/core/filter/print.js";
import type {Term, TextTerm} from "../../src/core/filter/terms.js";
import {newBits, type Bits} from "../../src/core/table/bits.js";
import {facets, type Facets} from "../../src/core/table/facets.js";
import {order, type SortKey} from "../../src/core/table/order.js";
import {failures, passing} from "../../src/core/table/select.js";
import {placesBetween, type ExampleTable} from "../../src/core/table/table.js";
import {textOf} from "../sorts.js";
import type {State} from "../state.js";
import {Kept} from "./kept.js";

/** A state that has a table. */
export interface Shown extends State {
    readonly table: ExampleTable;
}

export function hasTable(state: State): state is Shown {
    return state.table !== null;
}

/** Below this share of the examples sorting only what passes is cheaper than sorting all of them once. */
const few = 1 / 8;

/** Which examples are shown and in which order. */
export class Lists {
    private readonly keptFailed = new Kept<Uint32Array>();
    private readonly keptPassing = new Kept<Uint32Array>();
    private readonly keptFacets = new Kept<Facets>();
    private readonly keptTotals = new Kept<Facets>();
    private readonly keptAll = new Kept<Uint32Array>();
    private readonly keptList = new Kept<Uint32Array>();
    private keptOrder: {readonly keys: string; readonly rows: Uint32Array} | undefined;

    /** For each example the terms that it fails. */
    public failed({table, tables, filter, searches, scored, decided}: Shown): Uint32Array {
        return this.keptFailed.get([tables, filter, searches, scored, decided], () =>
            failures(table, filter, (term) => foundBits(searches.get(printTerm({...term, negated: false}))?.bits, searches.get(printTerm({...term, negated: false}))?.upTo ?? 0, term, table.length)));
    }

    /** What passes the filter now, ascending. */
    public passing(state: Shown): Uint32Array {
        const failed = this.failed(state);
        return this.keptPassing.get([failed], () => passing(failed));
    }

    public facets(state: Shown): Facets {
        const failed = this.failed(state);
        return this.keptFacets.get([failed], () => facets(state.table, state.filter, failed));
    }

    /** Counts without any filter: in their order values are listed, so that a filter moves none. */
    public totals({table, tables, scored}: Shown): Facets {
        return this.keptTotals.get([tables, scored], () => facets(table, [], new Uint32Array(table.length)));
    }

    public all({table, tables}: Shown): Uint32Array {
        return this.keptAll.get([tables], () => placesBetween(0, table.length));
    }

    /** What the table of examples lists, in its order. Made when the person changes something, not when scores come in. */
    public list(state: Shown): Uint32Array {
        const {tables, filter, searches, decided, listed, sort} = state;
        return this.keptList.get([tables, filter, searches, decided, listed, sort, ranksOf(state)], () => this.sorted(state));
    }

    /** Whether scores that have come in since could change the list. */
    public mayBeOutOfDate({sort, filter}: State): boolean {
        return dependsOnScores(sort.by) || filter.some(isAboutScores);
    }

    private sorted(state: Shown): Uint32Array {
        const {table, sort: {by, descending}} = state;
        const rows = this.passing(state);
        if (by === "index")
            return descending ? rows.slice().reverse() : rows;
        const keys = JSON.stringify([state.tables, by, descending, dependsOnScores(by) ? state.scored : 0, by === "decision" ? state.decided : 0, ranksOf(state)?.revision]);
        if (this.keptOrder?.keys !== keys && rows.length < table.length * few)
            return order(table, rows, by, descending, ranksOf(state)?.ranks);
        if (this.keptOrder?.keys !== keys)
            this.keptOrder = {keys, rows: order(table, this.all(state), by, descending, ranksOf(state)?.ranks)};
        const failed = this.failed(state);
        const sorted = new Uint32Array(rows.length + 1); // what fails is written there, too, and written over
        let amount = 0;
        for (const row of this.keptOrder.rows) {
            sorted[amount] = row;
            amount += Number(failed[row] === 0); // without a branch, see core/table/select
        }
        return sorted.subarray(0, amount);
    }
}

function ranksOf({sort, textRanks}: State): {readonly revision: number; readonly ranks: Uint32Array} | undefined {
    const text = textOf(sort.by);
    return text === undefined ? undefined : textRanks.get(text);
}

/** Rows that no search has reached yet are shown by no term, negated or not. */
function foundBits(bits: Bits | undefined, upTo: number, {negated}: TextTerm, length: number): Bits {
    const found = bits ?? newBits(length);
    if (!negated || upTo >= length)
        return found;
    const whole = newBits(length).fill(0xffffffff);
    whole.set(found.subarray(0, upTo >>> 5));
    return whole;
}

function dependsOnScores(by: SortKey): boolean {
    return typeof by === "string" && ["goldenScore", "meanGain", "ciLow", "ciHigh", "wins", "anchors", "place", "flags"].includes(by);
}

function isAboutScores(term: Term): boolean {
    switch (term.kind) {
        case "compare":
        case "range":
            return ["score", "gain", "ci-low", "ci-high", "wins", "anchors"].includes(term.field);
        case "top":
        case "unscored":
            return true;
        case "flag":
            return term.flags.length === 0 || term.flags.includes("low-golden-score");
        default:
            return false;
    }
}
