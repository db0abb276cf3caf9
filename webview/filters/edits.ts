import {withTerm, withoutTerm, type Filter, type NumberField, type Term} from "../../src/core/filter/terms.js";

/** Terms whose values are a set, by what a control is about: flags, decisions, or one category. */
export type SetKind = {readonly kind: "flag"} | {readonly kind: "decision"} | {readonly kind: "category"; readonly name: string};
type SetTerm = Extract<Term, {kind: "flag" | "decision" | "category"}>;

/** Whether a value is asked for, or to be left out. The value "any" of flags stands for all of them. */
export function stateOf(filter: Filter, of: SetKind, value: string): "with" | "without" | "open" {
    const naming = filter.filter((term) => isAbout(term, of) && valuesOf(term).includes(value));
    return naming.length === 0 ? "open" : naming.some(({negated}) => negated) ? "without" : "with";
}

/** The filter with a value asked for, left out, or neither; terms stay where they are. */
export function withState(filter: Filter, of: SetKind, value: string, wanted: "with" | "without" | "open"): Filter {
    const removed = filter.flatMap((term) => {
        if (!isAbout(term, of) || !valuesOf(term).includes(value))
            return [term];
        const rest = valuesOf(term).filter((other) => other !== value);
        return rest.length === 0 ? [] : [build(of, rest, term.negated)];
    });
    if (wanted === "open")
        return removed;
    const negated = wanted === "without";
    // "any" is a term of its own: it cannot stand in a list beside others.
    const place = value === "any" && of.kind === "flag" ? -1 : removed.findLastIndex((term) => isAbout(term, of) && term.negated === negated && !(term.kind === "flag" && term.flags.length === 0));
    const term = removed[place];
    if (term === undefined || !isAbout(term, of))
        return [...removed, build(of, [value], negated)];
    return removed.with(place, build(of, [...valuesOf(term), value], negated));
}

function isAbout(term: Term, of: SetKind): term is SetTerm {
    return term.kind === of.kind && (term.kind !== "category" || of.kind !== "category" || term.name === of.name);
}

function valuesOf(term: SetTerm): readonly string[] {
    switch (term.kind) {
        case "flag":
            return term.flags.length === 0 ? ["any"] : term.flags;
        case "decision":
            return term.decisions;
        case "category":
            return term.values;
    }
}

function build(of: SetKind, values: readonly string[], negated: boolean): Term {
    switch (of.kind) {
        case "flag":
            return {kind: "flag", flags: values.includes("any") ? [] : values, negated};
        case "decision":
            return {kind: "decision", decisions: values as Extract<Term, {kind: "decision"}>["decisions"], negated};
        case "category":
            return {kind: "category", name: of.name, values, negated};
    }
}

/** Ends of what is asked of a number; undefined: there is none. An end belongs to it unless it is open, as in `score<0.8`. */
export interface Ends {
    readonly from?: number | undefined;
    readonly to?: number | undefined;
    readonly fromOpen?: boolean;
    readonly toOpen?: boolean;
}

/** Of these nothing but whole numbers occur, so that each open end has a closed one that says the same. */
const whole: ReadonlySet<NumberField> = new Set(["wins", "anchors", "length", "prompt-length", "tokens", "index", "line"]);

/** What the terms on a number come to, as far as two ends can say it. */
export function endsOf(filter: Filter, field: NumberField): Ends {
    let from: number | undefined, to: number | undefined, fromOpen = false, toOpen = false;
    for (const term of filter) {
        if ((term.kind !== "compare" && term.kind !== "range") || term.field !== field || term.negated)
            continue;
        const [low, high, operator] = term.kind === "range" ? [term.from, term.to, "="] : [term.value, term.value, term.operator];
        if ([">=", ">", "="].includes(operator) && (from === undefined || low > from || (low === from && operator === ">"))) {
            from = low;
            fromOpen = operator === ">";
        }
        if (["<=", "<", "="].includes(operator) && (to === undefined || high < to || (high === to && operator === "<"))) {
            to = high;
            toOpen = operator === "<";
        }
    }
    if (whole.has(field))
        return {from: from !== undefined && fromOpen ? Math.floor(from) + 1 : from, to: to !== undefined && toOpen ? Math.ceil(to) - 1 : to};
    return {from, to, ...fromOpen ? {fromOpen} : {}, ...toOpen ? {toOpen} : {}};
}

/** Ends that cross are put in order, each with what belongs to it. */
export function withEnds(filter: Filter, field: NumberField, ends: Ends): Filter {
    const {from, to, fromOpen = false, toOpen = false} = inOrder(ends);
    const low: Term | undefined = from === undefined ? undefined : {kind: "compare", field, operator: fromOpen ? ">" : ">=", value: from, negated: false};
    const high: Term | undefined = to === undefined ? undefined : {kind: "compare", field, operator: toOpen ? "<" : "<=", value: to, negated: false};
    if (from !== undefined && to !== undefined && !fromOpen && !toOpen)
        return withTerm(filter, {kind: "range", field, from, to, negated: false});
    const one = low ?? high;
    if (one === undefined)
        return withoutTerm(filter, {kind: "compare", field, operator: ">=", value: 0, negated: false});
    const replaced = withTerm(filter, one);
    return low === undefined || high === undefined ? replaced : replaced.toSpliced(replaced.indexOf(one) + 1, 0, high);
}

function inOrder(ends: Ends): Ends {
    const {from, to, fromOpen = false, toOpen = false} = ends;
    return from !== undefined && to !== undefined && from > to ? {from: to, to: from, fromOpen: toOpen, toOpen: fromOpen} : ends;
}
