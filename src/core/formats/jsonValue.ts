import {skipBlank} from "./framing.js";
import {scanText, scanWord, type Fault} from "./jsonText.js";
import {OpenBrackets} from "./openBrackets.js";

/** Deeper nesting than this is no training example: it would only exhaust the stack of whatever walks it. */
export const maximumNesting = 256;

/** So many brackets, colons and commas outside of texts are more than a training example has; parsed, each takes up to a hundred bytes. */
export const maximumMarks = 1 << 22;

export type ValueEnd =
    /** `marks`: brackets that open, colons and commas outside of texts. */
    | {readonly kind: "value"; readonly end: number; readonly depth: number; readonly marks: number; readonly fault: Fault | undefined}
    | BrokenEnd
    /** The bytes end inside the value, and more may come. */
    | {readonly kind: "incomplete"};

export interface BrokenEnd {
    readonly kind: "broken";
    readonly at: number;
    readonly message: string;
    /** Offsets of the other braces that were open at the error, ascending; a scan that begins at one of them fails in the same way. */
    readonly openBraces: Uint32Array;
    /** The first one before the error, which then often is its cause. */
    readonly fault: Fault | undefined;
}

const quote = 0x22, comma = 0x2c, colon = 0x3a, openBracket = 0x5b, backslash = 0x5c, closeBracket = 0x5d, openBrace = 0x7b, closeBrace = 0x7d;

/** An object as brackets and quotes alone tell it. */
export interface LikelyObject {
    /** The place behind the bracket that closes it. */
    readonly end: number;
    /** No byte of it is of a longer character. */
    readonly ascii: boolean;
    /** Line breaks in it, and the place behind the last one. */
    readonly breaks: number;
    readonly lineStart: number;
    /** It must not be parsed, see `exhausts`. */
    readonly exhausting: boolean;
}

/**
 * Where an object ends if it is sound, told by brackets and quotes alone. What is between must still be parsed: of anything but
 * an object this is any place. Undefined where there is none.
 */
export function likelyObject(bytes: Uint8Array, start: number): LikelyObject | undefined {
    const {length} = bytes;
    let depth = 0, marks = 0, all = 0, breaks = 0, lineStart = start, isDeep = false;
    for (let at = start; at < length; at++) {
        let byte = bytes[at] ?? 0;
        all |= byte;
        switch (byte) {
            case quote:
                for (byte = bytes[++at] ?? quote; byte !== quote; byte = bytes[++at] ?? quote) {
                    all |= byte;
                    if (byte === backslash) // a line break behind a backslash is not counted: it is unsound there
                        all |= bytes[++at] ?? 0;
                }
                break;
            case 0x0a:
            case 0x0d:
                if (byte === 0x0d && bytes[at + 1] === 0x0a)
                    break; // the line feed ends the line
                breaks++;
                lineStart = at + 1;
                break;
            case openBrace:
            case openBracket:
                marks++;
                depth++;
                isDeep ||= depth > maximumNesting;
                break;
            case comma:
            case colon:
                marks++;
                break;
            case closeBrace:
            case closeBracket:
                depth--;
                if (depth <= 0)
                    return {end: at + 1, ascii: all < 0x80, breaks, lineStart, exhausting: isDeep || marks > maximumMarks};
        }
    }
    return undefined;
}

/**
 * Whether parsing the bytes would take memory without a bound: `JSON.parse` takes some 40 bytes for each level, before anybody can
 * tell that they are too many, and more for each value. Looks no further than to the first mistake, as that does.
 */
export function exhausts(bytes: Uint8Array): boolean {
    let depth = 0, marks = 0;
    for (let at = 0; at < bytes.length; at++) {
        switch (bytes[at] ?? 0) {
            case quote:
                for (at++; at < bytes.length && bytes[at] !== quote; at++)
                    if (bytes[at] === backslash)
                        at++;
                break;
            case openBrace:
            case openBracket:
                if (++depth > maximumNesting || ++marks > maximumMarks)
                    return true;
                break;
            case comma:
            case colon:
                if (++marks > maximumMarks)
                    return true;
                break;
            case closeBrace:
            case closeBracket:
                depth--;
        }
    }
    return false;
}

