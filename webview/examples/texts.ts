import type {Turn} from "../../src/core/example.js";
import {columnText, lineLength, type TextColumn} from "../../src/core/table/textColumns.js";
import {nextNumber, post} from "../host.js";
import type {Places} from "../places.js";
import type {RowText, ToPanel, TurnText} from "../protocol.js";
import type {Store} from "../store.js";
import {oneLine} from "../visible.js";

/** Rows whose texts are kept; the ones longest unseen are given up first. */
const most = 4000;
/** Rows that fly past are never asked for. */
const soonMs = 40, mostAsked = 160;
/** A question that nobody has answered is asked again after this. */
const patienceMs = 10_000;

interface KeptText {
    readonly revision: number;
    readonly lines: Readonly<Record<TextColumn, string>>;
    readonly turns: readonly TurnText[];
    readonly whole: boolean;
}

/** The texts of rows that are or were in view, asked of the extension a moment after they came into view. */
export class Texts {
    private readonly kept = new Map<number, KeptText>();
    private readonly asked = new Map<number, number>();
    private wanted = new Set<number>();
    private readonly arrivals: (() => void)[] = [];
    private asking = false;

    public constructor(private readonly store: Store) {}

    /** The text's first words, in one line; undefined until they have come, which is soon, because this asks for them. */
    public line(row: number, column: TextColumn): string | undefined {
        return this.look(row)?.lines[column];
    }

    /** The turns, of which texts may be cut. */
    public turns(row: number): readonly TurnText[] | undefined {
        return this.look(row)?.turns;
    }

    /** @param listener shows all of its texts anew: what it does not look at then is not in view */
    public onArrival(listener: () => void): void {
        this.arrivals.push(listener);
    }

    public receive({texts}: Extract<ToPanel, {kind: "texts"}>): void {
        const {revision} = this.store.get();
        for (const text of texts) {
            this.kept.delete(text.row);
            this.kept.set(text.row, {revision, lines: lines(text), turns: text.turns, whole: text.whole});
            this.asked.delete(text.row);
        }
        for (const row of this.kept.keys()) {
            if (this.kept.size <= most)
                break;
            this.kept.delete(row);
        }
        this.tell();
    }

    /** Another table: what was asked of the one before gets no answer. */
    public forgetQuestions(): void {
        this.asked.clear();
    }

    /** What is kept goes along to the rows that hold the same. */
    public move({same}: Places): void {
        const kept = [...this.kept];
        this.kept.clear();
        for (const [row, text] of kept) {
            const place = same(row);
            if (place >= 0)
                this.kept.set(place, text);
        }
    }

    private look(row: number): KeptText | undefined {
        const known = this.kept.get(row);
        if (known?.revision !== this.store.get().revision) {
            if (performance.now() - (this.asked.get(row) ?? -Infinity) > patienceMs) {
                this.wanted.delete(row);
                this.wanted.add(row); // the last ones looked at are asked for
                if (!this.asking)
                    setTimeout(() => {
                        this.ask();
                    }, soonMs);
                this.asking = true;
            }
        }
        return known;
    }

    private ask(): void {
        this.wanted = new Set();
        this.tell(); // everybody looks again: what is out of view by now is asked for no more
        const rows = [...this.wanted].slice(-mostAsked);
        this.wanted = new Set();
        this.asking = false;
        const now = performance.now();
        for (const row of rows)
            this.asked.set(row, now);
        if (rows.length > 0)
            post({kind: "texts", request: nextNumber(), revision: this.store.get().revision, rows});
    }

    private tell(): void {
        for (const listener of this.arrivals)
            listener();
    }
}

function lines({turns}: RowText): Readonly<Record<TextColumn, string>> {
    const line = (column: TextColumn): string => oneLine(columnText(turns as readonly Turn[], column), lineLength); // their roles are those of the extension
    return {instruction: line("instruction"), input: line("input"), output: line("output")};
}
