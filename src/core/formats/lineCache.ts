import {hashText, type HashText} from "../contentKey.js";
import {withDuplicateFlag} from "../lint/rules.js";
import type {ColumnMapping} from "./columns.js";
import {ItemAssembler, type ReadItem} from "./itemAssembler.js";
import {LineFramer} from "./lineFramer.js";
import type {Located, LocatedExample, LocatedProblem} from "./located.js";
import {readRecord, type RecordReading} from "./readRecord.js";

/** What the lines of a text hold, in their order. */
export interface LinesReading {
    readonly examples: readonly LocatedExample[];
    readonly problems: readonly LocatedProblem[];
}

/** A line without its place. */
interface KeptLine {
    /** Null for a blank line. */
    readonly record: {readonly reading: RecordReading; readonly from: number; readonly to: number} | null;
}

/** So many lines are read anew sooner than all others are put into a map. */
const few = 8;
/** Bytes are counted by nobody here. */
const nowhere = {start: 0, end: 0};

/**
 * Reads JSON Lines again and again while they are edited: only lines that were not there the last time are parsed, hashed and
 * judged, and an example that stands where it stood is the same object. Finds the same as `DatasetReader` in the whole text.
 */
export class LineCache {
    private texts: readonly string[] = [];
    private kept: readonly KeptLine[] = [];
    private examples: readonly LocatedExample[] = [];
    private readonly repeated = new WeakMap<readonly string[], readonly string[]>();

    public constructor(private readonly columns?: ColumnMapping, private readonly hash: HashText = hashText) {}

    /** @param lines without their line breaks */
    public read(lines: readonly string[]): LinesReading {
        this.kept = this.keptOf(lines);
        this.texts = lines;
        const assembler = new ItemAssembler();
        const examples: LocatedExample[] = [], problems: LocatedProblem[] = [];
        for (let line = 0; line < this.kept.length; line++) {
            const {record} = this.kept[line] ?? {};
            if (record === null || record === undefined)
                continue;
            const {reading, from, to} = record;
            if (reading.kind === "examples") {
                addProblems(assembler.end(), undefined, problems);
                for (const example of reading.examples) {
                    const {index, repeated} = assembler.next(example);
                    const {key, turns} = example;
                    const flags = repeated ? this.withDuplicate(example.flags) : example.flags;
                    const before = this.examples[index];
                    examples.push(before?.start.line === line && before.example.turns === turns && before.example.flags === flags ? before : {
                        example: {index, line: line + 1, form: reading.form, key, turns, flags}, start: {line, character: from}, end: {line, character: to}
                    });
                }
            } else {
                const place = {start: {line, character: from}, end: {line, character: to}};
                addProblems(assembler.record(reading, {line: line + 1, column: from + 1}, nowhere), place, problems);
            }
        }
        addProblems(assembler.end(), undefined, problems);
        this.examples = examples;
        return {examples, problems};
    }

    /** An edit leaves the lines before it where they were, and moves those after it together. Others are looked up by their text. */
    private keptOf(lines: readonly string[]): KeptLine[] {
        const moved = lines.length - this.texts.length;
        let byText: Map<string, KeptLine> | undefined;
        let read = 0;
        return lines.map((text, line) => {
            if (this.texts[line] === text)
                return this.kept[line] ?? this.readLine(text);
            if (this.texts[line - moved] === text)
                return this.kept[line - moved] ?? this.readLine(text);
            if (byText === undefined && read++ < few)
                return this.readLine(text);
            byText ??= new Map(this.texts.map((known, at) => [known, this.kept[at] ?? this.readLine(known)]));
            let found = byText.get(text);
            if (found === undefined) {
                found = this.readLine(text);
                byText.set(text, found);
            }
            return found;
        });
    }

    private readLine(text: string): KeptLine {
        const bytes = new TextEncoder().encode(text);
        const framer = new LineFramer(0);
        const [frame] = [...framer.push(bytes), ...framer.end()];
        if (frame === undefined)
            return {record: null};
        const reading: RecordReading = frame.kind === "record" ? readRecord(frame.bytes, this.columns, this.hash) : {kind: "unreadable", message: frame.message, at: {line: 1, column: 1}};
        return {record: {reading, from: frame.place.column - 1, to: text.trimEnd().length}};
    }

    /** The same list for the same flags: examples are compared by it. */
    private withDuplicate(flags: readonly string[]): readonly string[] {
        let found = this.repeated.get(flags);
        if (found === undefined) {
            found = withDuplicateFlag(flags);
            this.repeated.set(flags, found);
        }
        return found;
    }
}

/** @param place of the record; a problem that stands for several is at the beginning of its first line */
function addProblems(items: readonly ReadItem[], place: Located | undefined, problems: LocatedProblem[]): void {
    for (const item of items) {
        if (item.kind === "example")
            continue;
        const start = {line: item.problem.line - 1, character: 0};
        problems.push({problem: item.problem, ...place?.start.line === start.line ? place : {start, end: start}});
    }
}
