import {parse, ParseErrorCode, type ParseError} from "jsonc-parser";
import {findValueEnd, maximumNesting} from "./jsonValue.js";

export type ParsedRecord =
    | {readonly kind: "parsed"; readonly value: unknown}
    /** `at`: offset in `text`, in UTF-16 code units; `message`: a clause without a full stop. */
    | {readonly kind: "broken"; readonly text: string; readonly at: number; readonly message: string};

const utf8 = new TextDecoder("utf-8", {fatal: true, ignoreBOM: true});
const utf8Lossy = new TextDecoder("utf-8", {ignoreBOM: true});

/** Parses one record's bytes as strict JSON (RFC 8259) and says exactly where it is broken if it is. */
export function parseRecord(bytes: Uint8Array): ParsedRecord {
    let text: string;
    try {
        text = utf8.decode(bytes);
    } catch {
        const lossy = utf8Lossy.decode(bytes);
        return {kind: "broken", text: lossy, at: Math.max(0, lossy.indexOf("\ufffd")), message: "the bytes here are not UTF-8; save the file as UTF-8"};
    }
    let value: unknown;
    try {
        value = JSON.parse(text); // __proto__ becomes an ordinary field, and of duplicate keys the last one wins
    } catch {
        return whereBroken(text);
    }
    return unfitValue(text, value) ?? {kind: "parsed", value};
}

/** JSON.parse has no reliable position, so the tolerant parser looks for it; only broken records pay for that. */
function whereBroken(text: string): ParsedRecord {
    const found = findValueEnd(text, 0, true);
    if (found.kind === "broken")
        return {kind: "broken", text, at: found.at, message: found.message};
    if (found.kind === "value" && found.depth > maximumNesting)
        return tooDeep(text);
    const errors: ParseError[] = [];
    parse(text, errors, {disallowComments: true, allowTrailingComma: false});
    const [first] = errors;
    return {kind: "broken", text, at: first?.offset ?? 0, message: first === undefined ? "this is not valid JSON" : messageOf(first.error)};
}

function messageOf(error: ParseErrorCode): string {
    switch (error) {
        case ParseErrorCode.InvalidCharacter:
            return "a text holds a control character; JSON wants it escaped, such as \\t or \\u0000";
        case ParseErrorCode.InvalidEscapeCharacter:
            return "a text holds an unknown escape after a backslash; write \\\\ for a backslash";
        case ParseErrorCode.InvalidUnicode:
            return "a \\u escape needs four hexadecimal digits";
        case ParseErrorCode.EndOfFileExpected:
            return "there is more text on this line after the record's end; each line holds one record";
        case ParseErrorCode.InvalidNumberFormat:
            return "a number is not written as JSON wants it";
        default:
            return "this is not valid JSON";
    }
}

/** Valid JSON that is still no example: absurd nesting, and halves of surrogate pairs, which no UTF-8 text can hold. */
function unfitValue(text: string, value: unknown): ParsedRecord | undefined {
    if (mayNestDeeply(text)) {
        const found = findValueEnd(text, 0, true);
        if (found.kind === "value" && found.depth > maximumNesting)
            return tooDeep(text);
    }
    const escape = /\\u[dD][89a-fA-F]/.exec(text);
    if (escape !== null && !isWellFormed(value))
        return {kind: "broken", text, at: loneSurrogateAt(text), message: "a \\u escape is half of a surrogate pair; the character is cut in two"};
    return undefined;
}

function tooDeep(text: string): ParsedRecord {
    return {kind: "broken", text, at: 0, message: `the record is nested more than ${maximumNesting} levels deep`};
}

/** Cheap: looks at no more than the first few hundred brackets. */
function mayNestDeeply(text: string): boolean {
    const bracket = /[[{]/g;
    for (let brackets = 0; brackets <= maximumNesting; brackets++) {
        if (!bracket.test(text))
            return false;
    }
    return true;
}

/** Nesting has been bounded before this is called. */
function isWellFormed(value: unknown): boolean {
    if (typeof value === "string")
        return value.isWellFormed();
    if (typeof value !== "object" || value === null)
        return true;
    return Object.entries(value).every(([name, field]) => name.isWellFormed() && isWellFormed(field));
}

function loneSurrogateAt(text: string): number {
    const pairOrHalf = /\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[dD][89a-fA-F][0-9a-fA-F]{2}/g;
    for (const match of text.matchAll(pairOrHalf)) {
        if (match[0].length === 6)
            return match.index;
    }
    return 0;
}
