import type {Node} from "jsonc-parser";
import type {TextSpan} from "./textEdit.js";

/** What stands between the quotes of a string literal. */
export function contentOf({offset, length}: Node): TextSpan {
    return {start: offset + 1, end: offset + length - 1};
}

/**
 * The part of a literal's content that `trim()` would leave of the text that it says, escapes such as \n and \u00a0 included;
 * undefined when nothing would be left.
 */
export function trimmedContent(json: string, literal: Node): TextSpan | undefined {
    const {start, end} = contentOf(literal);
    let first: number | undefined, last = start;
    for (let at = start; at < end;) { // from the front only: from behind nobody can tell whether \\n is an escape
        const next = at + unitLength(json, at);
        if (!isWhite(unitCode(json, at))) {
            first ??= at;
            last = next;
        }
        at = next;
    }
    return first === undefined ? undefined : {start: first, end: last};
}

/** Of an unescaped character, \n, or \u000a. */
function unitLength(json: string, at: number): number {
    if (json[at] !== "\\")
        return 1;
    return json[at + 1] === "u" ? 6 : 2;
}

const whiteEscapes = "tnfr";

function unitCode(json: string, at: number): number {
    const kind = json[at] === "\\" ? json[at + 1] ?? "" : undefined;
    if (kind === undefined)
        return json.charCodeAt(at);
    if (kind === "u")
        return Number.parseInt(json.slice(at + 2, at + 6), 16);
    return whiteEscapes.includes(kind) ? 0x20 : 0x5c; // of the others only this counts
}

/** No white space stands outside of the Basic Multilingual Plane, so half of a pair can be looked at alone. */
function isWhite(code: number): boolean {
    return (code <= 0x20 || code >= 0x80) && String.fromCharCode(code).trim() === "";
}
