import {concatBytes, isBlank, maximumRecordBytes, skipBlankAndMarks, tooLong, type BrokenFrame, type Framer, type RecordFrame} from "./framing.js";
import {walkBytes} from "./position.js";

type LineFrame = RecordFrame | BrokenFrame;

/** Cuts JSON Lines: each line that is not blank is a record without the white space around it. */
export class LineFramer implements Framer {
    private parts: Uint8Array[] = [];
    /** Of the line read so far, including what was dropped because the line is too long. */
    private length = 0;
    private line = 1;

    /**
     * @param lineStart offset of the first byte that will be pushed
     * @param longest lines that are longer become problems
     */
    public constructor(private lineStart: number, private readonly longest = maximumRecordBytes) {}

    public push(bytes: Uint8Array): LineFrame[] {
        const frames: LineFrame[] = [];
        let from = 0;
        for (let lineEnd = bytes.indexOf(0x0a); lineEnd >= 0; lineEnd = bytes.indexOf(0x0a, from)) {
            this.take(bytes.subarray(from, lineEnd));
            this.finishLine(frames, 1);
            from = lineEnd + 1;
        }
        this.take(bytes.subarray(from));
        return frames;
    }

    public end(): LineFrame[] {
        const frames: LineFrame[] = [];
        this.finishLine(frames, 0);
        return frames;
    }

    private take(bytes: Uint8Array): void {
        if (bytes.length === 0)
            return;
        this.length += bytes.length;
        if (this.length > this.longest)
            this.parts = [];
        else
            this.parts.push(bytes);
    }

    private finishLine(frames: LineFrame[], breakLength: number): void {
        const {lineStart, line, length} = this;
        if (length === 0) {
            this.lineStart += breakLength;
            this.line += breakLength;
            return;
        }
        const whole = concatBytes(this.parts);
        this.parts = [];
        this.length = 0;
        this.lineStart += length + breakLength;
        this.line += breakLength;
        if (length > this.longest) {
            frames.push({kind: "broken", start: lineStart, end: lineStart + length, place: {line, column: 1}, message: tooLong});
            return;
        }
        const from = skipBlankAndMarks(whole, 0);
        let to = whole.length;
        while (to > from && isBlank(whole[to - 1]))
            to--;
        if (from < to)
            frames.push({kind: "record", start: lineStart + from, bytes: whole.subarray(from, to), place: walkBytes({line, column: 1}, whole, 0, from)});
    }
}
