import {flagsOf} from "../../src/core/table/flagBits.js";
import type {SortKey} from "../../src/core/table/order.js";
import {unknown, type ExampleTable} from "../../src/core/table/table.js";
import {textColumns, type TextColumn} from "../../src/core/table/textColumns.js";
import {decisions} from "../../src/core/selection.js";
import type {Shown} from "../derive/list.js";
import {rankOf} from "../derive/ranks.js";
import {tokensKnown} from "../derive/tokens.js";
import {make, setAttribute, setText} from "../dom.js";
import {oneLine} from "../visible.js";
import {words} from "../words.js";
import type {Texts} from "./texts.js";

export interface Column {
    readonly id: string;
    readonly title: string;
    readonly why?: string;
    readonly sort: SortKey;
    /** In pixels, the least where it may grow. */
    readonly width: number;
    /** Its part of the room that is left over. */
    readonly grows?: number;
    readonly numbers?: boolean;
    readonly create?: () => HTMLElement;
    readonly show: (cell: HTMLElement, row: number, table: ExampleTable) => void;
}

/** The columns of a table, so that a narrow list still shows the beginning of the texts: tokens only where somebody has counted them, and at most three categories. */
export function columnsFor(state: Shown, texts: Texts): readonly Column[] {
    const {table} = state, counted = tokensKnown(state);
    const wide = 28 + 8 * Math.max(5, words.number(table.length).length);
    return [
        {id: "index", ...named("index"), sort: "index", width: wide, numbers: true, show: number((row, {index}) => numberInFile(index[row]))},
        {id: "place", ...named("place"), sort: "goldenScore", width: 124, create: scoreCell, show: showScore},
        {id: "flags", ...named("flags"), sort: "flags", width: 142, show: (cell, row, {flags}) => {
            const text = flagsOf(flags[row] ?? 0).join(", ");
            setText(cell, text);
            setAttribute(cell, "title", text === "" ? undefined : text);
        }},
        {id: "decision", ...named("decision"), sort: "decision", width: 92, show: (cell, row, {decision}) => {
            const known = decisionOf(decision[row]);
            setText(cell, known === undefined ? "" : words.decisions[known]);
            setAttribute(cell, "data-decision", known);
        }},
        ...textColumns.map((id): Column => ({id, title: words.columns[id], sort: {text: id}, ...id === "input" ? {width: 110, grows: 1} : {width: 180, grows: 2}, show: showText(texts, id)})),
        {id: "rank", ...named("rank"), sort: "place", width: wide, numbers: true, show: number((row, table) => rankOf(table, row)?.rank)},
        {id: "promptLength", ...named("promptLength"), sort: "promptLength", width: 62, numbers: true, show: number((row, {promptLength}) => promptLength[row])},
        {id: "answerLength", ...named("answerLength"), sort: "answerLength", width: 62, numbers: true, show: number((row, {answerLength}) => answerLength[row])},
        ...counted ? [{id: "answerTokens", ...named("answerTokens"), sort: "answerTokens", width: 62, numbers: true, show: number((row, {answerTokens}) => answerTokens[row] === unknown ? undefined : answerTokens[row])} satisfies Column] : [],
        ...table.categories.slice(0, 3).map(({name}): Column => ({id: `category ${name}`, title: oneLine(name, 40), sort: {category: name}, width: 96, show: (cell, row, {categories}) => {
            const category = categories.find((other) => other.name === name);
            setText(cell, oneLine(category?.values[category.codes[row] ?? 0] ?? "", 80));
        }}))
    ];
}

export function decisionOf(code: number | undefined): typeof decisions[number] | undefined {
    return code === undefined || code === 0 ? undefined : decisions[code - 1];
}

/** As people count: the first example of a file is Example 1. */
function numberInFile(index: number | undefined): number | undefined {
    return index === undefined ? undefined : index + 1;
}

function named(id: keyof typeof words.columnsWhy): {readonly title: string; readonly why: string} {
    return {title: words.columns[id], why: words.columnsWhy[id]};
}

function number(value: (row: number, table: ExampleTable) => number | undefined): Column["show"] {
    return (cell, row, table) => {
        const known = value(row, table);
        setText(cell, known === undefined ? words.notScored : words.number(known));
    };
}

function showText(texts: Texts, column: TextColumn): Column["show"] {
    return (cell, row) => {
        const text = texts.line(row, column);
        setText(cell, text ?? words.waiting);
        cell.classList.toggle("waiting", text === undefined);
    };
}

function scoreCell(): HTMLElement {
    return make("div", {class: "score"}, make("span", {class: "value"}), scoreBar());
}

/** A line for the interval and a tick for the score, on a scale from 0 to 1. */
export function scoreBar(): HTMLElement {
    return make("span", {"class": "score-bar", "aria-hidden": "true"}, make("span", {class: "interval"}), make("span", {class: "tick"}));
}

export function showBar(bar: Element | null | undefined, score: number, low: number, high: number): void {
    const [interval, tick] = bar?.children ?? [];
    if (!(interval instanceof HTMLElement) || !(tick instanceof HTMLElement))
        return;
    const known = !Number.isNaN(score);
    interval.hidden = !known;
    tick.hidden = !known;
    if (!known)
        return;
    interval.style.left = `${100 * low}%`;
    interval.style.width = `${100 * (high - low)}%`;
    tick.style.left = `${100 * score}%`;
}

function showScore(cell: HTMLElement, row: number, {goldenScore, ciLow, ciHigh}: ExampleTable): void {
    const score = goldenScore[row] ?? NaN, low = ciLow[row] ?? NaN, high = ciHigh[row] ?? NaN;
    const [value, bar] = cell.firstElementChild?.children ?? [];
    if (value !== undefined)
        setText(value, Number.isNaN(score) ? words.notScored : words.score(score));
    showBar(bar, score, low, high);
    setAttribute(cell, "title", Number.isNaN(score) ? undefined : words.fromTo(words.score(score), words.score(low), words.score(high)));
}
