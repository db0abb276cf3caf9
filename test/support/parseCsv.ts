import assert from "node:assert/strict";

/** RFC 4180 to the letter, by hand and independent of what writes it: quoted fields hold anything, others no quote, comma, CR or LF. */
export function parseCsv(text: string): string[][] {
    const field = /"((?:[^"]|"")*)"(,|\r\n)|([^",\r\n]*)(,|\r\n)/y;
    const rows: string[][] = [[]];
    while (field.lastIndex < text.length) {
        const at = field.lastIndex, found = field.exec(text);
        assert.ok(found, `no field at ${at}: ${JSON.stringify(text.slice(at, at + 40))}`);
        rows.at(-1)?.push(found[1]?.replaceAll("\"\"", "\"") ?? found[3] ?? "");
        if ((found[2] ?? found[4]) === "\r\n" && field.lastIndex < text.length)
            rows.push([]);
    }
    return rows;
}
