import {parseFilter} from "../src/core/filter/parse.js";
import {digestOfRows} from "./carrying.js";
import {comparedWith, notComparing} from "./compare/comparing.js";
import {Kept as KeptValue} from "./derive/kept.js";
import {keepState, keptState} from "./host.js";
import {keyAt, rowOfKey} from "./places.js";
import {fromKept, nothing, toKeep, type KeptSelection} from "./selection.js";
import {sortBy} from "./sorts.js";
import {initialState, type State} from "./state.js";
import type {Store} from "./store.js";

/** What VS Code keeps of a panel: that of the person, nothing of the file but its address. */
interface Kept {
    readonly uri: string;
    readonly filterText: string;
    readonly sort: State["sort"];
    readonly view: State["view"];
    readonly bins: number;
    readonly lengthColumn: State["lengthColumn"];
    readonly lengthAs: State["lengthAs"];
    readonly controlsOpen: boolean;
    readonly chartHeight: number;
    readonly detailsWidth: number;
    readonly scrollTop: number;
    readonly active: number;
    /** What the active row holds: the file may be another when the panel comes back. */
    readonly activeKey: string;
    /** Of the table that `rows` tells. */
    readonly selected: KeptSelection;
    readonly rows: string;
    /** The scores themselves are not kept: they may be gone when they are asked for again. */
    readonly comparedWith: string | null;
}

/** Keeps the state in the frame in which it changes: the next click may hide the panel. */
export function persist(store: Store, scrollTop: () => number): () => void {
    const keptSelection = new KeptValue<KeptSelection>();
    let last: Kept | undefined;
    const keep = (): void => {
        const {file, filterText, sort, wanted, view, bins, lengthColumn, lengthAs, controlsOpen, chartHeight, detailsWidth, active, selection, table, keys, reading, restoring, comparing} = store.get();
        if (file === null || table === null)
            return;
        if (!reading.done || restoring) {
            // Until all that it hangs on is there what was kept cannot be restored whole, and must not be lost; but the file is to be found again.
            if (!isOf(keptState(), file.uri))
                keepState({uri: file.uri});
            return;
        }
        const kept: Kept = {
            uri: file.uri, filterText, sort: wanted ?? sort, view, bins, lengthColumn, lengthAs, controlsOpen, chartHeight, detailsWidth, scrollTop: scrollTop(),
            active, activeKey: keyAt(keys, active), selected: keptSelection.get([selection], () => toKeep(selection)), rows: digestOfRows(keys), comparedWith: comparedWith(comparing)
        };
        if (last !== undefined && isSame(last, kept))
            return;
        last = kept;
        keepState(kept);
    };
    store.onFrame(keep);
    return keep;
}

function isSame(one: Kept, other: Kept): boolean {
    return (Object.keys(one) as (keyof Kept)[]).every((name) => one[name] === other[name]);
}

export interface Restored {
    readonly state: Partial<State>;
    /** To be done once there are as many rows. */
    readonly scrollTop: number;
    readonly chosen: (keys: Uint32Array) => Pick<State, "active" | "selection">;
}

/** What was kept for this file; nothing, if it was another one or makes no sense. */
export function restored(uri: string): Restored | undefined {
    const kept = keptState();
    if (!isKept(kept) || kept.uri !== uri)
        return undefined;
    const {filterText, view, bins, lengthColumn, lengthAs, controlsOpen, chartHeight, detailsWidth, sort} = {...initialState, ...kept};
    const {filter = [], problem = null} = parseFilter(filterText);
    return {
        state: {filterText, filter, problem, view, bins, lengthColumn, lengthAs, controlsOpen, chartHeight, detailsWidth, ...sortBy(initialState, sort), comparing: {...notComparing, before: typeof kept.comparedWith === "string" ? kept.comparedWith : null}},
        scrollTop: kept.scrollTop,
        chosen: (keys) => ({
            active: rowOfKey(keys, kept.activeKey, kept.active),
            selection: kept.rows === digestOfRows(keys) ? fromKept(kept.selected, keys.length / 4) : nothing
        })
    };
}

function isOf(kept: unknown, uri: string): boolean {
    return typeof kept === "object" && kept !== null && "uri" in kept && kept.uri === uri;
}

function isKept(kept: unknown): kept is Kept {
    const value = (typeof kept === "object" ? kept ?? {} : {}) as Partial<Record<keyof Kept, unknown>>;
    return typeof value.uri === "string" && typeof value.filterText === "string" && typeof value.scrollTop === "number" && typeof value.active === "number" && typeof value.activeKey === "string" && (Array.isArray(value.selected) || typeof value.selected === "string");
}
