import assert from "node:assert/strict";
import {DatasetReader, type ReadItem} from "../../src/core/formats/reader.js";
import {readRecord} from "../../src/core/formats/readRecord.js";
import {nativeHash} from "../../src/session/readDataset.js";
import {DocumentReader, type SourceDocument} from "../../src/vscode/documentReader.js";
import {damagedFile, recordsOf, type Random} from "./mutate.js";
import type {FuzzTarget} from "./target.js";

/** What a reader makes of a dataset, for comparing readers. */
export interface ReadByOne {
    /** `line key` of every example. */
    readonly examples: readonly string[];
    /** `line:column message` of every problem. */
    readonly problems: readonly string[];
}

const realFiles = "test/fixtures/formats";

let records: readonly unknown[] | undefined;

/**
 * Files of which one record was damaged: nothing throws, the size of the pieces makes no difference, all records that were not damaged
 * are found, every span gives its example again, and the editor finds the same.
 */
export const readers: FuzzTarget = {
    name: "readers",
    attempt: async (chance, note) => {
        records ??= recordsOf(realFiles).filter((record) => keysOf(new TextEncoder().encode(JSON.stringify(record))).length > 0);
        const random: Random = (below) => chance.below(below);
        const {bytes, others, title} = damagedFile(random, records);
        note(bytes);
        const items = itemsOf(bytes, bytes.length);
        assert.deepEqual(itemsOf(bytes, 1 + random(bytes.length)), items, title);
        const keys = new Set<string>();
        for (const item of items)
            if (item.kind === "example") {
                keys.add(item.example.key);
                assert.ok(keysOf(bytes.subarray(item.example.span.start, item.example.span.end)).includes(item.example.key), `another example at its span: ${title}`);
            }
        for (const record of others)
            for (const key of keysOf(record))
                assert.ok(keys.has(key), `lost ${Buffer.from(record).toString()}: ${title}`);
        const text = textOf(bytes);
        if (text !== undefined)
            assert.deepEqual(await byDocument(text), byItems(items), title);
    }
};

export function itemsOf(bytes: Uint8Array, piece: number): ReadItem[] {
    const reader = new DatasetReader(undefined, nativeHash);
    const items: ReadItem[] = [];
    for (let at = 0; at < bytes.length; at += piece)
        for (const item of reader.push(bytes.subarray(at, at + piece)))
            items.push(item);
    return items.concat(reader.end());
}

export function byItems(items: readonly ReadItem[]): ReadByOne {
    return {
        examples: items.flatMap((item) => item.kind === "example" ? [`${item.example.line} ${item.example.key}`] : []),
        problems: items.flatMap((item) => item.kind === "example" ? [] : [`${item.problem.line}:${item.problem.column} ${item.problem.message}`])
    };
}

/** What the editor finds when it opens the text. */
export async function byDocument(text: string): Promise<ReadByOne> {
    const reading = await new DocumentReader(undefined).read(new OpenedText(text));
    return {
        examples: (reading?.examples ?? []).map(({example}) => `${example.line} ${example.key}`),
        problems: (reading?.problems ?? []).map(({problem}) => `${problem.line}:${problem.column} ${problem.message}`)
    };
}

/** The text that an editor shows of bytes; undefined where it shows other characters than there are. */
export function textOf(bytes: Uint8Array): string | undefined {
    try {
        return new TextDecoder("utf-8", {fatal: true}).decode(bytes); // takes a byte-order mark out, as editors do
    } catch {
        return undefined;
    }
}

/** As VS Code opens a text: all lines get the same ends. */
export class OpenedText implements SourceDocument {
    public readonly version = 1;
    private readonly lines: readonly string[];
    private readonly starts: number[] = [];

    public constructor(text: string) {
        this.lines = text.split(/\r\n|\r|\n/);
        let at = 0;
        for (const line of this.lines) {
            this.starts.push(at);
            at += line.length + 1;
        }
    }

    public get lineCount(): number {
        return this.lines.length;
    }

    public lineAt(line: number): {readonly text: string} {
        return {text: this.lines[line] ?? assert.fail(`line ${line} of ${this.lines.length}`)};
    }

    public getText(): string {
        return this.lines.join("\n");
    }

    public positionAt(offset: number): {readonly line: number; readonly character: number} {
        let low = 0, high = this.starts.length - 1;
        while (low < high) {
            const middle = (low + high + 1) >> 1;
            if ((this.starts[middle] ?? 0) <= offset)
                low = middle;
            else
                high = middle - 1;
        }
        return {line: low, character: offset - (this.starts[low] ?? 0)};
    }
}

function keysOf(record: Uint8Array): string[] {
    const reading = readRecord(record, undefined, nativeHash);
    return reading.kind === "examples" ? reading.examples.map(({key}) => key) : [];
}
