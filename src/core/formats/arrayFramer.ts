import {concatBytes, hasLineBreak, maximumRecordBytes, skipBlank, skipBlankAndMarks, skipBlankBack, tooLong, type Beginning, type Frame, type Framer} from "./framing.js";
import {Failures} from "./failures.js";
import {findValueEnd, likelyObject, type LikelyObject, type ValueEnd} from "./jsonValue.js";
import {byteText, parseSound, parseSoundText, type SoundRecord} from "./parseRecord.js";
import {walkBytes, type Place} from "./position.js";

const quote = 0x22, comma = 0x2c, colon = 0x3a, openBracket = 0x5b, closeBracket = 0x5d, openBrace = 0x7b;

/** Larger windows hold a large record, beside which calls of a decoder count little. */
const mostDecoded = 1 << 22;

/** `bare`: records one after the other without brackets around them; pretty-printers write single records and streams so. */
type State = "before" | "inside" | "after" | "bare";

export interface ArrayOptions extends Beginning {
    /** Whether the records stand without brackets around them. */
    readonly bare: boolean;
    /** Says whether bytes read as a record of a known form; decides where reading goes on after an error. */
    readonly isRecord: (bytes: Uint8Array) => boolean;
    /** Records that are longer become problems. */
    readonly longest?: number;
}

/**
 * Cuts a JSON array into its elements and survives broken ones: after an error it goes on at the next place that reads as a
 * record of a known form, so a missing quote, brace or comma costs the record it stands in and no other.
 */
export class ArrayFramer implements Framer {
    private window: Uint8Array = new Uint8Array(0);
    /** The byte before the window. */
    private before: number | undefined;
    /** The window, decoded at once: a decoder's call for each of many short records costs as much as parsing them. */
    private text: string | undefined;
    private waiting: Uint8Array[] = [];
    private waitingLength = 0;
    private at = 0;
    private place: Place;
    private state: State;
    private base: number;
    private readonly longest: number;
    private readonly isRecord: ArrayOptions["isRecord"];
    private last: "none" | "record" | "comma" = "none";
    private unopened = false;
    /** Between records. */
    private readonly commas = {found: 0, missing: 0};
    /** Scanning an unfinished record again pays only when the window has doubled; this keeps huge records linear. */
    private nextTry = 0;
    /** Offset before which the quick way is not tried, because it has looked so far in vain: this keeps it linear. */
    private nextSound = 0;
    /** How scans from braces of the window fail, as scans of the records around them have shown. This keeps recovery linear. */
    private failures = new Failures();

    public constructor({base, place, before, bare, isRecord, longest = maximumRecordBytes}: ArrayOptions) {
        this.base = base;
        this.place = place;
        this.before = before;
        this.state = bare ? "bare" : "before";
        this.isRecord = isRecord;
        this.longest = longest;
    }

    public push(bytes: Uint8Array): Frame[] {
        this.waiting.push(bytes);
        this.waitingLength += bytes.length;
        return this.window.length - this.at + this.waitingLength < this.nextTry ? [] : this.advance(false);
    }

    public end(): Frame[] {
        return this.advance(true);
    }

    private advance(final: boolean): Frame[] {
        this.base += this.at;
        this.before = this.at > 0 ? this.window[this.at - 1] : this.before;
        this.window = concatBytes([this.window.subarray(this.at), ...this.waiting]);
        this.text = this.window.length > mostDecoded ? undefined : byteText(this.window);
        this.at = 0;
        this.waiting = [];
        this.waitingLength = 0;
        this.failures = new Failures();
        const frames: Frame[] = [];
        while (this.step(frames, final)) { /* step does the work */ }
        const rest = this.window.length - this.at;
        this.nextTry = rest === 0 ? 0 : Math.min(2 * rest, Math.max(rest, this.longest) + 1);
        return frames;
    }

