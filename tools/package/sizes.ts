import type {ArchiveEntry} from "./archive.js";
import {packageFolder} from "./reachable.js";

const partsShown = 12;

/** A table of the archive's largest parts, in megabytes: a dependency, or a folder of our own. */
export function sizeTable(entries: readonly ArchiveEntry[]): string {
    const parts = new Map<string, {packed: number; unpacked: number; files: number}>();
    for (const {name, packed, unpacked} of entries) {
        const part = partOf(name);
        const sum = parts.get(part) ?? {packed: 0, unpacked: 0, files: 0};
        parts.set(part, {packed: sum.packed + packed, unpacked: sum.unpacked + unpacked, files: sum.files + 1});
    }
    const sorted = [...parts].sort(([, a], [, b]) => b.packed - a.packed);
    const rows = sorted.slice(0, partsShown).map(([part, sum]) => row(part, sum));
    const rest = sorted.slice(partsShown);
    if (rest.length > 0)
        rows.push(row(`${rest.length} smaller ones`, total(rest.map(([, sum]) => sum))));
    return [`${"part".padEnd(34)}   packed unpacked  files`, ...rows, row("all", total([...parts.values()]))].join("\n");
}

function partOf(name: string): string {
    if (name.includes("node_modules/"))
        return packageFolder(name).replace(/^.*node_modules\//, "");
    const [, folder] = /^extension\/([^/]+)\//.exec(name) ?? [];
    return folder ?? "files at the top";
}

function total(sums: readonly {packed: number; unpacked: number; files: number}[]): {packed: number; unpacked: number; files: number} {
    return sums.reduce((a, b) => ({packed: a.packed + b.packed, unpacked: a.unpacked + b.unpacked, files: a.files + b.files}), {packed: 0, unpacked: 0, files: 0});
}

function row(part: string, {packed, unpacked, files}: {packed: number; unpacked: number; files: number}): string {
    return `${part.padEnd(34)} ${megabytes(packed).padStart(8)} ${megabytes(unpacked).padStart(8)} ${String(files).padStart(6)}`;
}

/** Millions of bytes, with two digits. */
export function megabytes(bytes: number): string {
    return (bytes / 1e6).toFixed(2);
}
