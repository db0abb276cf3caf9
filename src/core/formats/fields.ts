/** A JSON object. Fields are read with `own` only: a record may have fields named `__proto__` or `constructor`. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Says in half a sentence why a record cannot be read; caught in `recognize`, never leaves this folder. */
export class Unreadable extends Error {}

export function isObject(value: unknown): value is JsonObject {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function own(record: JsonObject, name: string): unknown {
    return Object.hasOwn(record, name) ? record[name] : undefined;
}

export function has(record: JsonObject, ...names: readonly string[]): boolean {
    for (const name of names)
        if (!Object.hasOwn(record, name))
            return false;
    return true;
}

/** A text field; absent and null are the empty text. */
export function textOf(value: unknown, name: string): string {
    if (typeof value === "string")
        return value;
    if (value === undefined || value === null)
        return "";
    throw new Unreadable(`the field "${name}" holds ${kindOf(value)} where text is expected`);
}

export function textField(record: JsonObject, name: string): string {
    return textOf(own(record, name), name);
}

export function kindOf(value: unknown): string {
    if (value === null)
        return "null";
    if (Array.isArray(value))
        return "a list";
    if (typeof value === "object")
        return "an object";
    if (typeof value === "string")
        return "a text";
    return typeof value === "number" ? "a number" : "true or false";
}
