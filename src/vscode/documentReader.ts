import {setImmediate} from "node:timers/promises";
import type {Span} from "../core/example.js";
import type {ColumnMapping} from "../core/formats/columns.js";
import {layoutOf} from "../core/formats/fileLayout.js";
import {LineCache} from "../core/formats/lineCache.js";
import type {Located, LocatedExample, LocatedProblem, Position} from "../core/formats/located.js";
import {DatasetReader, type Container, type ReadItem} from "../core/formats/reader.js";
import {Utf8Offsets} from "../core/textOffsets.js";
import {nativeHash} from "../session/readDataset.js";

/** What a document holds at one of its versions. */
export interface Reading {
    readonly version: number;
    readonly container: Container;
    readonly examples: readonly LocatedExample[];
    readonly problems: readonly LocatedProblem[];
}

/** The part of a `vscode.TextDocument` that reading needs. */
export interface SourceDocument {
    readonly version: number;
    readonly lineCount: number;
    lineAt(line: number): {readonly text: string};
    getText(): string;
    positionAt(offset: number): Position;
}

const headCharacters = 1 << 16;
const sliceCharacters = 1 << 18;

/**
 * Reads a document that is being edited. JSON Lines are read at once and only where they changed; other layouts in slices,
 * between which the editor's other work is done.
 */
export class DocumentReader {
    private readonly lines: LineCache;

    public constructor(private readonly columns: ColumnMapping | undefined) {
        this.lines = new LineCache(columns, nativeHash);
    }

    /** Undefined when the document has changed meanwhile, or (found at its beginning, if it is long) holds no example. */
    public async read(document: SourceDocument): Promise<Reading | undefined> {
        return layoutOf(new TextEncoder().encode(headOf(document)), true) === "lines" ? this.readLines(document) : this.readWhole(document);
    }

    private readLines(document: SourceDocument): Reading {
        const lines = Array.from({length: document.lineCount}, (_, line) => document.lineAt(line).text);
        return {version: document.version, container: "jsonl", ...this.lines.read(lines)};
    }

    private async readWhole(document: SourceDocument): Promise<Reading | undefined> {
        const {version} = document;
        const text = document.getText();
        const reader = new DatasetReader(this.columns, nativeHash);
        const items: ReadItem[] = [];
        for (let at = 0; at < text.length;) {
            const end = wholeCharacters(text, at + sliceCharacters);
            items.push(...reader.push(new TextEncoder().encode(text.slice(at, end))));
            at = end;
            await setImmediate();
            if (document.version !== version || (at < text.length && at >= 4 * sliceCharacters && items.length === 0))
                return undefined;
        }
        items.push(...reader.end());
        const offsets = new Utf8Offsets(text);
        const located = ({start, end}: Span): Located => ({start: document.positionAt(offsets.toCharacter(start)), end: document.positionAt(offsets.toCharacter(end))});
        const examples: LocatedExample[] = [], problems: LocatedProblem[] = [];
        for (const [count, item] of items.entries()) {
            if (count % 5000 === 4999)
                await setImmediate();
            if (document.version !== version)
                return undefined;
            add(item, located(item.kind === "example" ? item.example.span : item.problem.span), examples, problems);
        }
        return {version, container: reader.container ?? "jsonl", examples, problems};
    }
}

function add(item: ReadItem, place: Located, examples: LocatedExample[], problems: LocatedProblem[]): void {
    if (item.kind === "example")
        examples.push({example: item.example, ...place});
    else
        problems.push({problem: item.problem, ...place});
}

function headOf(document: SourceDocument): string {
    let head = "";
    for (let line = 0; line < document.lineCount && head.length < headCharacters; line++)
        head += `${document.lineAt(line).text.slice(0, headCharacters)}\n`;
    return head;
}

/** `end`, or one less where a surrogate pair would be cut. */
function wholeCharacters(text: string, end: number): number {
    return end < text.length && (text.charCodeAt(end - 1) & 0xfc00) === 0xd800 ? end - 1 : Math.min(end, text.length);
}
