import {readFileSync} from "node:fs";
import path from "node:path";
import {uniformInt} from "pure-rand/distribution/uniformInt";
import {xoroshiro128plus} from "pure-rand/generator/xoroshiro128plus";
import type {Example, Problem} from "../../../src/core/example.js";
import type {ColumnMapping} from "../../../src/core/formats/columns.js";
import {DatasetReader, type Container, type ReadItem} from "../../../src/core/formats/reader.js";

export interface Reading {
    readonly container: Container | undefined;
    readonly items: readonly ReadItem[];
    readonly examples: readonly Example[];
    readonly problems: readonly Problem[];
}

export interface ReadingOptions {
    readonly columns?: ColumnMapping;
    /** Size of the pieces that the bytes are fed in; all at once by default. */
    readonly piece?: number;
}

/** Reads a text or bytes with DatasetReader. */
export function read(data: string | Uint8Array, {columns, piece = Infinity}: ReadingOptions = {}): Reading {
    const bytes = bytesOf(data);
    const reader = new DatasetReader(columns);
    const items: ReadItem[] = [];
    for (let at = 0; at < bytes.length; at += piece)
        items.push(...reader.push(bytes.subarray(at, at + piece)));
    items.push(...reader.end());
    return {
        container: reader.container, items,
        examples: items.flatMap((item) => item.kind === "example" ? [item.example] : []),
        problems: items.flatMap((item) => item.kind === "problem" ? [item.problem] : [])
    };
}

export function bytesOf(data: string | Uint8Array): Uint8Array {
    return typeof data === "string" ? new TextEncoder().encode(data) : data;
}

export function textOf(data: string | Uint8Array, {start, end}: {start: number; end: number}): string {
    return new TextDecoder("utf-8", {ignoreBOM: true}).decode(bytesOf(data).subarray(start, end));
}

/** The answers of a reading, which tell its examples apart. */
export function answers({examples}: Reading): string[] {
    return examples.map(({turns}) => turns.at(-1)?.text ?? "");
}

/** `line:column message` of every problem. */
export function places({problems}: Reading): string[] {
    return problems.map(({line, column, message}) => `${line}:${column} ${message}`);
}

/** A healthy Alpaca record with this answer. */
export function record(output: string): {instruction: string; input: string; output: string} {
    return {instruction: "Say it.", input: "", output};
}

export function line(output: string): string {
    return JSON.stringify(record(output));
}

export const fixtureFolder = path.join("test", "fixtures", "formats");

export function fixture(name: string): Uint8Array {
    return readFileSync(path.join(fixtureFolder, name));
}

/** A seeded source of whole numbers from 0 to below a limit. */
export function randomSource(seed: number): (below: number) => number {
    const generator = xoroshiro128plus(seed);
    return (below) => uniformInt(generator, 0, below - 1);
}
