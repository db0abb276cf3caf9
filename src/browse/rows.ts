import type {Example} from "../core/example.js";
import {decisions} from "../core/selection.js";
import type {Labels} from "../core/formats/readRecord.js";
import {hasBit, newBits, setBit, type Bits} from "../core/table/bits.js";
import {textLengths} from "../core/table/buildTable.js";
import {flagMask, flagsOf} from "../core/table/flagBits.js";
import {KeyTable, type PackedKey} from "../core/keyTable.js";
import {patchOf, type Patch} from "../core/table/patch.js";
import {placesBetween, unknown, type ExampleTable} from "../core/table/table.js";
import type {TableColumns} from "../core/table/transfer.js";
import type {SubsetRow} from "../session/subsetRows.js";
import {Categories} from "./categories.js";
import type {DecisionTable} from "./decisionTable.js";
import {grown} from "./growing.js";
import {measuredFlags, type KeyedScores} from "./keyedScores.js";
import {clearScore, copyScore, growScores, noScores, type Scored} from "./scored.js";
import type {TextColumns} from "./textColumns.js";

/** Scores and decisions of all rows at one time. */
interface ScoresNow {
    readonly scored: Scored;
    readonly decision: Uint8Array;
}

const lowScoreFlag = flagMask(["low-golden-score"]);

/** All that is kept of a file's examples, by columns that grow while the file is read; no texts. */
export class Rows {
    public length = 0;
    public readonly keys = new KeyTable();
    private readonly categories = new Categories();
    private capacity = 0;
    private start = new Float64Array(0);
    private size = new Uint32Array(0);
    private line = new Uint32Array(0);
    private promptLength = new Uint32Array(0);
    private answerLength = new Uint32Array(0);
    /** Flags here are all of the row's. */
    private readonly scored = noScores();
    private decision = new Uint8Array(0);
    /** The row whose part was asked for last. */
    private asked = {row: 0, part: 0};
    /** Rows that the table before knew. */
    private known: Bits = newBits(0);
    /** Rows whose scores, flags or decisions nobody has been told yet. */
    private dirty: Bits = newBits(0);
    private dirtyRows = false;
    private cleared = false;
    private readonly one: PackedKey = new Uint32Array(4);

    /** @param decisions shared with whoever takes note of new ones; `decide` tells of them */
    public constructor(private lowScore: number, private readonly decisions: DecisionTable) {}

    /** Takes over what is known of the same example: of its copies before it, which are asked for only once, or in a table before this one. */
    public add({key, span, line, flags, turns}: Example, labels: Labels, before: Rows | undefined): void {
        const row = this.length++;
        if (row >= this.capacity)
            this.grow();
        const {promptLength, answerLength} = textLengths(turns);
        this.start[row] = span.start;
        this.size[row] = span.end - span.start;
        this.line[row] = line;
        this.promptLength[row] = promptLength;
        this.answerLength[row] = answerLength;
        this.scored.flags[row] = flagMask(flags);
        this.categories.add(row, labels);
        this.keys.add(key);
        const words = this.keys.wordsAt(row, this.one);
        this.decision[row] = this.decisions.codeOf(words);
        this.clearScore(row);
        const copy = this.keys.rowBefore(row);
        const from = copy !== undefined ? this : this.cleared ? undefined : before, known = copy ?? before?.keys.lastRow(words);
        if (from === undefined || known === undefined)
            return;
        if (from === before || hasBit(this.known, known))
            setBit(this.known, row);
        this.setScore(row, from.scored, known);
    }

    /** Of the fields that are categories so far. */
    public get categoryNames(): string {
        return this.categories.names();
    }

    /** What the file tells; no copies but of flags and keys. */
    public textColumns(): TextColumns {
        const {length} = this;
        return {
            start: this.start.subarray(0, length), size: this.size.subarray(0, length), line: this.line.subarray(0, length),
            promptLength: this.promptLength.subarray(0, length), answerLength: this.answerLength.subarray(0, length),
            flags: this.scored.flags.slice(0, length).map((flags) => flags & ~measuredFlags & ~lowScoreFlag), keys: this.keys.packed(), categories: this.categories.kept()
        };
    }

