import {createScanner, parseTree, SyntaxKind} from "jsonc-parser";

/** Sound JSON on one line: white space between tokens goes, every value stays to the letter (large numbers, escapes). */
export function onOneLine(text: string): string {
    return joined(text, (token) => token);
}

/**
 * Sound JSON as the model reads it: as `onOneLine`, and texts are escaped only where `JSON.stringify` does so. That is what
 * `JSON.stringify(JSON.parse(text))` gives wherever it loses nothing.
 */
export function evenlySpelled(text: string): string {
    return joined(text, (token) => token.startsWith("\"") && token.includes("\\") ? JSON.stringify(JSON.parse(token)) : token);
}

function joined(text: string, spelled: (token: string) => string): string {
    const scanner = createScanner(text, true);
    const tokens: string[] = []; // joined at once, as the tokens' own strings would keep the whole text in memory
    while (scanner.scan() !== SyntaxKind.EOF)
        tokens.push(spelled(text.slice(scanner.getTokenOffset(), scanner.getTokenOffset() + scanner.getTokenLength())));
    return tokens.join("");
}

/**
 * Sets a top-level field of a record to a JSON value by editing its text; every other byte stays (jsonc-parser's own `modify`
 * formats neighbouring fields anew). White space is that of the last field. Undefined when the text is no object with fields.
 */
export function withField(text: string, name: string, value: unknown): string | undefined {
    const written = JSON.stringify(value);
    const fields = parseTree(text)?.children ?? [];
    const [, before] = fields.findLast(({children}) => children?.[0]?.value === name)?.children ?? []; // of two the last counts
    if (before !== undefined)
        return text.slice(0, before.offset) + written + text.slice(before.offset + before.length);
    const last = fields.at(-1), [lastName, lastValue] = last?.children ?? [];
    if (last === undefined || lastName === undefined || lastValue === undefined)
        return undefined;
    const space = /\s*$/.exec(text.slice(0, last.offset))?.[0] ?? "";
    const colon = text.slice(lastName.offset + lastName.length, lastValue.offset);
    const end = last.offset + last.length;
    return `${text.slice(0, end)},${space}${JSON.stringify(name)}${colon}${written}${text.slice(end)}`;
}
