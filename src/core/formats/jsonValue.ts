import {createScanner, ScanError, SyntaxKind, type JSONScanner} from "jsonc-parser";
import {stringFault, wordFault, type Fault} from "./jsonText.js";

/** Deeper nesting than this is no training example: it would only exhaust the stack of whatever walks it. */
export const maximumNesting = 256;

export type ValueEnd =
    | {readonly kind: "value"; readonly end: number; readonly depth: number; readonly fault: Fault | undefined}
    /**
     * `open`: offsets of the brackets that were open at the error; a scan that begins at one of them fails in the same way.
     * `fault`: the first one before the error, which then often is its cause.
     */
    | {readonly kind: "broken"; readonly at: number; readonly message: string; readonly open: readonly number[]; readonly fault: Fault | undefined}
    /** The bytes end inside the value, and more may come. */
    | {readonly kind: "incomplete"};

const latin1 = new TextDecoder("latin1"), utf8 = new TextDecoder("utf-8", {ignoreBOM: true});

/**
 * Bytes as a text of one character a byte: offsets in it are byte offsets. JSON's grammar is ASCII, and bytes of longer
 * characters stand inside strings only, so a scanner of characters finds the same tokens.
 */
export function byteText(bytes: Uint8Array): string {
    const text = utf8.decode(bytes); // takes a tenth of the time, and a text without other characters is right: no other byte gives one character
    return text.length === bytes.length && !text.includes("\ufffd") ? text : latin1.decode(bytes);
}

/** An object as brackets and quotes alone tell it. */
export interface LikelyObject {
    /** The place behind the bracket that closes it. */
    readonly end: number;
    /** No byte of it is of a longer character. */
    readonly ascii: boolean;
    /** Line breaks in it, and the place behind the last one. */
    readonly breaks: number;
    readonly lineStart: number;
}

/**
 * Where an object ends if it is sound, told by brackets and quotes alone. What is between must still be parsed: of anything but
 * an object this is any place. Undefined where there is none.
 */
export function likelyObject(bytes: Uint8Array, start: number): LikelyObject | undefined {
    const {length} = bytes;
    let depth = 0, all = 0, breaks = 0, lineStart = start;
    for (let at = start; at < length; at++) {
        let byte = bytes[at] ?? 0;
        all |= byte;
        switch (byte) {
            case 0x22: // a quote
                for (byte = bytes[++at] ?? 0x22; byte !== 0x22; byte = bytes[++at] ?? 0x22) {
                    all |= byte;
                    if (byte === 0x5c) // a line break behind a backslash is not counted: it is unsound there
                        all |= bytes[++at] ?? 0;
                }
                break;
            case 0x0a:
                breaks++;
                lineStart = at + 1;
                break;
            case 0x7b:
            case 0x5b:
                depth++;
                break;
            case 0x7d:
            case 0x5d:
                depth--;
                if (depth <= 0)
                    return {end: at + 1, ascii: all < 0x80, breaks, lineStart};
        }
    }
    return undefined;
}

const enum Expect {Value, ValueOrClose, KeyOrClose, Key, Colon, CommaOrClose}

/**
 * Finds where the JSON value that begins at `start` ends, by its grammar but without building it; linear, and not recursive.
 * With `final` false an end of the text is no error.
 * @param text see `byteText`
 */
