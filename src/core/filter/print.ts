import {escapeForDisplay} from "../displayText.js";
import {numberFields, textFields, type Filter, type Pattern, type Term} from "./terms.js";

/** The filter as one line of text, each term in its shortest spelling, which `parseFilter` reads back. */
export function printFilter(filter: Filter): string {
    return filter.map(printTerm).join(" ");
}

export function printTerm(term: Term): string {
    return (term.negated ? "-" : "") + printUnsigned(term);
}

function printUnsigned(term: Term): string {
    switch (term.kind) {
        case "compare":
            return term.field + term.operator + String(term.value);
        case "range":
            return `${term.field}:${term.from}..${term.to}`;
        case "top":
            return term.rule.kind === "top" ? `top:${term.rule.amount}` : `top:${term.rule.percent}%`;
        case "unscored":
            return "unscored";
        case "flag":
            return `flag:${term.flags.length === 0 ? "any" : term.flags.join(",")}`;
        case "decision":
            return `decision:${term.decisions.join(",")}`;
        case "category":
            return `${printName(term.name)}:${term.values.map(printValue).join(",")}`;
        case "text":
            return `${term.field}:${printPattern(term.pattern)}`;
    }
}

const ownNames: readonly string[] = [...numberFields, ...textFields, "top", "flag", "decision", "unscored"];

/** A name in quotation marks is always a category's, so one that is called "score" can be told from the golden score. */
function printName(name: string): string {
    return ownNames.includes(name) ? quoted(name) : printValue(name);
}

function printValue(value: string): string {
    return /^[\p{L}\p{N}_][\p{L}\p{N}_.+-]*$/u.test(value) ? value : quoted(value);
}

/** Texts of the dataset may hold line breaks and characters that turn the writing around; in a filter they are escapes. */
function quoted(value: string): string {
    return escapeForDisplay(JSON.stringify(value));
}

function printPattern(pattern: Pattern): string {
    return pattern.kind === "plain" ? printValue(pattern.text) : `/${withEscapes(pattern.source)}/${pattern.flags}`;
}

/** What a regular expression would hold unseen stands in it by its number, which matches the same, also behind a backslash. */
function withEscapes(source: string): string {
    return source.replace(/\\[^]|[^\\]/gu, (piece) => {
        const character = piece.startsWith("\\") ? piece.slice(1) : piece;
        const escaped = /^\p{Cs}$/u.test(character) ? `\\u${character.charCodeAt(0).toString(16)}` : escapeForDisplay(character);
        return escaped === character ? piece : escaped;
    });
}
