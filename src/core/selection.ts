/** How a golden subset is chosen. */
export type SelectionRule =
    /** Golden score at this value or above. */
    | {readonly kind: "min-score"; readonly score: number}
    /** The best so many. */
    | {readonly kind: "top"; readonly amount: number}
    /** The best so many percent of the scored examples, rounded, at least one. */
    | {readonly kind: "top-percent"; readonly percent: number};

/** What selection looks at; unscored examples have a null score and are never selected by a rule. */
export interface Selectable {
    readonly index: number;
    readonly goldenScore: number | null;
    readonly meanGain: number | null;
}

/** What a person may say of an example. */
export const decisions = ["keep", "drop", "fixed"] as const;
export type Decision = typeof decisions[number];

/**
 * The chosen ones in the order given. Equal scores are told apart by mean gain, then by place in the file, so that a "best so
 * many" is the same every time. Without a rule all are chosen, scored or not. `keep` decisions are added to what the rule chose,
 * `drop` decisions are taken away.
 */
export function select<T extends Selectable>(examples: readonly T[], rule: SelectionRule | undefined, decisionOf: (example: T) => Decision | undefined = () => undefined): T[] {
    const chosen = new Set(choose(examples, rule));
    return examples.filter((example) => {
        const decision = decisionOf(example);
        return decision === "keep" || (decision !== "drop" && chosen.has(example));
    });
}

function choose<T extends Selectable>(examples: readonly T[], rule: SelectionRule | undefined): readonly T[] {
    if (rule === undefined)
        return examples;
    const scored = examples.filter((example) => example.goldenScore !== null);
    if (rule.kind === "min-score")
        return scored.filter((example) => (example.goldenScore ?? -1) >= rule.score);
    return scored.sort(bestFirst).slice(0, topAmount(rule, scored.length));
}

/** The rules that count from the best one on. */
export type TopRule = Exclude<SelectionRule, {kind: "min-score"}>;

/** How many of so many scored examples such a rule takes, if there are as many. */
export function topAmount(rule: TopRule, scored: number): number {
    return rule.kind === "top" ? rule.amount : Math.max(1, Math.round(scored * rule.percent / 100));
}

/** `500` examples or `5%` of the scored ones; undefined for anything else. */
export function parseTop(text: string): TopRule | undefined {
    const [, amount, percent] = /^(\d+(?:\.\d+)?)(%?)$/.exec(text) ?? [];
    const value = Number(amount);
    if (percent === "%" && value > 0 && value <= 100)
        return {kind: "top-percent", percent: value};
    return percent === "" && Number.isSafeInteger(value) && value >= 1 ? {kind: "top", amount: value} : undefined;
}

/** Orders by golden score, then mean gain, both descending, then by place. */
export function bestFirst(a: Selectable, b: Selectable): number {
    return (b.goldenScore ?? -1) - (a.goldenScore ?? -1) || (b.meanGain ?? -Infinity) - (a.meanGain ?? -Infinity) || a.index - b.index;
}
