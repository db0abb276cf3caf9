import {isModelTurn, type Turn} from "../example.js";
import type {Pattern, TextField, TextTerm} from "./terms.js";

/**
 * What tells whether an example's texts hold what a term looks for; its negation is not looked at. A regular expression may take
 * for ever on some text, so whoever cannot wait runs this where it can be stopped.
 */
export function textMatcher({field, pattern}: Pick<TextTerm, "field" | "pattern">): (turns: readonly Turn[]) => boolean {
    const expression = compiled(pattern);
    if (typeof expression === "string")
        throw new Error(expression); // parseFilter lets none through
    const inInput = field === "text" || field === "input";
    return (turns) => turns.some((turn) =>
        (looksInto(field, turn) && expression.test(turn.text)) || (inInput && turn.input !== undefined && expression.test(turn.input)));
}

function looksInto(field: TextField, turn: Turn): boolean {
    switch (field) {
        case "text":
            return true;
        case "instruction":
            return turn.role === "user";
        case "output":
            return isModelTurn(turn);
        case "system":
            return turn.role === "system";
        case "input":
            return false;
    }
}

/** A pattern as a regular expression, or a sentence that says what is wrong with it. */
export function compiled(pattern: Pattern): RegExp | string {
    if (pattern.kind === "plain")
        return new RegExp(pattern.text.trim().replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&").replace(/\s+/g, "\\s+"), "iu");
    if (!/^[imsu]*$/.test(pattern.flags))
        return "Behind a regular expression only i, m, s and u may stand.";
    try {
        return new RegExp(pattern.source, pattern.flags);
    } catch (error) {
        const reason = error instanceof Error ? error.message.replace(/^.*: /s, "") : "";
        return `This is no regular expression that JavaScript knows${reason === "" ? "" : `: ${reason}`}.`;
    }
}
