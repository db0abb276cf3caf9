import {concatBytes, maximumRecordBytes, skipBlankAndMarks, skipBlankBack, tooLong, type Beginning, type BrokenFrame, type Framer, type RecordFrame} from "./framing.js";
import {LineEnds, walkBlank, walkBytes, type Place} from "./position.js";

type LineFrame = RecordFrame | BrokenFrame;

/**
 * Cuts JSON Lines: each line that is not blank is a record without the white space around it. White space before a record is
 * gone over at once, whatever amount of lines it is.
 */
export class LineFramer implements Framer {
    /** Of the line from its first byte on that is no white space. */
    private parts: Uint8Array[] = [];
    /** Of these, including what was dropped because the line is too long. */
    private length = 0;
    /** Offset and place of what comes next, or of the line's first byte that is no white space. */
    private base: number;
    private place: Place;
    private before: number | undefined;

    /** @param longest lines that are longer become problems */
    public constructor({base, place, before}: Beginning, private readonly longest = maximumRecordBytes) {
        this.base = base;
        this.place = place;
        this.before = before;
    }

    public push(bytes: Uint8Array): LineFrame[] {
        const frames: LineFrame[] = [];
        const ends = new LineEnds(bytes);
        for (let at = 0; at < bytes.length;) {
            if (this.length === 0)
                at = this.skip(bytes, at);
            const end = ends.next(at);
            this.add(bytes.subarray(at, end));
            if (end < bytes.length)
                this.finishLine(frames);
            at = end;
        }
        this.before = bytes.at(-1) ?? this.before;
        return frames;
    }

    public end(): LineFrame[] {
        const frames: LineFrame[] = [];
        this.finishLine(frames);
        return frames;
    }

    private skip(bytes: Uint8Array, from: number): number {
        const {at, place} = walkBlank(this.place, bytes, from, this.before);
        this.place = place;
        this.base += at - from;
        return at;
    }

    private add(bytes: Uint8Array): void {
        if (bytes.length === 0)
            return;
        this.length += bytes.length;
        if (this.length > this.longest)
            this.parts = [];
        else
            this.parts.push(bytes);
    }

    /** Leaves the line break, which is white space before the next record. */
    private finishLine(frames: LineFrame[]): void {
        const {base, place, length} = this;
        const whole = concatBytes(this.parts);
        this.parts = [];
        this.length = 0;
        this.base += length;
        if (length > this.longest) {
            frames.push({kind: "broken", start: base, end: base + length, place, message: tooLong});
            return;
        }
        const from = skipBlankAndMarks(whole, 0);
        const to = skipBlankBack(whole, whole.length);
        if (from < to)
            frames.push({kind: "record", start: base + from, bytes: whole.subarray(from, to), place: walkBytes(place, whole, 0, from)});
    }
}