    /** Moves over one bracket, comma or record; false when more bytes are needed or all is done. */
    private step(frames: Frame[], final: boolean): boolean {
        const next = skipBlankAndMarks(this.window, this.at);
        this.moveTo(next);
        const byte = this.window[next];
        if (byte === undefined) {
            if (final && this.state === "inside")
                frames.push(this.broken(next, next, "the file ends before the array is closed with ]"));
            return false;
        }
        switch (this.state) {
            case "before":
                this.state = "inside"; // the reader has seen the opening bracket
                this.moveTo(next + 1);
                return true;
            case "after":
                return this.goOnAfterEnd(frames, byte, final);
            case "bare":
                if (byte !== comma && byte !== openBracket && byte !== closeBracket)
                    return this.takeRecord(frames, final);
                if (!this.unopened)
                    frames.push(this.broken(next, next + 1, "these records stand in a list whose opening [ is missing"));
                this.unopened = true;
                this.moveTo(next + 1);
                return true;
            case "inside":
                return this.stepInside(frames, byte, final);
        }
    }

    private stepInside(frames: Frame[], byte: number, final: boolean): boolean {
        if (byte === closeBracket) {
            if (this.last === "comma")
                frames.push(this.broken(this.at, this.at + 1, "a comma stands before the closing ]; JSON wants none after the last record"));
            this.state = "after";
        } else if (byte === comma && this.last === "record") {
            this.last = "comma";
            this.commas.found++;
        } else {
            return this.takeRecord(frames, final);
        }
        this.moveTo(this.at + 1);
        return true;
    }

    /** Records may follow, as in two files put together; they are read as if they stood alone. */
    private goOnAfterEnd(frames: Frame[], byte: number, final: boolean): boolean {
        const message = "there is text after the end of the array";
        const known = frames.length;
        if (byte === openBrace)
            frames.push(this.broken(this.at, this.at + 1, message));
        const goOn = byte === openBrace || this.recover(frames, this.at, message, final);
        if (frames.length > known)
            this.goOnBare();
        return goOn;
    }

    private takeRecord(frames: Frame[], final: boolean): boolean {
        const start = this.at;
        const isCommaMissing = this.state === "inside" && this.last === "record";
        if (isCommaMissing && this.window[start] !== openBrace)
            return this.recover(frames, start, "there is text after the record's end where a comma is expected", final);
        if (this.takeSound(frames, start, isCommaMissing))
            return true;
        const found = this.scan(start, final);
        if (found.kind === "incomplete")
            return this.isTooLong(start) ? this.recover(frames, start, tooLong, final) : false;
        if (found.fault !== undefined && (found.kind === "broken" || found.depth === 0)) // a lone faulty word is garbage
            return this.recover(frames, found.fault.at, found.fault.message, final);
        if (found.kind === "broken")
            return this.recover(frames, found.at, found.message, final);
        if (this.window[start] === quote || this.window[start] === openBracket) {
            const next = skipBlank(this.window, found.end);
            if (next === this.window.length && !final && !this.isTooLong(start))
                return false;
            if (this.window[start] === quote && next < this.window.length && this.window[next] !== comma && this.window[next] !== closeBracket) // it may have ended within the next record
                return this.recover(frames, start, this.window[next] === colon ? "a record begins without its opening {" : "a text stands here in place of a record, or a quote is missing", final);
            if (this.window[start] === openBracket && next === this.window.length) // it took the array's own closing bracket
                return this.recover(frames, start, "a bracket too many stands before a record", final);
        }
        this.addRecord(frames, start, found.end, isCommaMissing);
        return true;
    }

    /** The quick way for records without a mistake: a value that parses ends where its grammar says. */
    private takeSound(frames: Frame[], start: number, isCommaMissing: boolean): boolean {
        if (this.window[start] !== openBrace || this.base + start < this.nextSound)
            return false;
        const object = likelyObject(this.window, start);
        const sound = object === undefined || object.exhausting ? undefined : this.parse(start, object);
        if (object === undefined || sound === undefined) {
            this.nextSound = this.base + (object?.end ?? this.window.length);
            return false;
        }
        this.beginRecord(frames, start, isCommaMissing);
        frames.push({kind: "value", start: this.base + start, end: this.base + object.end, place: this.place, value: sound.value, text: sound.text});
        this.place = this.placeBehind(start, object);
        this.at = object.end;
        return true;
    }

    private parse(start: number, {end, ascii}: LikelyObject): SoundRecord | undefined {
        return ascii && this.text !== undefined ? parseSoundText(this.text.slice(start, end)) : parseSound(this.window.subarray(start, end));
    }

