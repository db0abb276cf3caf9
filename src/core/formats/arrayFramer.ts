import {concatBytes, isBlank, type Frame, type Framer} from "./framing.js";
import {findValueEnd} from "./jsonValue.js";
import {walkBytes, type Place} from "./position.js";

const openBracket = 0x5b, closeBracket = 0x5d, comma = 0x2c;

/**
 * Cuts a JSON array into its elements and survives broken ones: after an error it goes on at the next place that reads as a
 * record of a known form, so a missing quote, brace or comma costs the record it stands in and no other.
 */
export class ArrayFramer implements Framer {
    private window = new Uint8Array(0);
    /** The window as text of one character a byte: the scanner's offsets are then byte offsets, and JSON's grammar is ASCII. */
    private text = "";
    private readonly latin1 = new TextDecoder("latin1");
    private waiting: Uint8Array[] = [];
    private waitingLength = 0;
    private at = 0;
    private place: Place = {line: 1, column: 1};
    private opened = false;
    private closed = false;
    private needsSeparator = false;
    /** Scanning an unfinished record again pays only when the window has doubled; this keeps huge records linear. */
    private nextTry = 0;

    /**
     * @param base offset of the first byte that will be pushed (which is white space or the opening bracket)
     * @param isRecord says whether bytes read as a record of a known form; decides where reading goes on after an error
     */
    public constructor(private base: number, private readonly isRecord: (bytes: Uint8Array) => boolean) {}

    public push(bytes: Uint8Array): Frame[] {
        this.waiting.push(bytes);
        this.waitingLength += bytes.length;
        return this.window.length - this.at + this.waitingLength < this.nextTry ? [] : this.advance(false);
    }

    public end(): Frame[] {
        return this.advance(true);
    }

    private advance(final: boolean): Frame[] {
        this.takeWaiting();
        const frames: Frame[] = [];
        while (this.step(frames, final)) { /* step does the work */ }
        this.nextTry = 2 * (this.window.length - this.at);
        return frames;
    }

    private takeWaiting(): void {
        this.base += this.at;
        this.window = new Uint8Array(concatBytes([this.window.subarray(this.at), ...this.waiting]));
        this.text = this.latin1.decode(this.window);
        this.at = 0;
        this.waiting = [];
        this.waitingLength = 0;
    }

    /** Moves over one separator or one record; false when more bytes are needed or all is done. */
    private step(frames: Frame[], final: boolean): boolean {
        let next = this.at;
        while (next < this.window.length && isBlank(this.window[next]))
            next++;
        this.moveTo(next);
        const byte = this.window[next];
        if (byte === undefined) {
            if (final && !this.closed)
                frames.push(this.broken(next, next, "the file ends before the array is closed with ]"));
            return false;
        }
        if (!this.opened && byte === openBracket) {
            this.opened = true;
            this.moveTo(next + 1);
            return true;
        }
        if (this.closed)
            return this.recover(frames, next, "there is text after the end of the array", final);
        if (byte === closeBracket) {
            this.closed = true;
            this.moveTo(next + 1);
            return true;
        }
        if (byte === comma && this.needsSeparator) {
            this.needsSeparator = false;
            this.moveTo(next + 1);
            return true;
        }
        return this.takeRecord(frames, final);
    }

    private takeRecord(frames: Frame[], final: boolean): boolean {
        const start = this.at;
        const found = findValueEnd(this.text, start, final);
        if (found.kind === "incomplete")
            return false;
        if (found.kind === "broken")
            return this.recover(frames, found.at, found.message, final);
        if (this.needsSeparator)
            frames.push(this.broken(start, start, "a comma is missing between two records"));
        frames.push({kind: "record", start: this.base + start, bytes: this.window.slice(start, found.end), place: this.place});
        this.needsSeparator = true;
        this.moveTo(found.end);
        return true;
    }

    /** Skips from the current position to the next readable record. */
    private recover(frames: Frame[], errorAt: number, message: string, final: boolean): boolean {
        const goOn = this.findNextRecord(final);
        if (goOn === "incomplete")
            return false;
        frames.push(this.broken(errorAt, goOn, message));
        this.moveTo(goOn);
        this.closed ||= goOn === this.window.length; // what is missing at the end is part of this problem
        this.needsSeparator = false;
        if (goOn < this.window.length)
            this.closed = false;
        return goOn < this.window.length;
    }

    private findNextRecord(final: boolean): number | "incomplete" {
        const candidate = /\{\s*"/g;
        candidate.lastIndex = this.at + 1;
        for (let match = candidate.exec(this.text); match !== null; match = candidate.exec(this.text)) {
            const found = findValueEnd(this.text, match.index, final);
            if (found.kind === "incomplete")
                return "incomplete";
            if (found.kind === "broken")
                continue;
            if (this.isRecord(this.window.subarray(match.index, found.end)))
                return match.index;
            candidate.lastIndex = found.end;
        }
        return final ? this.window.length : "incomplete";
    }

    private moveTo(at: number): void {
        this.place = walkBytes(this.place, this.window, this.at, at);
        this.at = at;
    }

    private broken(errorAt: number, end: number, message: string): Frame {
        const place = walkBytes(this.place, this.window, this.at, errorAt);
        return {kind: "broken", start: this.base + this.at, end: this.base + end, place, message};
    }
}