const open = new OpenBrackets();

const enum Expect {Value, ValueOrClose, KeyOrClose, Key, Colon, CommaOrClose}

/** What is said where something else stands. */
const missing: Readonly<Record<Expect, string>> = {
    [Expect.Value]: "a value is missing here",
    [Expect.ValueOrClose]: "a value is missing here",
    [Expect.KeyOrClose]: "a field name in double quotes is expected here",
    [Expect.Key]: "a field name in double quotes is expected here",
    [Expect.Colon]: "a colon is missing after a field name",
    [Expect.CommaOrClose]: "a comma or a closing bracket is missing before this"
};

/**
 * Finds where the JSON value that begins at `start` ends, by its grammar but without building it: JSON's grammar is ASCII, and bytes
 * of longer characters stand inside texts only. Linear, not recursive, and takes no more memory than some bytes for each open bracket.
 * With `final` false an end of the bytes is no error.
 */
export function findValueEnd(bytes: Uint8Array, start: number, final: boolean): ValueEnd {
    open.clear();
    let fault: Fault | undefined;
    let expect: Expect = Expect.Value;
    let marks = 0;
    const broken = (at: number, message: string): ValueEnd => ({kind: "broken", at, message, openBraces: open.bracesBehind(start), fault});

    for (let at = skipBlank(bytes, start); ; at = skipBlank(bytes, at)) {
        const byte: number | undefined = bytes[at];
        if (byte === undefined)
            return final ? broken(at, "the text ends inside this record") : {kind: "incomplete"};
        const isKey: boolean = expect === Expect.Key || expect === Expect.KeyOrClose;
        const isValue: boolean = expect === Expect.Value || expect === Expect.ValueOrClose;
        if (isValue && (byte === openBrace || byte === openBracket)) {
            open.push(at, byte === openBrace);
            marks++;
            expect = byte === openBrace ? Expect.KeyOrClose : Expect.ValueOrClose;
            at++;
        } else if (closes(byte, expect, open.isBraceLast)) {
            open.pop();
            at++;
            if (open.depth === 0)
                return {kind: "value", end: at, depth: open.deepest, marks, fault};
            expect = Expect.CommaOrClose;
        } else if ((isKey && byte === quote) || (isValue && !isPunctuation(byte))) {
            const scalar = byte === quote ? scanText(bytes, at) : scanWord(bytes, at);
            if (scalar.mayGoOn && !final)
                return {kind: "incomplete"};
            if (!scalar.closed)
                return broken(at, "a text is not closed: its closing quote is missing on this line");
            fault ??= scalar.fault;
            at = scalar.end;
            if (open.depth === 0)
                return {kind: "value", end: at, depth: open.deepest, marks, fault};
            expect = isKey ? Expect.Colon : Expect.CommaOrClose;
        } else if (expect === Expect.Colon && byte === colon) {
            expect = Expect.Value;
            marks++;
            at++;
        } else if (expect === Expect.CommaOrClose && byte === comma) {
            expect = open.isBraceLast ? Expect.Key : Expect.Value;
            marks++;
            at++;
        } else {
            return broken(at, missing[expect]);
        }
    }
}

/** Whether the byte is the closing bracket that may stand here. */
function closes(byte: number, expect: Expect, isBraceOpen: boolean): boolean {
    switch (expect) {
        case Expect.KeyOrClose:
            return byte === closeBrace;
        case Expect.ValueOrClose:
            return byte === closeBracket;
        case Expect.CommaOrClose:
            return byte === (isBraceOpen ? closeBrace : closeBracket);
        default:
            return false;
    }
}

function isPunctuation(byte: number): boolean {
    return byte === comma || byte === colon || byte === closeBracket || byte === closeBrace;
}
