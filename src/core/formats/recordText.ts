import {applyEdits, createScanner, modify, SyntaxKind} from "jsonc-parser";

/** A record on one line: white space between tokens goes, every value stays to the letter (large numbers, escapes). */
export function onOneLine(text: string): string {
    const scanner = createScanner(text, true);
    let line = "";
    while (scanner.scan() !== SyntaxKind.EOF)
        line += text.slice(scanner.getTokenOffset(), scanner.getTokenOffset() + scanner.getTokenLength());
    return line;
}

/** Sets a top-level field of a record by editing its text; everything else stays as it was written. */
export function withField(text: string, name: string, value: unknown): string {
    const insertSpaces = !text.includes('\n\t');
    const tabSize = /\n( +)"/.exec(text)?.[1]?.length ?? 4;
    const formattingOptions = text.includes("\n") ? {formattingOptions: {insertSpaces, tabSize, eol: text.includes("\r\n") ? "\r\n" : "\n"}} : {};
    return applyEdits(text, modify(text, [name], value, formattingOptions));
}
