import {hasTable, type Lists, type Shown} from "../derive/list.js";
import {tokensKnown} from "../derive/tokens.js";
import {afterQuiet, make, setAttribute, setHidden} from "../dom.js";
import {placesAfter} from "../places.js";
import {sortBy} from "../sorts.js";
import type {State} from "../state.js";
import type {Store} from "../store.js";
import {noteTiming} from "../timings.js";
import {words} from "../words.js";
import {columnsFor, type Column} from "./columns.js";
import {rowHeight, Rows} from "./rows.js";
import {scrolling} from "./scrolling.js";
import type {Texts} from "./texts.js";

export interface Grid {
    readonly element: HTMLElement;
    /** Scrolls as little as shows this place of the list. */
    readonly reveal: (place: number) => void;
    /** Rows that are in view at once. */
    readonly page: () => number;
    readonly placeOf: (target: EventTarget | null) => number | undefined;
    readonly scrollTop: () => number;
    readonly scrollTo: (pixels: number) => void;
    readonly onScroll: (listener: () => void) => void;
}

/** The list of examples. Only what is in view is on the page; the part that shows it stays in view, so scrolling never shows a gap. */
export function grid(store: Store, lists: Lists, texts: Texts): Grid {
    const rows = new Rows();
    const head = make("div", {"role": "row", "class": "head-row", "aria-rowindex": 1});
    const pane = make("div", {"class": "pane", "role": "presentation"}, rows.element);
    const height = make("div", {"class": "height", "role": "presentation"}, pane);
    const element = make("div", {"class": "grid", "role": "grid", "tabindex": 0, "aria-label": words.examplesLabel, "aria-multiselectable": "true"},
        make("div", {class: "head", role: "rowgroup"}, head), height);
    const scrolled: (() => void)[] = [];
    let columns: readonly Column[] = [], columnKey = "", list: Uint32Array = new Uint32Array(0), lastChange: readonly unknown[] = [];
    /** Of the table that the list is of. */
    let revision = -1, keys: Uint32Array = new Uint32Array(0);

    const room = (): number => Math.max(0, element.clientHeight - head.offsetHeight);
    const scroller = scrolling(element, height, room);

    function draw(): void {
        const state = store.get();
        if (!hasTable(state) || element.hidden)
            return;
        const start = performance.now();
        pane.style.height = `${room()}px`;
        rows.show(scroller.rows(), {list, table: state.table, active: state.active, selection: state.selection});
        const place = state.active < 0 ? -1 : list.indexOf(state.active);
        setAttribute(element, "aria-activedescendant", place < 0 ? undefined : rows.idOf(place));
        noteTiming("rows", start);
    }

    store.onFrame((state) => {
        setHidden(element, !hasTable(state) || lists.list(state).length === 0);
        if (!hasTable(state))
            return;
        showColumns(state);
        const next = lists.list(state);
        if (next !== list)
            showList(state, next);
        draw();
    });

    function showColumns(state: Shown): void {
        const key = JSON.stringify([state.table.categories.map(({name}) => name), state.revision, words.number(state.table.length).length, tokensKnown(state)]);
        if (key !== columnKey) {
            columnKey = key;
            const nextColumns = columnsFor(state, texts);
            if (JSON.stringify(nextColumns) !== JSON.stringify(columns)) {
                columns = nextColumns;
                rows.setColumns(columns);
                element.style.setProperty("--columns", columns.map(({width, grows}) => grows === undefined ? `${width}px` : `minmax(${width}px, ${grows}fr)`).join(" "));
                element.style.setProperty("--least", `${columns.reduce((sum, {width}) => sum + width, 0)}px`);
                head.replaceChildren(...columns.map((column, at) => headerCell(store, column, at)));
                setAttribute(element, "aria-colcount", columns.length);
            }
        }
        for (const [at, {sort}] of columns.entries()) {
            const cell = head.children[at], key = JSON.stringify(sort);
            if (cell === undefined)
                continue;
            setAttribute(cell, "aria-sort", key !== JSON.stringify(state.sort.by) ? "none" : state.sort.descending ? "descending" : "ascending");
            cell.classList.toggle("sorting", key === JSON.stringify(state.wanted?.by));
        }
    }

    /**
     * Where the list changes by itself, the active row stays where it is if it is in view, else the first in view that is still listed; where a
     * person changes it, it begins at its top, but for an active row in view that would not be seen there. Rows are others in another revision.
     */
    function showList(state: Shown, next: Uint32Array): void {
        const change = [state.filter, state.sort];
        const byPerson = lastChange.length > 0 && change.some((part, at) => part !== lastChange[at]);
        lastChange = change;
        const places = state.revision === revision ? undefined : placesAfter(keys, state.keys);
        const held = scroller.rowsInView().map(({place, top}) => {
            const row = list[place] ?? -1;
            return {row: places?.same(row) ?? row, here: places?.here(row) ?? row, top};
        });
        const active = held.find(({here}) => here >= 0 && here === state.active);
        list = next;
        ({revision, keys} = state);
        scroller.setLength(next.length);
        setAttribute(element, "aria-rowcount", next.length + 1);
        for (const {row, top} of [...active === undefined ? [] : [{...active, row: active.here}], ...byPerson ? [] : held]) {
            const place = row < 0 ? -1 : next.indexOf(row);
            if (place >= 0) {
                scroller.scrollTo(byPerson && (place + 1) * rowHeight <= room() ? 0 : place * rowHeight - top);
                return;
            }
        }
        if (byPerson)
            scroller.scrollTo(0);
    }

    texts.onArrival(draw);
    const tell = afterQuiet(200, () => {
        for (const listener of scrolled)
            listener();
    });
    element.addEventListener("scroll", () => {
        draw();
        tell();
    });
    new ResizeObserver(draw).observe(element);
    return {
        element,
        reveal: scroller.reveal,
        page: () => Math.max(1, Math.floor(room() / rowHeight) - 1),
        placeOf: (target) => rows.placeOf(target),
        scrollTop: scroller.offset,
        scrollTo: scroller.scrollTo,
        onScroll: (listener) => {
            scrolled.push(listener);
        }
    };
}

function headerCell(store: Store, {title, why, sort, numbers}: Column, at: number): HTMLElement {
    const properties = {"role": "columnheader", "class": numbers === true ? "cell number" : "cell", "aria-colindex": at + 1};
    const button = make("button", {type: "button", title: `${why ?? title}. ${words.sortBy(title)}`}, make("span", {text: title}), make("span", {"class": "arrow", "aria-hidden": "true"}));
    button.addEventListener("click", () => {
        const state = store.get(), {by, descending} = state.wanted ?? state.sort;
        const same = JSON.stringify(by) === JSON.stringify(sort);
        store.time("sort");
        store.set(sortBy(state, {by: sort, descending: same ? !descending : firstDescending(sort)}));
    });
    return make("div", properties, button);
}

/** The best and the longest first, the rest from the beginning. */
function firstDescending(by: State["sort"]["by"]): boolean {
    return typeof by === "string" && ["goldenScore", "flags", "decision", "promptLength", "answerLength", "answerTokens"].includes(by);
}
