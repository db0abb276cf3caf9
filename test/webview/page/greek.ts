const latin = "abcdefghijklmnopqrstuvwxyz", greek = "αβγδεφγηιϳκλμνοπθρστυωωξψζ";
/** What the page acts on, and hands out nowhere. */
const kept = new Set(["kind", "uri", "role", "filter"]);

/** Packed numbers. */
const packed = new Set(["columns", "codes", "patch"]);

/** A message of the extension with all its texts in Greek letters: whatever is Latin on the page then is the page's own. */
export function inGreek<T>(message: T): T {
    return written(message, "") as T;
}

function written(value: unknown, name: string): unknown {
    if (typeof value === "string")
        return kept.has(name) ? value : value.replace(/[a-z]/gi, (letter) => {
            const other = greek.charAt(latin.indexOf(letter.toLowerCase()));
            return letter === letter.toLowerCase() ? other : other.toUpperCase();
        });
    if (packed.has(name))
        return value;
    if (Array.isArray(value))
        return value.map((part: unknown) => written(part, name));
    if (typeof value === "object" && value !== null && !ArrayBuffer.isView(value) && !(value instanceof ArrayBuffer))
        return Object.fromEntries(Object.entries(value).map(([part, inside]) => [part, written(inside, part)]));
    return value;
}
