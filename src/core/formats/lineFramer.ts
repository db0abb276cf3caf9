import {concatBytes, isBlank, type Frame, type Framer} from "./framing.js";

/** Cuts JSON Lines: each line that is not blank is a record without the white space around it. */
export class LineFramer implements Framer {
    private readonly parts: Uint8Array[] = [];
    private lineStart: number;
    private line = 1;

    /** `start`: offset of the first byte that will be pushed. */
    public constructor(start: number) {
        this.lineStart = start;
    }

    public push(bytes: Uint8Array): Frame[] {
        const frames: Frame[] = [];
        let from = 0;
        for (let lineEnd = bytes.indexOf(0x0a); lineEnd >= 0; lineEnd = bytes.indexOf(0x0a, from)) {
            this.parts.push(bytes.subarray(from, lineEnd));
            this.finishLine(frames, 1);
            from = lineEnd + 1;
        }
        if (from < bytes.length)
            this.parts.push(bytes.subarray(from));
        return frames;
    }

    public end(): Frame[] {
        const frames: Frame[] = [];
        this.finishLine(frames, 0);
        return frames;
    }

    private finishLine(frames: Frame[], breakLength: number): void {
        const whole = concatBytes(this.parts);
        this.parts.length = 0;
        let from = 0;
        let to = whole.length;
        while (to > from && isBlank(whole[to - 1]))
            to--;
        while (from < to && isBlank(whole[from]))
            from++;
        if (from < to)
            frames.push({kind: "record", start: this.lineStart + from, bytes: whole.subarray(from, to), place: {line: this.line, column: from + 1}});
        this.lineStart += whole.length + breakLength;
        this.line += breakLength;
    }
}
