import {isBlank} from "./framing.js";

/** Something that JSON forbids but that leaves no doubt where the value ends, such as a bad escape or an unknown word. */
export interface Fault {
    readonly at: number;
    /** A clause without a full stop. */
    readonly message: string;
}

/** A text, number or word among the bytes of a record. */
export interface Scalar {
    /** The place behind its last byte. */
    readonly end: number;
    readonly closed: boolean;
    readonly fault: Fault | undefined;
    /** The bytes end here, so more bytes could make it longer or close it. */
    readonly mayGoOn: boolean;
}

const quote = 0x22, backslash = 0x5c, letterU = 0x75;
const isEscapable = tableOf("\"\\/bfnrt"), isHexadecimal = tableOf("0123456789abcdefABCDEF"), isDelimiter = tableOf("{}[]\":,\v\f");

/** The text in quotes that begins at `start`. A line break ends it, unclosed, and so does one behind a backslash. */
export function scanText(bytes: Uint8Array, start: number): Scalar {
    const {length} = bytes;
    let fault: Fault | undefined;
    let at = start + 1;
    for (let byte = bytes[at]; byte !== undefined && byte !== quote; byte = bytes[at]) {
        if (byte === 0x0a || byte === 0x0d)
            return {end: at, closed: false, fault: undefined, mayGoOn: false};
        if (byte === backslash) {
            const escape = scanEscape(bytes, at);
            fault ??= escape.fault;
            at = escape.end;
            continue;
        }
        if (byte < 0x20)
            fault ??= {at, message: "a text holds a control character; JSON wants it escaped, such as \\t or \\u0000"};
        at++;
    }
    return at >= length ? {end: length, closed: false, fault: undefined, mayGoOn: true} : {end: at + 1, closed: true, fault, mayGoOn: false};
}

function scanEscape(bytes: Uint8Array, at: number): {readonly end: number; readonly fault: Fault | undefined} {
    const escaped = bytes[at + 1];
    if (escaped === 0x0a || escaped === 0x0d || escaped === undefined)
        return {end: at + 1, fault: undefined}; // the text is not closed
    if (isEscapable[escaped] === 1)
        return {end: at + 2, fault: undefined};
    if (escaped !== letterU)
        return {end: at + 1, fault: {at, message: "a text holds an unknown escape after a backslash; write \\\\ for a backslash"}};
    const code = codeOf(bytes, at);
    if (code === undefined)
        return {end: at + 2, fault: {at, message: "a \\u escape needs four hexadecimal digits"}};
    if (code < 0xd800 || code > 0xdfff)
        return {end: at + 6, fault: undefined};
    const second = code < 0xdc00 && bytes[at + 6] === backslash && bytes[at + 7] === letterU ? codeOf(bytes, at + 6) ?? 0 : 0;
    return second >= 0xdc00 && second <= 0xdfff ? {end: at + 12, fault: undefined}
        : {end: at + 6, fault: {at, message: "a \\u escape is half of a surrogate pair; the character is cut in two"}};
}

/** The code unit of the escape that begins at `at`. */
function codeOf(bytes: Uint8Array, at: number): number | undefined {
    let digits = "";
    for (let digit = at + 2; digit < at + 6; digit++) {
        const byte = bytes[digit] ?? 0;
        if (isHexadecimal[byte] !== 1)
            return undefined;
        digits += String.fromCharCode(byte);
    }
    return Number.parseInt(digits, 16);
}

/** Longer words are judged by their beginning. */
const longestWord = 64;
const minus = 0x2d, plus = 0x2b, point = 0x2e, zero = 0x30, nine = 0x39;

/** The number, true, false, null or other word that begins at `start`. */
export function scanWord(bytes: Uint8Array, start: number): Scalar {
    let end = start + 1;
    while (end < bytes.length && !isBlank(bytes[end]) && isDelimiter[bytes[end] ?? 0] !== 1)
        end++;
    const mayGoOn = end === bytes.length;
    if (isNumber(bytes, start, end))
        return {end, closed: true, fault: undefined, mayGoOn};
    const word = String.fromCharCode(...bytes.subarray(start, Math.min(end, start + longestWord)));
    return {end, closed: true, fault: ["true", "false", "null"].includes(word) ? undefined : wordFault(word, start), mayGoOn};
}

function isNumber(bytes: Uint8Array, start: number, end: number): boolean {
    const whole = bytes[start] === minus ? start + 1 : start;
    let at = bytes[whole] === zero ? whole + 1 : digitsEnd(bytes, whole);
    if (at === whole)
        return false;
    if (bytes[at] === point) {
        const fraction = at + 1;
        at = digitsEnd(bytes, fraction);
        if (at === fraction)
            return false;
    }
    if (bytes[at] === 0x45 || bytes[at] === 0x65) {
        const exponent = bytes[at + 1] === plus || bytes[at + 1] === minus ? at + 2 : at + 1;
        at = digitsEnd(bytes, exponent);
        if (at === exponent)
            return false;
    }
    return at === end;
}

function digitsEnd(bytes: Uint8Array, at: number): number {
    for (let byte = bytes[at] ?? 0; byte >= zero && byte <= nine; byte = bytes[at] ?? 0)
        at++;
    return at;
}

/** What is wrong with a word that stands where a value is expected and is no number, true, false or null. */
function wordFault(word: string, at: number): Fault {
    if (/^-?(?:NaN|Infinity)$/.test(word))
        return {at, message: "NaN and Infinity are not JSON: write null or leave the field out"};
    return {at, message: /^[-+.]?[0-9]/.test(word)
        ? "a number is not written as JSON wants it"
        : "this is no JSON value: texts stand in double quotes, and without them only numbers, true, false and null"};
}

/** 1 for each of the characters. */
function tableOf(characters: string): Uint8Array {
    const table = new Uint8Array(256);
    for (const character of characters)
        table[character.charCodeAt(0)] = 1;
    return table;
}