    /** As `walkBytes`, which would look at every byte of the record once more. */
    private placeBehind(start: number, {end, ascii, breaks, lineStart}: LikelyObject): Place {
        const {line, column} = this.place;
        if (breaks > 0)
            return walkBytes({line: line + breaks, column: 1}, this.window, lineStart, end);
        return ascii ? {line, column: column + end - start} : walkBytes(this.place, this.window, start, end, this.before);
    }

    private addRecord(frames: Frame[], start: number, end: number, isCommaMissing: boolean): void {
        this.beginRecord(frames, start, isCommaMissing);
        frames.push({kind: "record", start: this.base + start, bytes: this.window.subarray(start, end), place: this.place});
        this.moveTo(end);
    }

    private beginRecord(frames: Frame[], start: number, isCommaMissing: boolean): void {
        if (isCommaMissing) {
            frames.push(this.broken(start, start, "a comma is missing between two records"));
            if (++this.commas.missing > 1 && this.commas.found === 0)
                this.goOnBare(); // it is no array: only the bracket before it is one too many
        }
        this.last = "record";
    }

    private goOnBare(): void {
        this.state = "bare";
        this.unopened = true;
    }

    /** Skips from the current position to the next readable record. */
    private recover(frames: Frame[], errorAt: number, message: string, final: boolean): boolean {
        const isTooLong = !final && this.isTooLong(this.at);
        const goOn = this.findNextRecord(final || isTooLong);
        if (isTooLong)
            this.failures = new Failures(); // what failed only because the window ends here may yet end well
        if (goOn === "incomplete")
            return false;
        const end = this.endOfBroken(goOn);
        frames.push(end < errorAt
            ? this.broken(end, end, "a quote or bracket is missing: the record is not closed before the next begins")
            : this.broken(errorAt, end, message));
        this.moveTo(goOn);
        this.last = "none";
        if (final && goOn === this.window.length)
            this.state = "after"; // what is missing at the end is part of this problem
        return goOn < this.window.length;
    }

    /** Where the broken record before `goOn` ends: without the comma between the two, and without the array's closing bracket. */
    private endOfBroken(goOn: number): number {
        let end = skipBlankBack(this.window, goOn);
        const separator = goOn < this.window.length ? comma : closeBracket;
        if (this.window[end - 1] === separator)
            end = skipBlankBack(this.window, end - 1);
        return Math.max(end, this.at);
    }

    private findNextRecord(final: boolean): number | "incomplete" {
        let from = this.at + 1;
        while (true) {
            const candidate = this.window.indexOf(openBrace, from);
            if (candidate < 0)
                return final ? this.window.length : "incomplete";
            from = candidate + 1;
            if (!this.mayBeginRecord(candidate))
                continue;
            const found = this.scan(candidate, final);
            if (found.kind === "incomplete")
                return "incomplete";
            if (found.kind === "broken")
                continue;
            if (this.isRecord(this.window.subarray(candidate, found.end)))
                return candidate;
            from = found.end;
        }
    }

    /** A record begins with `{"`, and what follows a colon on the same line is a field of the broken record rather than a record. */
    private mayBeginRecord(candidate: number): boolean {
        const name = skipBlank(this.window, candidate + 1);
        if (name < this.window.length && this.window[name] !== quote)
            return false;
        const before = skipBlankBack(this.window, candidate);
        return this.window[before - 1] !== colon || hasLineBreak(this.window.subarray(before, candidate));
    }

    private scan(start: number, final: boolean): ValueEnd {
        const known = this.failures.at(start);
        if (known !== undefined)
            return known;
        const found = findValueEnd(this.window, start, final);
        return found.kind === "broken" ? this.failures.add(found, this.window.length) : found;
    }

    private isTooLong(start: number): boolean {
        return this.window.length - start > this.longest;
    }

    private moveTo(at: number): void {
        this.place = walkBytes(this.place, this.window, this.at, at, this.before);
        this.at = at;
    }

    private broken(errorAt: number, end: number, message: string): Frame {
        const place = walkBytes(this.place, this.window, this.at, errorAt, this.before);
        return {kind: "broken", start: this.base + this.at, end: this.base + end, place, message};
    }
}
