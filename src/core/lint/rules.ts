import {copiedInstruction} from "./copiedInstruction.js";
import {duplicate} from "./duplicate.js";
import {emptyOutput} from "./emptyOutput.js";
import {encodingDebris} from "./encodingDebris.js";
import {markupDebris} from "./markupDebris.js";
import {placeholderInput} from "./placeholderInput.js";
import {placeholderOutput} from "./placeholderOutput.js";
import {promptLeak} from "./promptLeak.js";
import {refusal} from "./refusal.js";
import {repeatedText} from "./repeatedText.js";
import type {FoundPlace, LintedExample, LintedTurn, LintRule} from "./rule.js";

/** All rules, in the order in which their flags are listed. */
export const lintRules: readonly LintRule[] = [
    emptyOutput, duplicate, placeholderInput, placeholderOutput, copiedInstruction, refusal, repeatedText, promptLeak, markupDebris, encodingDebris
];

/** Flags that come from measuring rather than from the text, with what they mean. */
export const measurementFlags: Readonly<Record<"truncated" | "engine-crash", string>> = {
    "truncated": "The example is longer than half the context and was cut for scoring.",
    "engine-crash": "The engine crashed twice on this example, so it has no score."
};

/** What every flag of an example means, one sentence each. */
export const flagMeanings: Readonly<Record<string, string>> = {
    "low-golden-score": "The golden score is at or below the threshold: the example helps with no more of the anchors than it hurts.",
    ...Object.fromEntries(lintRules.map(({code, meaning}) => [code, meaning])), ...measurementFlags
};

/** The flags of one example by its own text: all but `duplicate`. @param ascii it is known that no text holds a character beyond ASCII */
export function lintFlags(turns: readonly LintedTurn[], ascii = false): readonly string[] {
    const example = linted(turns, ascii);
    let flags = noFlags;
    for (const rule of lintRules)
        if (rule.finds?.(example) === true)
            flags = [...flags, rule.code];
    return flags;
}

/** Where in its texts an example shows what one of its flags says; empty where that is no matter of a place. */
export function flagPlaces(turns: readonly LintedTurn[], code: string): readonly FoundPlace[] {
    return lintRules.find((rule) => rule.code === code)?.places?.(linted(turns, false)) ?? [];
}

function linted(turns: readonly LintedTurn[], ascii: boolean): LintedExample {
    const lastUser = turns.findLast((turn) => turn.role === "user");
    return {turns, ascii, question: lastUser?.text.trim() ?? "", input: lastUser?.input?.trim() ?? "", answer: turns.at(-1)?.text.trim() ?? ""};
}

/** One for all: most examples have none. */
const noFlags: readonly string[] = [];

/** Flags with `duplicate` among them, in the order of the rules. */
export function withDuplicateFlag(flags: readonly string[]): string[] {
    const found = new Set([...flags, duplicate.code]);
    return lintRules.map(({code}) => code).filter((code) => found.has(code));
}