    /** As if rows had been added one by one, the first to where there are none yet. @param to up to which; the rest in a later call */
    public restore({start, size, line, promptLength, answerLength, flags, keys, categories}: TextColumns, to = start.length): void {
        while (this.capacity < start.length)
            this.grow();
        this.keys.reserve(start.length);
        this.start.set(start);
        this.size.set(size);
        this.line.set(line);
        this.promptLength.set(promptLength);
        this.answerLength.set(answerLength);
        this.scored.flags.set(flags.subarray(this.length), this.length); // those before have flags of their scores by now
        this.categories.restore(categories);
        for (let row = this.length; row < to; row++) {
            const words = keys.subarray(4 * row, 4 * row + 4);
            this.keys.addPacked(words);
            this.decision[row] = this.decisions.codeOf(words);
            this.clearScore(row);
        }
        this.length = to;
    }

    /** Packed keys of rows from `from` on, each key once; with `trusted` none whose scores were taken over from another table. */
    public keysToAsk(from: number, trusted: boolean): Uint32Array<ArrayBuffer> {
        const keys = new Uint32Array(4 * (this.length - from));
        let amount = 0;
        for (let row = from; row < this.length; row++)
            if (this.keys.isFirst(row) && !(trusted && hasBit(this.known, row)))
                keys.set(this.keys.wordsAt(row, this.one), 4 * amount++);
        return keys.slice(0, 4 * amount);
    }

    public spanOf(row: number): {readonly start: number; readonly end: number} {
        const start = this.start[row] ?? 0;
        return {start, end: start + (this.size[row] ?? 0)};
    }

    public lineOf(row: number): number {
        return this.line[row] ?? 0;
    }

    /** What a rule chooses by; no copies. */
    public get scoring(): Pick<ExampleTable, "goldenScore" | "meanGain" | "decision"> {
        const {length, scored} = this;
        return {goldenScore: scored.goldenScore.subarray(0, length), meanGain: scored.meanGain.subarray(0, length), decision: this.decision.subarray(0, length)};
    }

    /** A copy: it stays as it is, whatever is scored and decided then. */
    public scoresNow(): ScoresNow {
        const {goldenScore, meanGain, ciLow, ciHigh, wins, anchors, flags, answerTokens} = this.scored;
        return {decision: this.decision.slice(), scored: {
            goldenScore: goldenScore.slice(), meanGain: meanGain.slice(), ciLow: ciLow.slice(), ciHigh: ciHigh.slice(),
            wins: wins.slice(), anchors: anchors.slice(), flags: flags.slice(), answerTokens: answerTokens.slice()
        }};
    }

    /** As an export takes it. */
    public subsetRow(row: number, now: ScoresNow = {scored: this.scored, decision: this.decision}): SubsetRow {
        const {goldenScore, meanGain, ciLow, ciHigh, wins, anchors, flags, answerTokens} = now.scored;
        const known = (value: number | undefined): number | null => value === undefined || Number.isNaN(value) ? null : value;
        const low = known(ciLow[row]), high = known(ciHigh[row]);
        return {
            index: row, line: this.lineOf(row), key: this.keys.keyAt(row), span: this.spanOf(row), part: this.partOf(row),
            goldenScore: known(goldenScore[row]), meanGain: known(meanGain[row]), ci95: low === null || high === null ? null : [low, high],
            wins: wins[row] ?? 0, anchors: anchors[row] ?? 0, flags: flagsOf((flags[row] ?? 0) & ~lowScoreFlag),
            answerTokens: answerTokens[row] === unknown ? null : answerTokens[row] ?? null, decision: decisions[(now.decision[row] ?? 0) - 1]
        };
    }

    /** Which example of its record it is: a self-instruct record holds several, perhaps a hundred thousand, which are mostly asked for one after the other. */
    public partOf(row: number): number {
        let first = row;
        while (first > 0 && this.start[first - 1] === this.start[row] && first !== this.asked.row)
            first--;
        this.asked = {row, part: row - first + (first === this.asked.row ? this.asked.part : 0)};
        return this.asked.part;
    }

    /** Starts and lengths of records, a copy. */
    public spans(from: number, to: number): {readonly start: Float64Array<ArrayBuffer>; readonly size: Uint32Array<ArrayBuffer>} {
        return {start: this.start.slice(from, to), size: this.size.slice(from, to)};
    }

    /** Every row with one of the keys gets what is known of it. Returns how many keys have a row. */
    public apply(scores: KeyedScores): number {
        let known = 0;
        for (let at = 0; at < scores.length; at++) {
            let found = 0;
            this.keys.forEachRow(scores.keys, 4 * at, (row) => {
                this.setScore(row, scores, at);
                found = 1;
            });
            known += found;
        }
        return known;
    }

