import {textMatcher} from "../../../src/core/filter/textMatcher.js";
import type {Turn} from "../../../src/core/example.js";
import {unpackKey} from "../../../src/core/keyTable.js";
import type {Decision} from "../../../src/core/selection.js";
import {newBits, setBit} from "../../../src/core/table/bits.js";
import {decisionCode} from "../../../src/core/table/buildTable.js";
import {placesByScore} from "../../../src/core/table/order.js";
import {applyPatch, patchOf, type Patch} from "../../../src/core/table/patch.js";
import {packPatch, packTable} from "../../../src/core/table/transfer.js";
import type {ExampleTable} from "../../../src/core/table/table.js";
import type {FromPanel, PanelStatus, SavedFilter, ToPanel, TurnText} from "../../../webview/protocol.js";
import {otherScores, type OtherScores} from "./comparisons.js";
import {dataset} from "./datasets.js";
import {inGreek} from "./greek.js";
import {turnsOf} from "./texts.js";
import {TextOrders} from "./textOrders.js";
import {themeClass, themes, type Theme} from "./themes.js";

/** What tests reach from outside of the page. */
export interface FakeHost {
    readonly messages: FromPanel[];
    readonly send: (message: ToPanel) => void;
    readonly table: () => ExampleTable;
    readonly setStatus: (change: Partial<PanelStatus>) => void;
    /** Gives some rows a score, as a run does. */
    readonly score: (rows: readonly number[], wins: number) => void;
    /** After `reading=first` or a part: the same revision again, with more rows, or with all. */
    readonly grow: (first?: number) => void;
    /** Whether texts, reasons and searches are answered. */
    answering: boolean;
    /** Whether the order of texts can be found. */
    sorting: boolean;
    /** What the person chooses to compare with from now on. */
    other: OtherScores;
    /**
     * The file was changed: the next revision, without some rows, with other texts in some, counted before any is taken out; of the rest the first so
     * many, if not all. While it is still read nothing is told.
     */
    readonly edit: (change?: {readonly remove?: readonly number[]; readonly rewrite?: readonly number[]; readonly first?: number; readonly isRead?: boolean}) => void;
    /** Tells the content of a row, which stays the same while other rows go. */
    readonly contentAt: (row: number) => number;
    readonly setTheme: (theme: Theme) => void;
    readonly violations: string[];
    /** What was decided, by the rows of the table that the extension had then. */
    readonly decided: readonly (readonly [rows: readonly number[], decision: Decision | null])[];
}

declare global {
    interface Window {
        fakeHost: FakeHost;
        acquireVsCodeApi: () => {readonly getState: () => unknown};
    }
}

const parameters = new URL(location.href).searchParams;
const name = parameters.get("data") ?? "scored";
const searchMs = Number(parameters.get("searchMs") ?? 15), sortMs = Number(parameters.get("sortMs") ?? 15);
const made = dataset(name);
let {table, status} = made;
const removed = parameters.getAll("removed").map(Number);
let revision = 1;
/** What the rows hold: the place of the text among all that there are, and how often it was edited. */
let contents = Array.from({length: table.length}, (_, row) => ({text: row, edits: 0}));
let saved: readonly SavedFilter[] = [{name: "Golden", filter: "score>=0.8 -flag:any"}];
const undone: Patch[] = [], done: {readonly before: Patch; readonly after: Patch}[] = [];
const messages: FromPanel[] = [], violations: string[] = [], decided: [number[], Decision | null][] = [];
const stopped = new Set<number>();

const send = (message: ToPanel): void => {
    window.postMessage(parameters.get("language") === "pseudo" ? inGreek(message) : message, "*");
};
const setStatus = (change: Partial<PanelStatus>): void => {
    status = {...status, ...change};
    send({kind: "status", status});
};
const patch = (change: Patch): void => {
    table = applyPatch(table, change);
    send({kind: "patch", revision, patch: packPatch(change)});
};
const later = (work: () => void, milliseconds: number): void => {
    setTimeout(work, milliseconds);
};

/** Rows that are told; all if undefined. */
let part = parameters.get("reading") === "first" ? 160 : undefined, whole = false;
const textOrders = new TextOrders(sortMs, send, () => part === undefined && window.fakeHost.answering ? {revision, length: table.length, turnsAt, canSort: window.fakeHost.sorting} : undefined);

function firstRows(of: ExampleTable, length: number): ExampleTable {
    const cut = <T>(column: T): T => ArrayBuffer.isView(column) ? (column as T & Uint8Array).slice(0, length) as T : column;
    const columns = Object.fromEntries(Object.entries(of).map(([column, values]) => [column, cut(values as unknown)])) as unknown as ExampleTable;
    return {...columns, length, categories: of.categories.map((category) => ({...category, codes: category.codes.slice(0, length)}))};
}

