import {setImmediate} from "node:timers/promises";
import type {Example, Problem, Span} from "../core/example.js";
import type {ColumnMapping} from "../core/formats/columns.js";
import {layoutOf} from "../core/formats/fileLayout.js";
import {LineCache} from "../core/formats/lineCache.js";
import {DatasetReader, type Container, type ReadItem} from "../core/formats/reader.js";
import {Utf8Offsets} from "../core/textOffsets.js";
import {nativeHash} from "../session/readDataset.js";

/** A place in a document as editors count: from 0, in UTF-16 code units. */
export interface Position {
    readonly line: number;
    readonly character: number;
}

export interface Located {
    readonly start: Position;
    readonly end: Position;
}

export interface LocatedExample extends Located {
    readonly example: Example;
}

export interface LocatedProblem extends Located {
    readonly problem: Problem;
}

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
    /** 2 for CRLF. */
    readonly eol: number;
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
        const examples: LocatedExample[] = [], problems: LocatedProblem[] = [];
        for (const {item, from, to} of this.lines.read(linesOf(document), document.eol)) {
            const line = lineOf(item) - 1;
            add(item, {start: {line, character: from}, end: {line, character: to}}, examples, problems);
        }
        return {version: document.version, container: "jsonl", examples, problems};
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

function lineOf(item: ReadItem): number {
    return item.kind === "example" ? item.example.line : item.problem.line;
}

function headOf(document: SourceDocument): string {
    let head = "";
    for (let line = 0; line < document.lineCount && head.length < headCharacters; line++)
        head += `${document.lineAt(line).text.slice(0, headCharacters)}\n`;
    return head;
}

function* linesOf(document: SourceDocument): Generator<string> {
    for (let line = 0; line < document.lineCount; line++)
        yield document.lineAt(line).text;
}

/** `end`, or one less where a surrogate pair would be cut. */
function wholeCharacters(text: string, end: number): number {
    return end < text.length && (text.charCodeAt(end - 1) & 0xfc00) === 0xd800 ? end - 1 : Math.min(end, text.length);
}