    /** After a change of the decisions. */
    public decide(): void {
        for (let row = 0; row < this.length; row++)
            this.decideRow(row);
    }

    public decideKey(words: PackedKey): void {
        this.keys.forEachRow(words, 0, (row) => {
            this.decideRow(row);
        });
    }

    /** Scores are of another origin from now on: also rows that are still to come take none over from a table before this one. */
    public clearScores(): void {
        this.cleared = true;
        this.known.fill(0);
        for (let row = 0; row < this.length; row++)
            this.clearScore(row);
    }

    /** Whether they are of another origin than those of the table before. */
    public get areScoresNew(): boolean {
        return this.cleared;
    }

    public setLowScore(lowScore: number): void {
        this.lowScore = lowScore;
        for (let row = 0; row < this.length; row++)
            this.setFlags(row, this.scored.flags[row] ?? 0);
    }

    /** The rows from `from` on as a table of their own, copies; nothing of these is news any more. */
    public table(from = 0): TableColumns {
        const {length, scored} = this;
        const some = <T extends Float64Array | Float32Array | Uint32Array | Uint8Array>(column: T): T => column.slice(from, length) as T; // TypeScript does not know that a slice is of the same kind
        this.told(from);
        return {
            length: length - from, index: placesBetween(from, length), line: some(this.line), goldenScore: some(scored.goldenScore), meanGain: some(scored.meanGain),
            ciLow: some(scored.ciLow), ciHigh: some(scored.ciHigh), wins: some(scored.wins), anchors: some(scored.anchors), flags: some(scored.flags), decision: some(this.decision),
            promptLength: some(this.promptLength), answerLength: some(this.answerLength), answerTokens: some(scored.answerTokens), categories: this.categories.table(from, length)
        };
    }

    /** What is news in the first `length` rows; undefined for nothing. */
    public patch(length: number): Patch | undefined {
        if (!this.dirtyRows)
            return undefined;
        const rows = new Uint32Array(length);
        let amount = 0;
        for (let word = 0; word < this.dirty.length; word++)
            for (let bits = this.dirty[word] ?? 0; bits !== 0; bits &= bits - 1) {
                const row = 32 * word + 31 - Math.clz32(bits & -bits);
                if (row < length)
                    rows[amount++] = row;
            }
        this.told(0);
        return amount === 0 ? undefined : patchOf({...this.scored, decision: this.decision}, rows.slice(0, amount));
    }

    private told(from: number): void {
        this.dirtyRows &&= from > 0; // those before it may be news still
        const word = from >>> 5;
        this.dirty.fill(0, word + 1);
        this.dirty[word] = (this.dirty[word] ?? 0) & (1 << (from & 31)) - 1;
    }

    private setScore(row: number, from: Scored, at: number): void {
        const {scored} = this;
        copyScore(scored, row, from, at);
        this.setFlags(row, ((scored.flags[row] ?? 0) & ~measuredFlags) | ((from.flags[at] ?? 0) & measuredFlags));
    }

    private clearScore(row: number): void {
        clearScore(this.scored, row);
        this.setFlags(row, (this.scored.flags[row] ?? 0) & ~measuredFlags);
    }

    private setFlags(row: number, flags: number): void {
        this.scored.flags[row] = (flags & ~lowScoreFlag) | ((this.scored.goldenScore[row] ?? NaN) <= this.lowScore ? lowScoreFlag : 0);
        this.note(row);
    }

    private decideRow(row: number): void {
        const code = this.decisions.codeOf(this.keys.wordsAt(row, this.one));
        if (code === this.decision[row])
            return;
        this.decision[row] = code;
        this.note(row);
    }

    private note(row: number): void {
        setBit(this.dirty, row);
        this.dirtyRows = true;
    }

    private grow(): void {
        const length = Math.max(1024, 2 * this.capacity);
        this.capacity = length;
        this.start = grown(this.start, length);
        this.size = grown(this.size, length);
        this.line = grown(this.line, length);
        this.promptLength = grown(this.promptLength, length);
        this.answerLength = grown(this.answerLength, length);
        growScores(this.scored, length);
        this.decision = grown(this.decision, length);
        this.known = grown(this.known, Math.ceil(length / 32));
        this.dirty = grown(this.dirty, Math.ceil(length / 32));
    }
}
