import {onOneLine} from "./recordText.js";

/**
 * JSON inside a text of a record may be nested this deeply, else it is a text like any other. Forms that hold such JSON as an
 * object put up to six levels around it, and a record may be nested 256 levels deep (`maximumNesting`).
 */
export const maximumTextNesting = 240;

/**
 * A JSON value as it is written: numbers with all of their digits, objects with all of their fields in their order. What
 * `JSON.parse` gives has lost some of that. `writeJson` writes it as it stands.
 */
export class RawJson {
    /** @param text one sound JSON value */
    public constructor(public readonly text: string) {}
}

/** The value of a JSON text; undefined for what is no JSON, or nested more than `maximumTextNesting` levels deep. */
export function parseJsonText(text: string): {readonly value: unknown} | undefined {
    if (isDeeplyNested(text))
        return undefined;
    try {
        return {value: JSON.parse(text)};
    } catch {
        return undefined;
    }
}

/** Whether brackets of a text are nested more than `maximumTextNesting` levels deep. Linear, and not recursive. */
export function isDeeplyNested(text: string): boolean {
    if (text.length <= maximumTextNesting)
        return false;
    let depth = 0;
    for (let at = 0; at < text.length; at++) {
        switch (text.charCodeAt(at)) {
            case 0x22: // a quote
                at = endOfString(text, at);
                break;
            case 0x5b:
            case 0x7b:
                if (++depth > maximumTextNesting)
                    return true;
                break;
            case 0x5d:
            case 0x7d:
                depth--;
        }
    }
    return false;
}

/** Where the quote stands that closes a string, or the text's end. */
function endOfString(text: string, start: number): number {
    let at = start + 1;
    while (at < text.length && text.charCodeAt(at) !== 0x22)
        at += text.charCodeAt(at) === 0x5c ? 2 : 1;
    return at;
}

/** As `JSON.stringify`, for plain objects and lists that hold `RawJson`, too, which stands on one line in any case. @param indent spaces for each level; 0 for everything on one line */
export function writeJson(value: unknown, indent = 0): string {
    return holdsRaw(value) ? written(value, indent, "\n") : JSON.stringify(value, null, indent); // most hold none, and it is faster
}

function holdsRaw(value: unknown): boolean {
    return value instanceof RawJson || (typeof value === "object" && value !== null && Object.values(value).some(holdsRaw));
}

function written(value: unknown, indent: number, lineStart: string): string {
    if (value instanceof RawJson)
        return onOneLine(value.text);
    if (typeof value !== "object" || value === null)
        return JSON.stringify(value);
    const inner = indent === 0 ? "" : lineStart + " ".repeat(indent), end = indent === 0 ? "" : lineStart;
    if (Array.isArray(value))
        return value.length === 0 ? "[]" : `[${inner}${value.map((entry: unknown) => written(entry, indent, inner)).join(`,${inner}`)}${end}]`;
    const colon = indent === 0 ? ":" : ": ";
    const fields = Object.entries(value).map(([name, field]) => `${JSON.stringify(name)}${colon}${written(field, indent, inner)}`);
    return fields.length === 0 ? "{}" : `{${inner}${fields.join(`,${inner}`)}${end}}`;
}
