import type {TextColumn} from "../src/core/table/textColumns.js";
import {announce} from "./announce.js";
import {post} from "./host.js";
import type {ToPanel} from "./protocol.js";
import {textOf} from "./sorts.js";
import type {Sort, State} from "./state.js";
import type {Store} from "./store.js";
import {words} from "./words.js";

/** Asks the extension in which order the texts of a column are, where the list is or shall be sorted by them. Until the answer comes the list stays as it is. */
export class TextSorts {
    /** Of which revision it was asked and not answered yet, and of which it could not be found. */
    private readonly asked = new Map<TextColumn, number>();
    private readonly failed = new Map<TextColumn, number>();
    private announced: Sort | null = null;

    public constructor(private readonly store: Store) {
        store.onFrame((state) => {
            this.follow(state);
        });
    }

    public receive({revision, column, ranks}: Extract<ToPanel, {kind: "text-ranks"}>): void {
        const state = this.store.get(), wanted = textOf(state.wanted?.by) === column ? state.wanted : null;
        if (revision !== state.revision)
            return; // the next one was or will be asked of
        this.asked.delete(column);
        if (ranks === null) {
            this.failed.set(column, revision);
            if (wanted !== null)
                this.store.set({wanted: null});
            return;
        }
        const textRanks = new Map(state.textRanks).set(column, {revision, ranks});
        if (wanted === null) {
            this.store.set({textRanks});
            return;
        }
        this.store.time("sort");
        this.store.set({textRanks, sort: wanted, wanted: null});
        announce(words.sortedBy(words.columns[column], wanted.descending));
    }

    private follow({table, revision, sort, wanted, textRanks}: State): void {
        const shown = textOf(sort.by), next = textOf(wanted?.by);
        if (next !== undefined && wanted !== this.announced)
            announce(words.sortingBy(words.columns[next]));
        this.announced = wanted;
        if (table === null)
            return;
        if (next !== undefined)
            this.ask(next, revision);
        if (shown !== undefined && textRanks.get(shown)?.revision !== revision && this.failed.get(shown) !== revision) // else it would be asked for ever
            this.ask(shown, revision);
    }

    private ask(column: TextColumn, revision: number): void {
        if (this.asked.get(column) === revision)
            return;
        this.asked.set(column, revision);
        post({kind: "text-ranks", revision, column});
    }
}
