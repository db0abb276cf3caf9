import {printTerm} from "../src/core/filter/print.js";
import {textTerms} from "../src/core/filter/terms.js";
import {flipBit, hasBit, newBits, setBit} from "../src/core/table/bits.js";
import {afterQuiet} from "./dom.js";
import {nextNumber, post} from "./host.js";
import type {Places} from "./places.js";
import type {ToPanel} from "./protocol.js";
import type {Search, State} from "./state.js";
import type {Store} from "./store.js";

/** Keys come faster than searches are worth to be begun. */
const quietMs = 150;

/** Asks the extension for what the filter's searches find, and stops those that the filter does not hold any more. */
export class Searches {
    private readonly askSoon = afterQuiet(quietMs, () => {
        this.ask();
    });

    public constructor(private readonly store: Store) {
        store.onFrame((state) => {
            if (this.isStale(state))
                this.askSoon();
        });
    }

    public receive(message: Extract<ToPanel, {kind: "found" | "search-failed"}>): void {
        const {searches, revision} = this.store.get();
        const entry = [...searches].find(([, {number}]) => number === message.search);
        if (entry === undefined || (message.kind === "found" && message.revision !== revision))
            return;
        const [key, search] = entry;
        const next: Search = message.kind === "search-failed" ? {...search, done: true, failure: message.sentence}
            : {...search, bits: withFound(search.bits, message), upTo: Math.max(search.upTo, message.to), reached: message.to, done: message.done};
        this.store.set({searches: new Map(searches).set(key, next)});
    }

    private isStale({filter, searches, revision, table}: State): boolean {
        const wanted = new Set(textTerms(filter).map((term) => printTerm({...term, negated: false})));
        return table !== null && (wanted.size !== searches.size || [...wanted].some((key) => searches.get(key)?.revision !== revision));
    }

    private ask(): void {
        const state = this.store.get();
        if (state.table === null || !this.isStale(state))
            return;
        const searches = new Map<string, Search>();
        for (const term of textTerms(state.filter)) {
            const plain = {...term, negated: false};
            const key = printTerm(plain);
            const running = state.searches.get(key);
            const {bits, upTo} = running !== undefined && isWhole(running) ? running : {bits: newBits(state.table.length), upTo: 0};
            searches.set(key, running?.revision === state.revision ? running : {number: nextNumber(), revision: state.revision, term: plain, bits, upTo, reached: 0, done: false, failure: null});
        }
        for (const search of state.searches.values())
            if (!search.done && ![...searches.values()].includes(search))
                post({kind: "stop-search", search: search.number});
        const begun = [...searches.values()].filter(({number}) => ![...state.searches.values()].some((other) => other.number === number));
        this.store.set({searches});
        for (const {number, term} of begun)
            post({kind: "search", search: number, revision: state.revision, term});
    }
}

/** How far the searches are, 0 to 1; undefined where none is under way. */
export function searchShare({filter, searches, table, revision}: State): number | undefined {
    const wanted = textTerms(filter).map((term) => searches.get(printTerm({...term, negated: false}))).map((search) => search?.revision === revision ? search : undefined);
    if (wanted.every((search) => search?.done === true))
        return undefined;
    return wanted.reduce((least, search) => Math.min(least, search?.done === true ? 1 : (search?.reached ?? 0) / Math.max(1, table?.length ?? 1)), 1);
}

/** The sentence of the first search that failed. */
export function searchFailure({filter, searches}: State): string | undefined {
    return textTerms(filter).map((term) => searches.get(printTerm({...term, negated: false}))?.failure ?? undefined).find((failure) => failure !== undefined);
}

/** What was found, of the rows of the next table. What went through all rows stands for all of these until it has looked again; not for rows that come after them. */
export function movedSearches(searches: State["searches"], {same}: Places, length: number): State["searches"] {
    return new Map(Array.from(searches, ([key, search]) => {
        const bits = newBits(length);
        for (let row = 0; row < 32 * search.bits.length; row++) {
            const place = hasBit(search.bits, row) ? same(row) : -1;
            if (place >= 0 && place < length)
                setBit(bits, place);
        }
        return [key, {...search, bits, upTo: isWhole(search) ? length : Math.min(search.upTo, length)}];
    }));
}

function isWhole({done, failure}: Search): boolean {
    return done && failure === null;
}

/** Whether all that passes the filter is known: what no search has looked at does not pass, which must not be taken for an answer. */
export function isSearched(state: State): boolean {
    return searchShare(state) === undefined && searchFailure(state) === undefined;
}

function withFound(bits: Search["bits"], {from, to, bits: buffer}: Extract<ToPanel, {kind: "found"}>): Search["bits"] {
    const next = newBits(Math.max(32 * bits.length, to)); // the table may have grown since the search began
    next.set(bits);
    const bytes = new Uint8Array(buffer);
    const found = new Uint32Array(new Uint8Array(Math.ceil(bytes.length / 4) * 4).buffer);
    new Uint8Array(found.buffer).set(bytes);
    for (let row = from; row < to; row++)
        if (hasBit(found, row - from) !== hasBit(next, row))
            flipBit(next, row);
    return next;
}
