/**
 * What a value out of a file must be like, as a table: each check gives undefined, or the place of the first thing that is not so
 * (`model.file`; empty for the value itself). Fields that a shape does not name may be anything.
 */
export type Shape = (value: unknown) => string | undefined;

export function matching(fits: (value: unknown) => boolean): Shape {
    return (value) => fits(value) ? undefined : "";
}

/** @param longest in UTF-16 code units */
export function text(longest: number, pattern = /(?:)/): Shape {
    return matching((value) => typeof value === "string" && value.length <= longest && pattern.test(value));
}

/** A whole number from 0 that is exact. */
export const amount: Shape = matching((value) => typeof value === "number" && Number.isSafeInteger(value) && value >= 0);

export const wholeNumber: Shape = matching(Number.isSafeInteger);

/** Any number but those that JSON does not have. */
export const finite: Shape = matching(Number.isFinite);

export const truth: Shape = matching((value) => typeof value === "boolean");

export function one(expected: string | number): Shape {
    return matching((value) => value === expected);
}

export function orNull(shape: Shape): Shape {
    return (value) => value === null ? undefined : shape(value);
}

/** Of a field that may be missing. */
export function optional(shape: Shape): Shape {
    return (value) => value === undefined ? undefined : shape(value);
}

export function list(shape: Shape): Shape {
    return (value) => {
        if (!Array.isArray(value))
            return "";
        return first(value, ([at, entry]) => joined(`[${at}]`, shape(entry)));
    };
}

/** An object that names things itself, each with a value of one shape. */
export function named(shape: Shape): Shape {
    return (value) => isObject(value) ? first(Object.values(value), ([, entry]) => shape(entry) === undefined ? undefined : "") : "";
}

/** An object with at least these fields, of its own. */
export function object(fields: Readonly<Record<string, Shape>>): Shape {
    return (value) => {
        if (!isObject(value))
            return "";
        return first(Object.entries(fields), ([, [name, shape]]) => joined(name, shape(Object.hasOwn(value, name) ? (value as Readonly<Record<string, unknown>>)[name] : undefined)));
    };
}

function isObject(value: unknown): value is object {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

function first<Entry>(entries: readonly Entry[], check: (entry: readonly [at: number, entry: Entry]) => string | undefined): string | undefined {
    for (const entry of entries.entries()) {
        const wrong = check(entry);
        if (wrong !== undefined)
            return wrong;
    }
    return undefined;
}

function joined(name: string, inside: string | undefined): string | undefined {
    return inside === undefined ? undefined : inside === "" ? name : inside.startsWith("[") ? name + inside : `${name}.${inside}`;
}

/** Whether nothing in a value lies deeper than so many lists and objects: what is written again is walked through by calls. */
export function isShallow(value: unknown, depth: number): boolean {
    return typeof value !== "object" || value === null || (depth > 0 && Object.values(value).every((inner) => isShallow(inner, depth - 1)));
}
