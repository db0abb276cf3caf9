import type {Decision} from "../../src/core/selection.js";
import {announce} from "../announce.js";
import {hasTable, type Lists, type Shown} from "../derive/list.js";
import {post} from "../host.js";
import {contentOf, keysOfRows} from "../places.js";
import {isSearched} from "../searches.js";
import {all, isSelected, only, range, rowsOf, toggled} from "../selection.js";
import type {Store} from "../store.js";
import {words} from "../words.js";
import type {Grid} from "./grid.js";

/** What a person does with the list, by keys, mouse or buttons. */
export class Actions {
    /** Where the active example stood when it was last in the list: a decision may have taken it out. */
    private place = -1;

    public constructor(private readonly store: Store, private readonly lists: Lists, private readonly grid: Grid) {}

    /** @param how `only` selects nothing else, `add` adds or takes away, `range` takes all from the last one on, `none` leaves the selection */
    public choose(place: number, how: "only" | "add" | "range" | "none"): void {
        const state = this.store.get();
        const list = hasTable(state) ? this.lists.list(state) : new Uint32Array(0);
        const row = list[place];
        if (row === undefined)
            return;
        this.place = place;
        const {selection} = state;
        const from = list.indexOf(selection.from);
        const next = how === "only" ? only(row) : how === "add" ? toggled(selection, row) : how === "range" && from >= 0 ? range(list, from, place, selection.from) : how === "none" ? selection : only(row);
        this.store.set({active: row, selection: next});
        this.grid.reveal(place);
        if (next.count > 1)
            announce(words.announceSelected(next.count));
    }

    /** From the active example on by so many places, stopping at the ends. */
    public move(by: number, how: "only" | "range" | "none"): void {
        const state = this.store.get();
        if (!hasTable(state))
            return;
        const list = this.lists.list(state);
        const at = list.indexOf(state.active);
        // The next one has moved up to where a missing one stood.
        const target = at >= 0 ? at + by : this.place < 0 ? 0 : by > 0 ? this.place + by - 1 : this.place + by;
        this.choose(Math.min(list.length - 1, Math.max(0, target)), how);
    }

    /** Adds the active example to the selection, or takes it away. */
    public toggleActive(): void {
        const {active, selection} = this.store.get();
        if (active >= 0)
            this.store.set({selection: toggled(selection, active)});
    }

    public selectAll(): void {
        const state = this.store.get();
        if (!hasTable(state))
            return;
        if (!isSearched(state)) {
            announce(words.notSearched);
            return;
        }
        const selection = all(this.lists.passing(state));
        this.store.set({selection});
        announce(words.announceSelected(selection.count));
    }

    /** Decides on all that are selected, or on the active one where none is. */
    public decide(decision: Decision | null): void {
        const state = this.store.get();
        const rows = this.targets(state);
        if (rows.length === 0)
            return;
        if (rows.length < state.selection.count && !isSearched(state)) {
            announce(words.notSearched); // some of the selected may pass, too
            return;
        }
        post({kind: "decide", keys: keysOfRows(state.keys, rows), decision});
        announce(words.announceDecision(rows.length, words.decisions[decision ?? "none"]));
    }

    /** The next flagged example that nobody has decided on, round at the end. */
    public goToFlagged(direction: 1 | -1): void {
        const state = this.store.get();
        if (!hasTable(state))
            return;
        const {flags, decision} = state.table, list = this.lists.list(state);
        const at = list.indexOf(state.active);
        const start = at >= 0 ? at : this.place < 0 ? direction === 1 ? -1 : list.length : direction === 1 ? this.place - 1 : this.place;
        for (let step = 1; step <= list.length; step++) {
            const place = (start + direction * step + list.length * 2) % list.length;
            const row = list[place] ?? 0;
            if (flags[row] !== 0 && decision[row] === 0) {
                this.choose(place, "only");
                return;
            }
        }
        announce(words.noFlagged);
    }

    public open(): void {
        const {revision, active, table, keys} = this.store.get();
        if (active >= 0)
            post({kind: "open", revision, row: active, line: table?.line[active] ?? 1, content: contentOf(keys, active)});
    }

    /** Shows an example, also one that does not pass the filter: its details then. */
    public show(row: number): void {
        const state = this.store.get();
        if (!hasTable(state) || row >= state.table.length)
            return;
        const place = this.lists.list(state).indexOf(row);
        if (place >= 0) {
            this.choose(place, "only");
            return;
        }
        this.store.set({active: row, selection: only(row)});
        announce(words.notInList(state.table.index[row] ?? 0));
    }

    /** What a decision goes to: what is selected and passes the filter; else the active example. */
    private targets(state: ReturnType<Store["get"]>): readonly number[] {
        if (!hasTable(state))
            return [];
        const selected = state.selection.count > 1 || (state.selection.count === 1 && isSelected(state.selection, state.active)) ? this.selectedRows(state) : [];
        return selected.length > 0 ? selected : state.active >= 0 ? [state.active] : [];
    }

    private selectedRows(state: Shown): readonly number[] {
        const failed = this.lists.failed(state);
        return Array.from(rowsOf(state.selection)).filter((row) => row === state.active || failed[row] === 0);
    }
}
