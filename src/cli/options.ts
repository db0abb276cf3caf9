import {InvalidArgumentError} from "commander";
import {UserError} from "../core/errors.js";
import {parseTop, type SelectionRule} from "../core/selection.js";
import type {Shard} from "../session/runMeta.js";

/** A parser of whole numbers in a range, for commander. */
export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
    return (text) => {
        const value = Number(text);
        if (!/^-?\d+$/.test(text) || value < least || value > most)
            throw new InvalidArgumentError(most === Number.MAX_SAFE_INTEGER ? `It must be a whole number from ${least}.` : `It must be a whole number from ${least} to ${most}.`);
        return value;
    };
}

/** `i/n`: the i-th of n parts, from 1. */
export function parseShard(text: string): Shard {
    const [, part, of] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? [];
    const shard = {part: Number(part), of: Number(of)};
    if (part === undefined || shard.part < 1 || shard.part > shard.of)
        throw new InvalidArgumentError("Write i/n, the i-th of n parts, such as 1/4.");
    return shard;
}

export function scoreThreshold(text: string): number {
    const value = Number(text);
    if (text.trim() === "" || !(value >= 0 && value <= 1))
        throw new InvalidArgumentError("A golden score is a number from 0 to 1.");
    return value;
}

/** `N` examples or `P%` of the scored ones. */
export function topRule(text: string): SelectionRule {
    const rule = parseTop(text);
    if (rule !== undefined)
        return rule;
    throw new InvalidArgumentError("Write a whole number from 1, such as 500, or a share above 0 %, such as 10%.");
}

/** At most one rule; undefined for everything that passes the filter. @throws UserError for two rules, and for none without a filter */
export function selectionRule(minScore: number | undefined, top: SelectionRule | undefined, filtered: boolean): SelectionRule | undefined {
    if (minScore !== undefined && top !== undefined)
        throw new UserError("Choose with either --min-score or --top, not with both; --filter goes with each.");
    if (minScore !== undefined)
        return {kind: "min-score", score: minScore};
    if (top === undefined && !filtered)
        throw new UserError("Choose with --min-score or --top, such as --min-score 0.8 or --top 10%, or with --filter.");
    return top;
}
