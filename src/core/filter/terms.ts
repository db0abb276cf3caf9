import type {Decision, TopRule} from "../selection.js";

/** Numbers that a term compares, by the names that people write. */
export const numberFields = ["score", "gain", "ci-low", "ci-high", "wins", "anchors", "length", "prompt-length", "tokens", "index", "line"] as const;
export type NumberField = typeof numberFields[number];

/** Where a search looks: `text` is everywhere. */
export const textFields = ["text", "instruction", "input", "output", "system"] as const;
export type TextField = typeof textFields[number];

export type Operator = ">=" | ">" | "<=" | "<" | "=";

export type Pattern =
    /** Found in any case; white space finds any white space. */
    | {readonly kind: "plain"; readonly text: string}
    /** `source` as between two slashes: a slash in it stands behind a backslash. */
    | {readonly kind: "regex"; readonly source: string; readonly flags: string};

/** One condition on an example. What is compared with something unknown is not met, and its negation is. */
export type Term = {readonly negated: boolean} & (
    | {readonly kind: "compare"; readonly field: NumberField; readonly operator: Operator; readonly value: number}
    /** Both ends included. */
    | {readonly kind: "range"; readonly field: NumberField; readonly from: number; readonly to: number}
    /** Among the best of all scored examples of the file, whatever the other terms are. */
    | {readonly kind: "top"; readonly rule: TopRule}
    | {readonly kind: "unscored"}
    /** Has at least one of these flags, or with an empty list any flag at all. */
    | {readonly kind: "flag"; readonly flags: readonly string[]}
    | {readonly kind: "decision"; readonly decisions: readonly (Decision | "none")[]}
    /** "" stands for examples without a value. */
    | {readonly kind: "category"; readonly name: string; readonly values: readonly string[]}
    | {readonly kind: "text"; readonly field: TextField; readonly pattern: Pattern}
);

export type TextTerm = Extract<Term, {kind: "text"}>;

/** All terms are met by an example that passes. No term: everything passes. */
export type Filter = readonly Term[];

/** A filter holds no more terms; that many bits tell which of them an example fails. */
export const mostTerms = 32;

/** The terms that need the examples' texts; all others are answered by the table alone. */
export function textTerms(filter: Filter): TextTerm[] {
    return filter.filter((term) => term.kind === "text");
}

/**
 * What a control in a panel changes: one number field, the best so many, these flags, the decisions, one category, or one
 * search, negated or not.
 */
export function slotOf(term: Term): string {
    switch (term.kind) {
        case "compare":
        case "range":
            return `number ${term.field}`;
        case "flag":
            return `flag ${[...term.flags].sort().join()}`;
        case "category":
            return `category ${term.name}`;
        case "text":
            return `text ${JSON.stringify([term.field, term.pattern])}`;
        case "top":
        case "unscored":
        case "decision":
            return term.kind;
    }
}

/** The filter with this term in place of all of its slot, or at the end if there was none. */
export function withTerm(filter: Filter, term: Term): Filter {
    const slot = slotOf(term);
    const place = filter.findIndex((other) => slotOf(other) === slot);
    if (place < 0)
        return [...filter, term];
    return filter.flatMap((other, at) => at === place ? [term] : slotOf(other) === slot ? [] : [other]);
}

/** The filter without any term of this term's slot. */
export function withoutTerm(filter: Filter, term: Term): Filter {
    const slot = slotOf(term);
    return filter.filter((other) => slotOf(other) !== slot);
}
