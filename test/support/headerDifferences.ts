import type {CHeader} from "./cHeader.js";

/** What is said about a header elsewhere, in the form of src/engine/llama/direct/declarations.ts. */
export interface Declared {
    readonly structs: Readonly<Record<string, readonly (readonly [type: string, field: string])[]>>;
    /** Result, then the parameters' types. */
    readonly functions: Readonly<Record<string, readonly string[]>>;
    readonly typedefs: Readonly<Record<string, string>>;
    readonly pointerTypedefs: readonly string[];
    readonly enumValues: Readonly<Record<string, number>>;
}

/** One sentence for every declaration that the header does not have just so. */
export function differences(declared: Declared, header: CHeader): readonly string[] {
    const found = [
        ...Object.entries(declared.structs).map(([name, fields]) =>
            sentence(`struct ${name}`, firstDifference("field", fields.map(textOf), header.structs.get(name)?.map(textOf), 1))),
        ...Object.entries(declared.functions).map(([name, signature]) =>
            sentence(`function ${name}`, firstDifference("parameter", signature, header.functions.get(name), 0))),
        ...Object.entries(declared.typedefs).map(([name, type]) =>
            sentence(`type ${name}`, changed("it", type, header.typedefs.get(name)))),
        ...declared.pointerTypedefs.map((name) =>
            sentence(`type ${name}`, isPointer(header.typedefs.get(name)) ? null : changed("it", "a pointer", header.typedefs.get(name)))),
        ...Object.entries(declared.enumValues).map(([name, value]) =>
            sentence(`enum value ${name}`, changed("it", String(value), valueText(header.enumValues.get(name)))))
    ];
    return found.filter((text) => text !== null);
}

const gone = Symbol("gone");

function sentence(what: string, change: string | typeof gone | null): string | null {
    if (change === null)
        return null;
    const said = change === gone ? `llama.cpp has no ${what} any more` : `llama.cpp's ${what} has changed: ${change}`;
    return `${said}; update src/engine/llama/direct/declarations.ts`;
}

function changed(what: string, declared: string, actual: string | undefined): string | typeof gone | null {
    return actual === undefined ? gone : actual === declared ? null : `${what} is "${actual}" in the header, declared as "${declared}"`;
}

/** @param firstNumber of the items; what has number 0 is a function's result */
function firstDifference(item: string, declared: readonly string[], actual: readonly string[] | undefined, firstNumber: 0 | 1): string | typeof gone | null {
    if (actual === undefined)
        return gone;
    for (let i = 0; i < Math.max(declared.length, actual.length); i++) {
        const ours = declared[i];
        const theirs = actual[i];
        const place = i + firstNumber === 0 ? "the result" : `${item} ${i + firstNumber}`;
        if (theirs === undefined)
            return `${place}, declared as "${ours}", is not in the header`;
        if (ours === undefined)
            return `${place} is "${theirs}" in the header, and not declared`;
        if (ours !== theirs)
            return `${place} is "${theirs}" in the header, declared as "${ours}"`;
    }
    return null;
}

function textOf([type, name]: readonly [type: string, name: string]): string {
    return name === "" ? type : `${type} ${name}`;
}

function valueText(value: number | null | undefined): string | undefined {
    return value === null ? "not a plain number" : value?.toString();
}

function isPointer(type: string | undefined): boolean {
    return type !== undefined && (type.endsWith("*") || type.includes("(*)"));
}
