/** Something that JSON forbids but that leaves no doubt where the value ends, such as a bad escape or an unknown word. */
export interface Fault {
    readonly at: number;
    /** A clause without a full stop. */
    readonly message: string;
}

/** Control characters, and escapes with their kind where it is a known one. */
const suspects = /[\u0000-\u001f]|\\(?:u([0-9a-fA-F]{4})|["\\/bfnrt])?/g; // eslint-disable-line no-control-regex -- JSON forbids just these

/** The first fault in the text of a string literal that stands at `at`. */
export function stringFault(literal: string, at: number): Fault | undefined {
    let highAt: number | undefined; // of a surrogate pair whose second half must come next
    for (const match of literal.matchAll(suspects)) {
        const code = match[1] === undefined ? undefined : Number.parseInt(match[1], 16);
        if (highAt !== undefined && (match.index !== highAt + 6 || code === undefined || code < 0xdc00 || code > 0xdfff))
            return halfPair(at + highAt);
        const isLow = highAt !== undefined;
        highAt = undefined;
        if (!match[0].startsWith("\\"))
            return {at: at + match.index, message: "a text holds a control character; JSON wants it escaped, such as \\t or \\u0000"};
        if (match[0] === "\\")
            return {at: at + match.index, message: literal[match.index + 1] === "u" ? "a \\u escape needs four hexadecimal digits" : "a text holds an unknown escape after a backslash; write \\\\ for a backslash"};
        if (code !== undefined && code >= 0xd800 && code <= 0xdbff)
            highAt = match.index;
        else if (code !== undefined && code >= 0xdc00 && code <= 0xdfff && !isLow)
            return halfPair(at + match.index);
    }
    return highAt === undefined ? undefined : halfPair(at + highAt);
}

function halfPair(at: number): Fault {
    return {at, message: "a \\u escape is half of a surrogate pair; the character is cut in two"};
}

/** What is wrong with a word that stands where a value is expected and is no number, true, false or null. */
export function wordFault(word: string, at: number): Fault {
    if (/^-?(?:NaN|Infinity)$/.test(word))
        return {at, message: "NaN and Infinity are not JSON: write null or leave the field out"};
    return {at, message: /^[-+.]?[0-9]/.test(word)
        ? "a number is not written as JSON wants it"
        : "this is no JSON value: texts stand in double quotes, and without them only numbers, true, false and null"};
}
