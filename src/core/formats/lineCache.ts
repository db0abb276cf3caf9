import {hashText, type HashText} from "../contentKey.js";
import type {Form} from "../example.js";
import {withDuplicateFlag} from "../lint/rules.js";
import type {ColumnMapping} from "./columns.js";
import {ItemAssembler, type ReadItem} from "./itemAssembler.js";
import {few, LineReadings, type KeptLine, type KeptRecord, type Lines, type Untouched} from "./lineReadings.js";
import {firstFromLine, type Located, type LocatedExample, type LocatedProblem} from "./located.js";
import type {RecordExample} from "./readRecord.js";

/** What the lines of a text hold, in their order. */
export interface LinesReading {
    readonly examples: readonly LocatedExample[];
    readonly problems: readonly LocatedProblem[];
}

/** Bytes are counted by nobody here. */
const nowhere = {start: 0, end: 0};

/**
 * Reads JSON Lines again and again while they are edited: only lines that were not there the last time are parsed, hashed and
 * judged, and an example that stands where it stood is the same object. Finds the same as `DatasetReader` in the whole text.
 */
export class LineCache {
    private readonly lines: LineReadings;
    private found: LinesReading = {examples: [], problems: []};
    private assembler = new ItemAssembler();
    /** What more than one example is a copy of. */
    private readonly copied = new Set<string>();
    private readonly repeated = new WeakMap<readonly string[], readonly string[]>();

    public constructor(columns?: ColumnMapping, hash: HashText = hashText) {
        this.lines = new LineReadings(columns, hash);
    }

    /** @param untouched together no more lines than there are, nor than there were */
    public read(lines: Lines, untouched: Untouched = {first: 0, last: 0}): LinesReading {
        const {kept: before} = this.lines;
        this.lines.read(lines, untouched);
        this.found = this.edited(before, untouched) ?? this.assembled();
        return this.found;
    }

    /** If each of a few edited lines holds as many examples as it did, and none that has a copy, all others are as they were. */
    private edited(before: readonly KeptLine[], {first, last}: Untouched): LinesReading | undefined {
        const {kept} = this.lines;
        if (kept.length !== before.length)
            return undefined;
        const examples = this.found.examples.slice();
        let edits = 0;
        for (let line = first; line < kept.length - last; line++) {
            const other = kept[line];
            if (before[line] === other)
                continue;
            const gone = before[line]?.reading;
            if (other?.reading.kind !== "examples" || gone?.kind !== "examples" || other.reading.examples.length !== gone.examples.length
                || edits++ === few || gone.examples.some(({copy}) => this.copied.has(copy)))
                return undefined;
            const index = firstFromLine(examples, line, (example) => example);
            for (const [part, example] of other.reading.examples.entries()) {
                if (example.copy !== gone.examples[part]?.copy && !this.assembler.adds(example))
                    return undefined;
                examples[index + part] = this.located(index + part, line, other, other.reading.form, example, example.flags);
            }
        }
        return {examples, problems: this.found.problems};
    }

    private assembled(): LinesReading {
        const assembler = this.assembler = new ItemAssembler();
        this.copied.clear();
        const examples: LocatedExample[] = [], problems: LocatedProblem[] = [];
        for (const [line, kept] of this.lines.kept.entries()) {
            if (kept === undefined)
                continue;
            const {reading, from, to} = kept;
            if (reading.kind === "examples") {
                addProblems(assembler.end(), undefined, problems);
                for (const example of reading.examples) {
                    const {index, repeated} = assembler.next(example);
                    if (repeated)
                        this.copied.add(example.copy);
                    examples.push(this.located(index, line, kept, reading.form, example, repeated ? this.withDuplicate(example.flags) : example.flags));
                }
            } else {
                const place = {start: {line, character: from}, end: {line, character: to}};
                addProblems(assembler.record(reading, {line: line + 1, column: from + 1}, nowhere), place, problems);
            }
        }
        addProblems(assembler.end(), undefined, problems);
        return {examples, problems};
    }

    /** The object of the last time for an example that stands where it stood. */
    private located(index: number, line: number, {from, to}: KeptRecord, form: Form, {key, turns}: RecordExample, flags: readonly string[]): LocatedExample {
        const before = this.found.examples[index];
        return before?.start.line === line && before.example.turns === turns && before.example.flags === flags ? before : {
            example: {index, line: line + 1, form, key, turns, flags}, start: {line, character: from}, end: {line, character: to}
        };
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
