import {createScanner, ScanError, SyntaxKind, type JSONScanner} from "jsonc-parser";

/** Deeper nesting than this is no training example: it would only exhaust the stack of whatever walks it. */
export const maximumNesting = 256;

export type ValueEnd =
    | {readonly kind: "value"; readonly end: number; readonly depth: number}
    | {readonly kind: "broken"; readonly at: number; readonly message: string}
    /** The text ends inside the value, and more text may come. */
    | {readonly kind: "incomplete"};

const enum Expect {Value, ValueOrClose, KeyOrClose, Key, Colon, CommaOrClose}

/**
 * Finds where the JSON value that begins at `start` ends, by its grammar but without building it. Content of strings is not
 * checked beyond their closing quote. With `final` false an end of the text is no error.
 */
export function findValueEnd(text: string, start: number, final: boolean): ValueEnd {
    const scanner = createScanner(text, false);
    scanner.setPosition(start);
    const closers: number[] = [];
    let depth = 0;
    let expect: Expect = Expect.Value;
    while (true) {
        const token = scanner.scan();
        if (token === SyntaxKind.Trivia || token === SyntaxKind.LineBreakTrivia)
            continue;
        if (!final && mayGoOn(scanner, text))
            return {kind: "incomplete"};
        const broken = (message: string): ValueEnd => ({kind: "broken", at: scanner.getTokenOffset(), message});
        if (token === SyntaxKind.EOF)
            return broken("the text ends inside this record");
        if (scanner.getTokenError() === ScanError.UnexpectedEndOfString)
            return broken("a text is not closed: its closing quote is missing on this line");

        switch (expect) {
            case Expect.Colon:
                if (token !== SyntaxKind.ColonToken)
                    return broken("a colon is missing after a field name");
                expect = Expect.Value;
                continue;
            case Expect.Key:
            case Expect.KeyOrClose:
                if (token === SyntaxKind.StringLiteral) {
                    expect = Expect.Colon;
                    continue;
                }
                if (expect === Expect.Key || token !== SyntaxKind.CloseBraceToken)
                    return broken("a field name in double quotes is expected here");
                break;
            case Expect.CommaOrClose:
                if (token === SyntaxKind.CommaToken) {
                    expect = closers.at(-1) === SyntaxKind.CloseBraceToken ? Expect.Key : Expect.Value;
                    continue;
                }
                if (token !== closers.at(-1))
                    return broken("a comma or a closing bracket is missing before this");
                break;
            case Expect.Value:
            case Expect.ValueOrClose:
                if (token === SyntaxKind.OpenBraceToken || token === SyntaxKind.OpenBracketToken) {
                    closers.push(token === SyntaxKind.OpenBraceToken ? SyntaxKind.CloseBraceToken : SyntaxKind.CloseBracketToken);
                    depth = Math.max(depth, closers.length);
                    expect = token === SyntaxKind.OpenBraceToken ? Expect.KeyOrClose : Expect.ValueOrClose;
                    continue;
                }
                if (expect === Expect.ValueOrClose && token === SyntaxKind.CloseBracketToken)
                    break;
                if (!isScalar(token))
                    return broken(unexpectedValue(text, scanner));
                if (closers.length === 0)
                    return {kind: "value", end: scanner.getPosition(), depth};
                expect = Expect.CommaOrClose;
                continue;
        }
        closers.pop(); // every case that comes here has seen the matching closing bracket
        if (closers.length === 0)
            return {kind: "value", end: scanner.getPosition(), depth};
        expect = Expect.CommaOrClose;
    }
}

function isScalar(token: SyntaxKind): boolean {
    return token === SyntaxKind.StringLiteral || token === SyntaxKind.NumericLiteral ||
        token === SyntaxKind.TrueKeyword || token === SyntaxKind.FalseKeyword || token === SyntaxKind.NullKeyword;
}

/** A token that touches the end of the text may be longer once more text comes; single brackets and separators may not. */
function mayGoOn(scanner: JSONScanner, text: string): boolean {
    if (scanner.getPosition() < text.length)
        return false;
    const token = scanner.getToken();
    if (token === SyntaxKind.StringLiteral)
        return scanner.getTokenError() === ScanError.UnexpectedEndOfString;
    return token === SyntaxKind.EOF || token >= SyntaxKind.NullKeyword;
}

function unexpectedValue(text: string, scanner: JSONScanner): string {
    const word = text.slice(scanner.getTokenOffset(), scanner.getTokenOffset() + Math.min(scanner.getTokenLength(), 12));
    return /^-?(NaN|Infinity)/.test(word)
        ? "NaN and Infinity are not JSON: write null or leave the field out"
        : "a value is missing or not JSON here";
}
