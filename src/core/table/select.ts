import {mostTerms, type Filter, type NumberField, type Term, type TextTerm} from "../filter/terms.js";
import {topAmount, type Decision} from "../selection.js";
import {hasBit, type Bits} from "./bits.js";
import {decisionCode} from "./buildTable.js";
import {flagMask} from "./flagBits.js";
import {above, below} from "./neighbours.js";
import {unknown, type ExampleTable} from "./table.js";

/** Which examples a search finds, leaving its negation aside: found elsewhere, because it needs the texts and may take long. */
export type FoundTexts = (term: TextTerm) => Bits;

/** The examples that pass a filter, as places in the table, ascending. */
export function select(table: ExampleTable, filter: Filter, found?: FoundTexts): Uint32Array {
    return passing(failures(table, filter, found));
}

export function passing(failed: Uint32Array): Uint32Array {
    const rows = new Uint32Array(failed.length); // what fails is written, too, and written over
    let amount = 0;
    for (let row = 0; row < failed.length; row++) {
        rows[amount] = row;
        amount += Number(failed[row] === 0); // see `mark`
    }
    return rows.subarray(0, amount);
}

/** For each example which terms it fails: bit t stands for term t. Both `passing` and `facets` read it. */
export function failures(table: ExampleTable, filter: Filter, found?: FoundTexts): Uint32Array {
    if (filter.length > mostTerms)
        throw new RangeError(`a filter has ${mostTerms} terms at most`);
    const failed = new Uint32Array(table.length);
    for (const [place, term] of filter.entries())
        mark(table, term, failed, 1 << place, found);
    return failed;
}

/** Its loops do not branch on values: that of a processor guesses wrong half of the time, which takes five times as long as all else. */
function mark(table: ExampleTable, term: Term, failed: Uint32Array, bit: number, found: FoundTexts | undefined): void {
    const {negated} = term;
    switch (term.kind) {
        case "compare":
        case "range":
            markNumbers(table[columnOf[term.field]], interval(term), failed, bit, negated);
            break;
        case "top": {
            markNumbers(table.place, {...everything, to: below(topAmount(term.rule, scoredAmount(table)))}, failed, bit, negated);
            break;
        }
        case "unscored":
            markNumbers(table.place, everything, failed, bit, !negated);
            break;
        case "flag":
            markMask(table.flags, term.flags.length === 0 ? 0xffffffff : flagMask(term.flags), failed, bit, negated);
            break;
        case "decision":
            markCodes(table.decision, term.decisions.map((decision) => decisionCode(decision === "none" ? undefined : decision satisfies Decision)), failed, bit, negated);
            break;
        case "category": {
            const category = table.categories.find(({name}) => name === term.name);
            const wanted = new Set(term.values);
            markCodes(category?.codes ?? new Uint16Array(table.length), (category?.values ?? [""]).flatMap((value, code) => wanted.has(value) ? code : []), failed, bit, negated);
            break;
        }
        case "text": {
            const bits = found?.(term);
            if (bits === undefined)
                throw new Error("a search is only answered by the texts, which are not in the table");
            for (let row = 0; row < failed.length; row++)
                failed[row] = (failed[row] ?? 0) | bit * Number(hasBit(bits, row) === negated);
        }
    }
}

function scoredAmount({place}: ExampleTable): number {
    let amount = 0;
    for (const at of place)
        if (at !== unknown)
            amount++;
    return amount;
}

const columnOf = {
    "score": "goldenScore", "gain": "meanGain", "ci-low": "ciLow", "ci-high": "ciHigh", "wins": "wins", "anchors": "anchors",
    "length": "answerLength", "prompt-length": "promptLength", "tokens": "answerTokens", "index": "index", "line": "line"
} as const satisfies Record<NumberField, keyof ExampleTable>;

/** Both ends are in it; `unknown` is not, however far it reaches. */
interface Interval {
    readonly from: number;
    readonly to: number;
}

/** Every number but `unknown`. */
const everything: Interval = {from: -Infinity, to: below(unknown)};

function interval(term: Extract<Term, {kind: "compare" | "range"}>): Interval {
    if (term.kind === "range")
        return {from: term.from, to: Math.min(term.to, everything.to)};
    const {operator, value} = term;
    switch (operator) {
        case ">=":
            return {...everything, from: value};
        case ">":
            return {...everything, from: above(value)};
        case "<=":
            return {...everything, to: Math.min(value, everything.to)};
        case "<":
            return {...everything, to: Math.min(below(value), everything.to)};
        case "=":
            return {from: value, to: Math.min(value, everything.to)};
    }
}

/** NaN is in no interval. */
function markNumbers(column: ArrayLike<number>, {from, to}: Interval, failed: Uint32Array, bit: number, negated: boolean): void {
    const wanted = Number(!negated);
    for (let row = 0; row < failed.length; row++) {
        const value = column[row] ?? NaN;
        failed[row] = (failed[row] ?? 0) | bit * (Number(value >= from) & Number(value <= to) ^ wanted);
    }
}

function markMask(column: Uint32Array, mask: number, failed: Uint32Array, bit: number, negated: boolean): void {
    for (let row = 0; row < failed.length; row++)
        failed[row] = (failed[row] ?? 0) | bit * Number(((column[row] ?? 0) & mask) !== 0 === negated);
}

function markCodes(column: Uint8Array | Uint16Array, codes: readonly number[], failed: Uint32Array, bit: number, negated: boolean): void {
    const fails = new Uint8Array(0x10000).fill(Number(!negated));
    for (const code of codes)
        fails[code] = Number(negated);
    for (let row = 0; row < failed.length; row++)
        failed[row] = (failed[row] ?? 0) | bit * (fails[column[row] ?? 0] ?? 0);
}
