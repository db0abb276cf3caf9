import type {Example, Problem, Span} from "../example.js";
import {KeyTable} from "../keyTable.js";
import {withDuplicateFlag} from "../lint/rules.js";
import type {Place} from "./position.js";
import {ProblemRun} from "./problemRun.js";
import type {Labels, RecordExample, RecordReading} from "./readRecord.js";

/** What reading yields, in the order of the file. */
export type ReadItem =
    | {readonly kind: "example"; readonly example: Example; readonly labels: Labels}
    | {readonly kind: "problem"; readonly problem: Problem}
    /** `problem` says it of this record, for files that hold only a few such. */
    | {readonly kind: "preference"; readonly method: "DPO" | "KTO"; readonly problem: Problem};

/** Puts readings of records together in the order of the file: counts examples, finds copies, gathers problems in a row. */
export class ItemAssembler {
    private readonly seen = new KeyTable();
    private readonly run = new ProblemRun();
    private nextIndex = 0;

    /** @param place of the record's first character; @param items what is found is added to them */
    public record(reading: RecordReading, place: Place, span: Span, items: ReadItem[] = []): ReadItem[] {
        switch (reading.kind) {
            case "unreadable":
                this.problem(reading.message, placeAt(place, reading.at), span, items);
                break;
            case "preference": {
                const message = `this record is preference data (${reading.method}) and has no golden score`;
                this.end(items);
                items.push({kind: "preference", method: reading.method, problem: problemOf(message, place, span)});
                break;
            }
            case "examples":
                this.end(items);
                for (const [part, example] of reading.examples.entries()) {
                    const {key, turns, flags} = example;
                    const {index, repeated} = this.next(example);
                    items.push({kind: "example", example: {index, line: place.line, span, form: reading.form, ...part > 0 ? {part} : {}, key, turns, flags: repeated ? withDuplicateFlag(flags) : flags}, labels: reading.labels});
                }
        }
        return items;
    }

    /** The number of the next example, and whether the file held a copy of it before. */
    public next({copy}: RecordExample): {index: number; repeated: boolean} {
        return {index: this.nextIndex++, repeated: !this.seen.addNew(copy)};
    }

    /** Counts an example in the place of another: false when the file has, or had, a copy of it. */
    public adds({copy}: RecordExample): boolean {
        return this.seen.addNew(copy);
    }

    /** @param message a clause without a full stop */
    public problem(message: string, place: Place, span: Span, items: ReadItem[]): void {
        const problem = problemOf(message, place, span);
        if (this.run.lets(problem))
            items.push({kind: "problem", problem});
    }

    /** Whatever was gathered, at the end of a row of problems or of the file. */
    public end(items: ReadItem[] = []): ReadItem[] {
        const problem = this.run.end();
        if (problem !== undefined)
            items.push({kind: "problem", problem});
        return items;
    }
}

function problemOf(message: string, {line, column}: Place, span: Span): Problem {
    return {line, column, message: message.charAt(0).toUpperCase() + message.slice(1) + ".", span};
}

function placeAt(record: Place, within: Place): Place {
    return within.line === 1 ? {line: record.line, column: record.column + within.column - 1} : {line: record.line + within.line - 1, column: within.column};
}
