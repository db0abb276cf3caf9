import type {HashText} from "../contentKey.js";
import type {ColumnMapping} from "./columns.js";
import {LineFramer} from "./lineFramer.js";
import {readRecord, type RecordReading} from "./readRecord.js";

/** The lines of a text, without their line breaks. */
export interface Lines {
    readonly length: number;
    readonly textAt: (line: number) => string;
}

/** So many lines at the beginning and at the end of a text are known to be what they were the last time. */
export interface Untouched {
    readonly first: number;
    readonly last: number;
}

/** A line without its place; undefined for a blank one. The same object for the same text in the same place. */
export type KeptLine = KeptRecord | undefined;

export interface KeptRecord {
    readonly reading: RecordReading;
    /** Characters of the line. */
    readonly from: number;
    readonly to: number;
}

/** So many lines are read anew sooner than all others are put into a map. */
export const few = 8;

/** What the lines of a text that is being edited hold, each for itself: only those that were not there the last time are parsed. */
export class LineReadings {
    public kept: readonly KeptLine[] = [];
    private texts: readonly string[] = [];

    public constructor(private readonly columns: ColumnMapping | undefined, private readonly hash: HashText) {}

    public read(lines: Lines, untouched: Untouched): void {
        const texts = Array.from({length: lines.length - untouched.first - untouched.last}, (_, at) => lines.textAt(untouched.first + at));
        const kept = this.keptOf(texts, untouched.first, lines.length);
        this.texts = spliced(this.texts, texts, untouched);
        this.kept = spliced(this.kept, kept, untouched);
    }

    /** An edit leaves the lines before it where they were, and moves those after it together. Others are looked up by their text. */
    private keptOf(texts: readonly string[], first: number, length: number): KeptLine[] {
        const moved = length - this.texts.length;
        let byText: Map<string, KeptLine> | undefined;
        let read = 0;
        return texts.map((text, at) => {
            const line = first + at;
            if (this.texts[line] === text)
                return this.kept[line];
            if (this.texts[line - moved] === text)
                return this.kept[line - moved];
            if (byText === undefined && read++ < few)
                return this.readLine(text);
            byText ??= new Map(this.texts.map((known, place) => [known, this.kept[place]]));
            let found = byText.get(text);
            if (found === undefined && !byText.has(text)) {
                found = this.readLine(text);
                byText.set(text, found);
            }
            return found;
        });
    }

    private readLine(text: string): KeptLine {
        const bytes = new TextEncoder().encode(text);
        const framer = new LineFramer({base: 0, place: {line: 1, column: 1}});
        const [frame] = [...framer.push(bytes), ...framer.end()];
        if (frame === undefined)
            return undefined;
        const reading: RecordReading = frame.kind === "record" ? readRecord(frame.bytes, this.columns, this.hash) : {kind: "unreadable", message: frame.message, at: {line: 1, column: 1}};
        return {reading, from: frame.place.column - 1, to: text.trimEnd().length};
    }
}

function spliced<T>(before: readonly T[], middle: readonly T[], {first, last}: Untouched): readonly T[] {
    return first === 0 && last === 0 ? middle : [...before.slice(0, first), ...middle, ...before.slice(before.length - last)];
}