function without(of: ExampleTable, removed: readonly number[]): ExampleTable {
    const gone = new Set(removed);
    const cut = <T>(column: T): T => ArrayBuffer.isView(column) ? (column as T & Uint8Array).filter((_, row) => !gone.has(row)) as T : column;
    const columns = Object.fromEntries(Object.entries(of).map(([column, values]) => [column, cut(values as unknown)])) as unknown as ExampleTable;
    const length = of.length - gone.size, index = Uint32Array.from({length}, (_, row) => row);
    return {...columns, length, index, line: index.map((row) => row + 1), place: placesByScore(columns), categories: of.categories.map((category) => ({...category, codes: cut(category.codes)}))};
}

function turnsAt(row: number): readonly TurnText[] {
    const {text, edits} = contents[row] ?? {text: row, edits: 0};
    return turnsOf(name, text).map((turn, at) => at === 0 && edits > 0 ? {...turn, text: `${turn.text} (edited)`} : turn);
}

/** Made-up content keys, the same for the same content. */
function keysOf(length: number): Uint32Array {
    const keys = new Uint32Array(4 * length);
    for (let row = 0; row < length; row++)
        keys.set([Math.imul(contents[row]?.text ?? 0, 0x9e3779b1), contents[row]?.text ?? 0, contents[row]?.edits ?? 0, 7], 4 * row);
    return keys;
}

function keyTexts(keys: Uint32Array): string[] {
    return Array.from({length: keys.length / 4}, (_, row) => unpackKey(keys, 4 * row));
}

function sendTable(): void {
    const reading = parameters.get("reading");
    if (parameters.get("failed") !== null)
        send({kind: "failed", sentence: "data.jsonl: the file is larger than the memory that is free; close other files or split it."});
    else if (part !== undefined)
        send({kind: "table", revision, file: {uri: `file:///work/${name}.jsonl`, name: "instructions.jsonl"}, table: packTable(firstRows(table, part)), keys: keysOf(part), reading: {done: false, share: 0.8, problems: 0}});
    else if (reading !== "none")
        send({kind: "table", revision, file: {uri: `file:///work/${name}.jsonl`, name: name === "hostile" ? "<img src=x onerror=alert(1)>\u202e.jsonl" : `${name === "scored" ? "instructions" : name}.jsonl`}, table: packTable(table), keys: keysOf(table.length), reading: reading === null || whole ? {done: true, share: 1, problems: name === "partial" ? 3 : 0} : {done: false, share: 0.42, problems: 0}});
    if (part === undefined && (reading === null || whole))
        send({kind: "looked-up", revision});
}

/** As the extension does: on every example with one of the keys, whatever the page shows. */
function decide({keys, decision}: Extract<FromPanel, {kind: "decide"}>): void {
    const asked = new Set(keyTexts(keys)), rows = keyTexts(keysOf(table.length)).flatMap((key, row) => asked.has(key) ? [row] : []);
    decided.push([rows, decision]);
    const before = patchOf(table, Uint32Array.from(rows));
    const after = {...before, decision: before.decision.map(() => decisionCode(decision ?? undefined))};
    done.push({before, after});
    undone.length = 0;
    patch(after);
    setStatus({canUndo: true, canRedo: false});
}

function search({search: number, revision: asked, term}: Extract<FromPanel, {kind: "search"}>): void {
    const matches = textMatcher(term), piece = Math.ceil(table.length / 4 / 8) * 8;
    const go = (from: number): void => {
        if (stopped.has(number) || asked !== revision || !window.fakeHost.answering)
            return;
        const to = Math.min(table.length, from + piece), bits = newBits(to - from);
        for (let row = from; row < to; row++)
            if (matches(turnsAt(row) as readonly Turn[]))
                setBit(bits, row - from);
        send({kind: "found", search: number, revision: asked, from, to, bits: bits.slice().buffer, done: to === table.length});
        if (to < table.length)
            later(() => {
                go(to);
            }, searchMs);
    };
    later(() => {
        go(0);
    }, searchMs);
}

