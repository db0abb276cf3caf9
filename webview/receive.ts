import {unpackPatch, unpackTable} from "../src/core/table/transfer.js";
import {answered, outlived} from "./compare/comparing.js";
import {hasTable, type Lists} from "./derive/list.js";
import {warm} from "./derive/warm.js";
import type {Details} from "./examples/details.js";
import type {Texts} from "./examples/texts.js";
import {writeFilter} from "./filters/setFilter.js";
import {Carrying} from "./carrying.js";
import {Patches} from "./patches.js";
import {restored, type Restored} from "./persist.js";
import {placesAfter, wordsOfKey} from "./places.js";
import type {ToPanel} from "./protocol.js";
import {movedSearches, searchShare, type Searches} from "./searches.js";
import {canSortBy, movedRanks} from "./sorts.js";
import {initialState, type State} from "./state.js";
import {veryMany, type Store} from "./store.js";
import type {TextSorts} from "./textSorts.js";

export interface Receivers {
    readonly lists: Lists;
    readonly texts: Texts;
    readonly details: Details;
    readonly searches: Searches;
    readonly textSorts: TextSorts;
    readonly scrollTop: () => number;
    readonly scrollTo: (pixels: number) => void;
}

/** What the extension says, put into the state or handed to whoever has asked. */
export function receiver(store: Store, {lists, texts, details, searches, textSorts, scrollTop, scrollTo}: Receivers): (message: ToPanel) => void {
    const patches = new Patches(store), carrying = new Carrying();
    let waiting: Restored | undefined, lookedUp = -1;

    function takeTable({revision, file, table: packed, keys: nextKeys, reading}: Extract<ToPanel, {kind: "table"}>): void {
        patches.finish(); // what they are about is a part of what comes now
        const before = store.get();
        if (packed.from > 0 && before.revision !== revision)
            return; // they follow rows that were told to a page before this one, which is told all of them next
        const table = unpackTable(packed, before.table ?? undefined);
        const keys = packed.from === 0 ? nextKeys : joinedKeys(before.keys, packed.from, nextKeys);
        if (before.file?.uri !== file.uri) {
            waiting = restored(file.uri);
            store.set({...waiting?.state, restoring: waiting !== undefined});
        }
        const {comparing} = store.get();
        const places = before.table === null || before.revision === revision ? undefined : placesAfter(before.keys, keys);
        texts.forgetQuestions();
        if (places !== undefined)
            texts.move(places);
        store.time("table");
        store.set({
            ...carrying.take(before, keys, reading.done, places), table, keys, revision, file,
            searches: places === undefined ? before.searches : movedSearches(before.searches, places, table.length),
            textRanks: places === undefined ? before.textRanks : movedRanks(before, places, table.length),
            reading, readingAgain: null, failure: null, comparing: before.revision === revision ? comparing : outlived(comparing),
            tables: before.tables + 1
        });
        const {sort, wanted, filterText} = store.get();
        if (!canSortBy(sort.by, table.categories))
            store.set({sort: initialState.sort});
        if (wanted !== null && !canSortBy(wanted.by, table.categories))
            store.set({wanted: null});
        if (filterText !== "")
            writeFilter(store, filterText);
    }

    /** A list that hangs on scores was made before they were known, and places in it mean nothing until now. */
    function takeScores(revision: number): void {
        patches.finish();
        const state = store.get();
        if (!hasTable(state) || revision !== state.revision || revision === lookedUp)
            return;
        lookedUp = revision;
        store.time("all scores");
        store.set({listed: state.listed + 1});
        if (state.table.length > veryMany)
            requestIdleCallback(() => {
                warm(state.table);
            });
    }

    /**
     * What needs the whole list has waited for all rows, scores, finds and orders that it is made of; unless the person has begun to use it meanwhile.
     * Also by what the person does it may wait for nothing any more.
     */
    function restore(state: State): void {
        const kept = waiting, {keys, reading, revision} = state;
        if (kept === undefined || !reading.done || (lookedUp !== revision && lists.mayBeOutOfDate(state)) || searchShare(state) !== undefined || state.wanted !== null)
            return;
        waiting = undefined;
        if (state.active >= 0 || scrollTop() > 0 || state.filterText !== kept.state.filterText) {
            store.set({restoring: false});
            return;
        }
        store.set(kept.chosen(keys));
        requestAnimationFrame(() => {
            requestAnimationFrame(() => {
                scrollTo(kept.scrollTop);
                store.set({restoring: false});
            });
        });
    }

    store.onFrame(restore);
    return (message) => {
        switch (message.kind) {
            case "table":
                takeTable(message);
                break;
            case "reading-again":
                store.set({readingAgain: message.share});
                break;
            case "looked-up":
                takeScores(message.revision);
                break;
            case "patch":
                patches.receive(message.revision, unpackPatch(message.patch));
                break;
            case "status": {
                const {status, listed} = store.get();
                // At the end of a run the list may follow the scores: rows in view stay where they are.
                const ended = status?.run !== null && status !== null && message.status.run === null;
                store.set({status: message.status, listed: listed + Number(ended)});
                break;
            }
            case "texts":
                texts.receive(message);
                break;
            case "reasons":
                details.receive(message);
                break;
            case "found":
            case "search-failed":
                searches.receive(message);
                break;
            case "text-ranks":
                textSorts.receive(message);
                break;
            case "saved-filters":
                store.set({saved: message.filters});
                break;
            case "comparison": {
                const {revision, comparing} = store.get();
                if (message.revision === revision)
                    store.set({comparing: answered(comparing, message)});
                break;
            }
            case "failed":
                store.set({failure: message.sentence, readingAgain: null});
                break;
        }
    };
}

function joinedKeys(before: Uint32Array, rows: number, next: Uint32Array): Uint32Array {
    const keys = new Uint32Array(rows * wordsOfKey + next.length);
    keys.set(before.subarray(0, rows * wordsOfKey));
    keys.set(next, rows * wordsOfKey);
    return keys;
}