export function findValueEnd(text: string, start: number, final: boolean): ValueEnd {
    const scanner = createScanner(text, false);
    scanner.setPosition(start);
    const open: number[] = [];
    let depth = 0;
    let fault: Fault | undefined;
    let expect: Expect = Expect.Value;

    while (true) {
        const token = scanner.scan();
        if (token === SyntaxKind.Trivia || token === SyntaxKind.LineBreakTrivia)
            continue;
        const at = scanner.getTokenOffset();
        const broken = (message: string): ValueEnd => ({kind: "broken", at, message, open, fault});
        if (token === SyntaxKind.EOF)
            return final ? broken("the text ends inside this record") : {kind: "incomplete"};
        const closer = text[open.at(-1) ?? -1] === "{" ? SyntaxKind.CloseBraceToken : SyntaxKind.CloseBracketToken;
        if (isScalar(token)) {
            if (expect === Expect.Colon)
                return broken("a colon is missing after a field name");
            if (expect === Expect.CommaOrClose)
                return broken("a comma or a closing bracket is missing before this");
            const isKey: boolean = expect === Expect.Key || expect === Expect.KeyOrClose;
            if (isKey && token !== SyntaxKind.StringLiteral)
                return broken("a field name in double quotes is expected here");
            const scalar = finishScalar(scanner, text);
            if (scalar.mayGoOn && !final)
                return {kind: "incomplete"};
            if (!scalar.closed)
                return broken("a text is not closed: its closing quote is missing on this line");
            fault ??= scalar.fault;
            if (open.length === 0)
                return {kind: "value", end: scanner.getPosition(), depth, fault};
            expect = isKey ? Expect.Colon : Expect.CommaOrClose;
            continue;
        }
        switch (expect) {
            case Expect.Colon:
                if (token !== SyntaxKind.ColonToken)
                    return broken("a colon is missing after a field name");
                expect = Expect.Value;
                continue;
            case Expect.Key:
            case Expect.KeyOrClose:
                if (expect === Expect.Key || token !== SyntaxKind.CloseBraceToken)
                    return broken("a field name in double quotes is expected here");
                break;
            case Expect.CommaOrClose:
                if (token === SyntaxKind.CommaToken) {
                    expect = closer === SyntaxKind.CloseBraceToken ? Expect.Key : Expect.Value;
                    continue;
                }
                if (token !== closer)
                    return broken("a comma or a closing bracket is missing before this");
                break;
            case Expect.Value:
            case Expect.ValueOrClose:
                if (token === SyntaxKind.OpenBraceToken || token === SyntaxKind.OpenBracketToken) {
                    open.push(at);
                    depth = Math.max(depth, open.length);
                    expect = token === SyntaxKind.OpenBraceToken ? Expect.KeyOrClose : Expect.ValueOrClose;
                    continue;
                }
                if (expect !== Expect.ValueOrClose || token !== SyntaxKind.CloseBracketToken)
                    return broken("a value is missing here");
                break;
        }
        open.pop(); // every case that comes here stands at the matching closing bracket
        if (open.length === 0)
            return {kind: "value", end: scanner.getPosition(), depth, fault};
        expect = Expect.CommaOrClose;
    }
}

/** Strings and words; comments, which JSON does not know, count as words. */
function isScalar(token: SyntaxKind): boolean {
    return token >= SyntaxKind.NullKeyword;
}

interface Scalar {
    readonly closed: boolean;
    readonly fault: Fault | undefined;
    /** The text ends here, so more text could make it longer or close it. */
    readonly mayGoOn: boolean;
}

const restOfWord = /[^\s{}[\]":,]*/y;

/** Looks at the scalar that was just scanned; moves the scanner to the end of a word that it took for several. */
function finishScalar(scanner: JSONScanner, text: string): Scalar {
    const token = scanner.getToken(), error = scanner.getTokenError();
    const at = scanner.getTokenOffset(), end = scanner.getPosition();
    if (token === SyntaxKind.StringLiteral) {
        const literal = text.slice(at, end);
        // After a backslash the scanner takes a line break for an escaped character; in JSON the string ends, broken, before it.
        const lineBreak = error === ScanError.None ? -1 : literal.search(/[\n\r]/);
        const closed = error !== ScanError.UnexpectedEndOfString && lineBreak < 0;
        const suspicious = error !== ScanError.None || literal.includes("\\u");
        return {closed, fault: closed && suspicious ? stringFault(literal, at) : undefined, mayGoOn: !closed && lineBreak < 0 && end === text.length};
    }
    restOfWord.lastIndex = end;
    const rest = restOfWord.exec(text)?.[0] ?? "";
    scanner.setPosition(end + rest.length);
    const isWord = rest === "" && error === ScanError.None && token <= SyntaxKind.NumericLiteral;
    return {
        closed: true, mayGoOn: end + rest.length === text.length,
        fault: isWord ? undefined : wordFault(text.slice(at, end + rest.length), at)
    };
}
