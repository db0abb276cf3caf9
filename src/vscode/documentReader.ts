import {setImmediate} from "node:timers/promises";
import {UserError} from "../core/errors.js";
import type {Span} from "../core/example.js";
import type {ColumnMapping} from "../core/formats/columns.js";
import {layoutOf, longestHead, type FileLayout} from "../core/formats/fileLayout.js";
import {LineCache} from "../core/formats/lineCache.js";
import type {Untouched} from "../core/formats/lineReadings.js";
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

/** A part of a text that was replaced, as editors tell it: lines of the text before. */
export interface TextChange {
    readonly range: {readonly start: {readonly line: number}; readonly end: {readonly line: number}};
    readonly text: string;
}

/** The beginning of a text that is looked at first to tell its layout; longer ones only where it shows none. */
const headCharacters = 1 << 14;
const sliceCharacters = 1 << 18;
/** A text that has shown no record in so many characters is no dataset; one record may hold some hundred thousand examples. */
const fruitlessCharacters = 1 << 24;
/** Some kilobytes are held for an example of an open text, and VS Code does less for texts of 300,000 lines and more. */
const mostLines = 1_000_000;
const nothing: Untouched = {first: 0, last: 0};

/**
 * Reads a document that is being edited. JSON Lines are read at once and only where they changed; other layouts in slices,
 * between which the editor's other work is done.
 */
export class DocumentReader {
    private readonly lines: LineCache;
    private layout: FileLayout | undefined;
    /** So many lines tell the layout. */
    private headLines = 0;
    private lineCount = 0;
    /** Since the lines were read the last time. */
    private untouched: Untouched = nothing;

    public constructor(private readonly columns: ColumnMapping | undefined) {
        this.lines = new LineCache(columns, nativeHash);
    }

    /** Takes note of a change, of all parts of it and in order; without it a text that has changed may be read wrong. */
    public changed(changes: readonly TextChange[], lineCount: number): void {
        let {first, last} = this.untouched, expected = this.lineCount;
        for (const {range: {start, end}, text} of changes) {
            first = Math.min(first, start.line);
            last = Math.max(0, Math.min(last, this.lineCount - 1 - end.line));
            expected += (text.match(/\r\n|\r|\n/g) ?? []).length - (end.line - start.line);
        }
        this.untouched = expected === lineCount ? {first, last} : nothing; // as after a change that nobody told of
        this.lineCount = lineCount;
    }

    /**
     * Undefined when the document has changed meanwhile, or (found at its beginning, if it is long) holds no example.
     * @throws UserError when it holds more than an editor's text should
     */
    public async read(document: SourceDocument): Promise<Reading | undefined> {
        requireFew(document.lineCount);
        if (this.layout === undefined || this.untouched.first < this.headLines) {
            const {layout, lines} = findLayout(document);
            this.layout = layout;
            this.headLines = lines;
        }
        return this.layout === "lines" ? this.readLines(document) : this.readWhole(document);
    }

    private readLines(document: SourceDocument): Reading {
        const {version, lineCount} = document;
        const known = lineCount === this.lineCount ? this.untouched : nothing;
        const lines = this.lines.read({length: lineCount, textAt: (line) => document.lineAt(line).text}, known.first === lineCount ? {first: lineCount, last: 0} : known);
        this.lineCount = lineCount;
        this.untouched = {first: lineCount, last: lineCount};
        return {version, container: "jsonl", ...lines};
    }

    private async readWhole(document: SourceDocument): Promise<Reading | undefined> {
        const {version} = document;
        const text = document.getText();
        const reader = new DatasetReader(this.columns, nativeHash);
        const items: ReadItem[] = [];
        for (let at = 0; at < text.length;) {
            const end = wholeCharacters(text, at + sliceCharacters);
            addAll(items, reader.push(new TextEncoder().encode(text.slice(at, end))));
            at = end;
            requireFew(items.length);
            await setImmediate();
            if (document.version !== version || (at < text.length && at >= fruitlessCharacters && items.length === 0))
                return undefined;
        }
        addAll(items, reader.end());
        const offsets = new Utf8Offsets(text);
        const located = ({start, end}: Span): Located => ({start: document.positionAt(offsets.toCharacter(start)), end: document.positionAt(offsets.toCharacter(end))});
        const examples: LocatedExample[] = [], problems: LocatedProblem[] = [];
        for (const [at, item] of items.entries()) {
            if (at % 5000 === 4999)
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

function requireFew(lines: number): void {
    if (lines > mostLines)
        throw new UserError(`The text holds more than ${mostLines.toLocaleString("en-US")} lines or examples, so nothing is shown in it; open it in the panel.`);
}

/** One by one: a record may hold more examples than a function takes arguments. */
function addAll(items: ReadItem[], more: readonly ReadItem[]): void {
    for (const item of more)
        items.push(item);
}

/** As the reader of whole texts finds it. @returns `lines`: so many of them showed it */
function findLayout(document: SourceDocument): {readonly layout: FileLayout; readonly lines: number} {
    let text = "", line = 0;
    for (let characters = headCharacters; ; characters *= 2) {
        for (; line < document.lineCount && text.length < characters; line++)
            text += `${document.lineAt(line).text.slice(0, longestHead)}\n`;
        const isWhole = line === document.lineCount || text.length >= longestHead;
        const layout = layoutOf(new TextEncoder().encode(text), isWhole);
        if (layout !== undefined || isWhole)
            return {layout: layout ?? "lines", lines: line};
    }
}

/** `end`, or one less where a surrogate pair would be cut. */
function wholeCharacters(text: string, end: number): number {
    return end < text.length && (text.charCodeAt(end - 1) & 0xfc00) === 0xd800 ? end - 1 : Math.min(end, text.length);
}
