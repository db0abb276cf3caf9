export function median(values: readonly number[]): number {
    const sorted = [...values].sort((a, b) => a - b);
    const middle = sorted.length >> 1;
    return sorted.length % 2 === 1 ? sorted[middle] ?? Number.NaN : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

type Cell = string | number | null;

/** A Markdown table; numbers in three or four figures. */
export function printTable(rows: readonly Readonly<Record<string, Cell>>[], say: (line: string) => void): void {
    const columns = Object.keys(rows[0] ?? {});
    const text = [columns.map((name) => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)), ...rows.map((row) => columns.map((name) => figure(row[name] ?? null)))];
    const widths = columns.map((_, i) => Math.max(...text.map((cells) => cells[i]?.length ?? 0)));
    for (const [number, cells] of text.entries()) {
        say(`| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(" | ")} |`);
        if (number === 0)
            say(`|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`);
    }
}

function figure(value: Cell): string {
    if (value === null)
        return "";
    if (typeof value === "string" || Number.isNaN(value))
        return String(value);
    return Math.abs(value) >= 1000 ? Math.round(value).toLocaleString("en-US") : value !== 0 && Math.abs(value) < 0.01 ? value.toExponential(1) : value.toPrecision(3);
}