function receive(message: FromPanel): void {
    switch (message.kind) {
        case "ready":
            send({kind: "status", status});
            send({kind: "saved-filters", filters: saved});
            sendTable();
            break;
        case "texts":
            later(() => {
                if (message.revision === revision && window.fakeHost.answering)
                    send({kind: "texts", request: message.request, texts: message.rows.map((row) => ({row, turns: turnsAt(row), whole: true}))});
            }, 5);
            break;
        case "reasons":
            later(() => {
                const {row} = message;
                if (message.revision !== revision || !window.fakeHost.answering)
                    return;
                send({kind: "reasons", request: message.request, reasons: {
                    row, turns: turnsAt(row),
                    sentences: ["It helps with 31 of 50 anchors; mean gain +0.041 nats a token.", "1.7 standard errors (0.070 each) above the threshold of 0.50."],
                    helped: [{anchor: "Name two uses of a paper clip other than holding paper.", zeroShot: -2.412, oneShot: -1.87}, {anchor: "<b>Convert 5 miles to kilometres.</b>", zeroShot: -1.93, oneShot: -1.604}],
                    hurt: [{anchor: "Write a limerick about a lighthouse keeper.", zeroShot: -3.021, oneShot: -3.377}], copies: row % 10 === 4 ? [row + 1, row + 3] : []
                }});
            }, 10);
            break;
        case "search":
            search(message);
            break;
        case "text-ranks":
            textOrders.find(message);
            break;
        case "stop-search":
            stopped.add(message.search);
            break;
        case "decide":
            decide(message);
            break;
        case "compare":
            if (window.fakeHost.other !== "silence")
                later(() => {
                    send({kind: "comparison", revision: message.revision, comparison: otherScores(window.fakeHost.other, table)});
                }, 20);
            break;
        case "undo": {
            const last = done.pop();
            if (last !== undefined) {
                undone.push(last.after);
                patch(last.before);
            }
            setStatus({canUndo: done.length > 0, canRedo: undone.length > 0});
            break;
        }
        case "redo": {
            const last = undone.pop();
            if (last !== undefined) {
                done.push({before: patchOf(table, last.rows), after: last});
                patch(last);
            }
            setStatus({canUndo: done.length > 0, canRedo: undone.length > 0});
            break;
        }
        case "save-filter":
            saved = [...saved, {name: message.name, filter: message.filter}];
            send({kind: "saved-filters", filters: saved});
            break;
        case "remove-filter":
            saved = saved.filter((filter) => filter.name !== message.name);
            send({kind: "saved-filters", filters: saved});
            break;
        default:
            break;
    }
}

function setTheme(theme: Theme): void {
    const {style} = document.documentElement;
    for (const variable of Array.from(style))
        style.removeProperty(variable);
    for (const [variable, value] of Object.entries(themes[theme]))
        style.setProperty(`--vscode-${variable}`, value);
    document.body.className = themeClass[theme];
    document.body.dataset.vscodeThemeKind = themeClass[theme];
}

window.fakeHost = {
    messages, send, setStatus, setTheme, violations, decided, table: () => table, other: "shifted", answering: true, sorting: true, contentAt: (row) => contents[row]?.text ?? -1,
    edit: ({remove = [], rewrite = [], first, isRead = true} = {}) => {
        revision++;
        part = first;
        contents = contents.map((content, row) => rewrite.includes(row) ? {...content, edits: content.edits + 1} : content).filter((_, row) => !remove.includes(row));
        table = without(table, remove);
        if (isRead)
            sendTable();
    },
    grow: (first) => {
        part = first;
        whole = first === undefined;
        sendTable();
    },
    score: (rows, wins) => {
        const before = patchOf(table, Uint32Array.from(rows));
        patch({
            ...before, goldenScore: before.goldenScore.map(() => wins / 100), meanGain: before.meanGain.map(() => 0.1), ciLow: before.ciLow.map(() => Math.max(0, wins / 100 - 0.1)), ciHigh: before.ciHigh.map(() => Math.min(1, wins / 100 + 0.1)),
            wins: before.wins.map(() => wins), anchors: before.anchors.map(() => 100)
        });
    }
};
document.addEventListener("securitypolicyviolation", ({violatedDirective, blockedURI, sourceFile, lineNumber}) => {
    violations.push(`${violatedDirective} ${blockedURI} ${sourceFile}:${lineNumber}`);
});
const stateKey = `state ${name}`;
window.acquireVsCodeApi = () => ({
    postMessage: (message: FromPanel) => {
        const copy = structuredClone(message); // as VS Code does
        messages.push(copy);
        later(() => {
            receive(copy);
        }, 0);
    },
    getState: () => JSON.parse(sessionStorage.getItem(stateKey) ?? "null") as unknown,
    setState: (state: unknown) => {
        sessionStorage.setItem(stateKey, JSON.stringify(state));
    }
});
if (removed.length > 0) {
    contents = contents.filter((_, row) => !removed.includes(row));
    table = without(table, removed);
}
setTheme((parameters.get("theme") ?? "dark") as Theme);
