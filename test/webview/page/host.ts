import {textMatcher} from "../../../src/core/filter/textMatcher.js";
import type {Turn} from "../../../src/core/example.js";
import {newBits, setBit} from "../../../src/core/table/bits.js";
import {decisionCode} from "../../../src/core/table/buildTable.js";
import {applyPatch, patchOf, type PackedPatch} from "../../../src/core/table/patch.js";
import {packTable} from "../../../src/core/table/transfer.js";
import type {ExampleTable} from "../../../src/core/table/table.js";
import type {FromPanel, PanelStatus, SavedFilter, ToPanel} from "../../../webview/protocol.js";
import {otherScores, type OtherScores} from "./comparisons.js";
import {dataset} from "./datasets.js";
import {turnsOf} from "./texts.js";
import {themeClass, themes, type Theme} from "./themes.js";

/** What tests reach from outside of the page. */
export interface FakeHost {
    readonly messages: FromPanel[];
    readonly send: (message: ToPanel) => void;
    readonly table: () => ExampleTable;
    readonly setStatus: (change: Partial<PanelStatus>) => void;
    /** Gives some rows a score, as a run does. */
    readonly score: (rows: readonly number[], wins: number) => void;
    /** After `reading=first`: the same revision again, with all rows. */
    readonly grow: () => void;
    /** What the person chooses to compare with from now on. */
    other: OtherScores;
    /** The file was changed: the same rows in the next revision. */
    readonly edit: () => void;
    readonly setTheme: (theme: Theme) => void;
    readonly violations: string[];
}

declare global {
    interface Window {
        fakeHost: FakeHost;
        acquireVsCodeApi: () => unknown;
    }
}

const parameters = new URL(location.href).searchParams;
const name = parameters.get("data") ?? "scored";
const searchMs = Number(parameters.get("searchMs") ?? 15);
const made = dataset(name);
let {table, status} = made;
let revision = 1;
let saved: readonly SavedFilter[] = [{name: "Golden", filter: "score>=0.8 -flag:any"}];
const undone: PackedPatch[] = [], done: {readonly before: PackedPatch; readonly after: PackedPatch}[] = [];
const messages: FromPanel[] = [], violations: string[] = [];
const stopped = new Set<number>();

const send = (message: ToPanel): void => {
    window.postMessage(message, "*");
};
const setStatus = (change: Partial<PanelStatus>): void => {
    status = {...status, ...change};
    send({kind: "status", status});
};
const patch = (change: PackedPatch): void => {
    table = applyPatch(table, change);
    send({kind: "patch", revision, patch: change});
};
const later = (work: () => void, milliseconds: number): void => {
    setTimeout(work, milliseconds);
};

let whole = false;

function firstRows(of: ExampleTable, length: number): ExampleTable {
    const cut = <T>(column: T): T => ArrayBuffer.isView(column) ? (column as T & Uint8Array).slice(0, length) as T : column;
    const columns = Object.fromEntries(Object.entries(of).map(([column, values]) => [column, cut(values as unknown)])) as unknown as ExampleTable;
    return {...columns, length, categories: of.categories.map((category) => ({...category, codes: category.codes.slice(0, length)}))};
}

function sendTable(): void {
    const reading = parameters.get("reading");
    if (parameters.get("failed") !== null)
        send({kind: "failed", sentence: "data.jsonl: the file is larger than the memory that is free; close other files or split it."});
    else if (reading === "first" && !whole)
        send({kind: "table", revision, file: {uri: `file:///work/${name}.jsonl`, name: "instructions.jsonl"}, table: packTable(firstRows(table, 160)), reading: {done: false, share: 0.8, problems: 0}});
    else if (reading !== "none")
        send({kind: "table", revision, file: {uri: `file:///work/${name}.jsonl`, name: name === "hostile" ? "<img src=x onerror=alert(1)>\u202e.jsonl" : `${name === "scored" ? "instructions" : name}.jsonl`}, table: packTable(table), reading: reading === null || whole ? {done: true, share: 1, problems: name === "partial" ? 3 : 0} : {done: false, share: 0.42, problems: 0}});
    if (reading === null || whole)
        send({kind: "looked-up", revision});
}

function decide({rows, decision}: Extract<FromPanel, {kind: "decide"}>): void {
    const before = patchOf(table, Uint32Array.from(rows).sort());
    const after = {...before, decision: before.decision.map(() => decisionCode(decision ?? undefined))};
    done.push({before, after});
    undone.length = 0;
    patch(after);
    setStatus({canUndo: true, canRedo: false});
}

function search({search: number, revision: asked, term}: Extract<FromPanel, {kind: "search"}>): void {
    const matches = textMatcher(term), piece = Math.ceil(table.length / 4 / 8) * 8;
    const go = (from: number): void => {
        if (stopped.has(number))
            return;
        const to = Math.min(table.length, from + piece), bits = newBits(to - from);
        for (let row = from; row < to; row++)
            if (matches(turnsOf(name, row) as readonly Turn[]))
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
                send({kind: "texts", request: message.request, texts: message.rows.map((row) => ({row, turns: turnsOf(name, row), whole: true}))});
            }, 5);
            break;
        case "reasons":
            later(() => {
                const {row} = message;
                const flagged = (table.flags[row] ?? 0) !== 0;
                send({kind: "reasons", request: message.request, reasons: {
                    row, turns: turnsOf(name, row),
                    sentences: ["It helps with 31 of 50 anchors; mean gain +0.041 nats a token.", "1.7 standard errors (0.070 each) above the threshold of 0.50.", ...flagged ? ["empty-output: The answer is missing or blank."] : []],
                    helped: [{anchor: "Name two uses of a paper clip other than holding paper.", zeroShot: -2.412, oneShot: -1.87}, {anchor: "<b>Convert 5 miles to kilometres.</b>", zeroShot: -1.93, oneShot: -1.604}],
                    hurt: [{anchor: "Write a limerick about a lighthouse keeper.", zeroShot: -3.021, oneShot: -3.377}], copies: row % 10 === 4 ? [row + 1, row + 3] : []
                }});
            }, 10);
            break;
        case "search":
            search(message);
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
    messages, send, setStatus, setTheme, violations, table: () => table, other: "shifted",
    edit: () => {
        revision++;
        sendTable();
    },
    grow: () => {
        whole = true;
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
setTheme((parameters.get("theme") ?? "dark") as Theme);
