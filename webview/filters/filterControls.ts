import {decisions} from "../../src/core/selection.js";
import {flagCodes} from "../../src/core/table/flagBits.js";
import {hasTable, type Lists, type Shown} from "../derive/list.js";
import {tokensKnown} from "../derive/tokens.js";
import {make, setAttribute, setHidden} from "../dom.js";
import type {Store} from "../store.js";
import {words} from "../words.js";
import {bestField} from "./best.js";
import {checkList, type CheckItem, type CheckList} from "./checkList.js";
import {stateOf, withState, type SetKind} from "./edits.js";
import {rangeFields, type RangeName} from "./numbers.js";
import {changeFilter} from "./setFilter.js";
import {textSearch} from "./textSearch.js";

const mostListed = 300;

/** What the filter's text says, as controls, each with the number of examples that it would leave. */
export function filterControls(store: Store, lists: Lists): HTMLElement {
    const list = (title: string, of: SetKind): CheckList => checkList(title, (value, wanted) => {
        changeFilter(store, (filter) => withState(filter, of, value, wanted));
    });
    const flags = list(words.groupFlags, {kind: "flag"});
    const decided = list(words.groupDecision, {kind: "decision"});
    const unscored = checkList("", (_value, wanted) => {
        changeFilter(store, (filter) => [...filter.filter(({kind}) => kind !== "unscored"), ...wanted === "open" ? [] : [{kind: "unscored", negated: wanted === "without"} as const]]);
    });
    const ranges = (["score", "length", "prompt-length", "tokens", "index"] satisfies RangeName[]).map((field) => ({field, ...rangeFields(store, field)}));
    const best = bestField(store), search = textSearch(store);
    const categories = make("div", {class: "categories"});
    let categoryLists: {readonly name: string; readonly list: CheckList}[] = [];
    const [score, ...others] = ranges;
    const element = make("section", {"id": "filter-controls", "class": "filter-controls", "aria-label": words.controls},
        search.element,
        make("section", {class: "group score-group"}, make("h3", {text: words.groupScore}), ...score === undefined ? [] : [score.element], best.element, unscored.element),
        flags.element, decided.element, categories,
        make("section", {class: "group"}, make("h3", {text: words.groupLengths}), ...others.map((range) => range.element)));

    const showCategories = (state: Shown, counts: readonly Uint32Array[], totals: readonly Uint32Array[]): void => {
        const names = state.table.categories.map(({name}) => name);
        if (names.length !== categoryLists.length || names.some((name, at) => categoryLists[at]?.name !== name)) {
            categoryLists = names.map((name) => ({name, list: list(name, {kind: "category", name})}));
            categories.replaceChildren(...categoryLists.map((category) => category.list.element));
        }
        for (const [at, {name, values}] of state.table.categories.entries()) {
            const total = totals[at];
            const items = values.map((value, code) => ({value, code, total: total?.[code] ?? 0})).filter((item) => item.total > 0);
            categoryLists[at]?.list.show(items.sort((a, b) => b.total - a.total).slice(0, mostListed).map(({value, code}) => ({
                value, label: value === "" ? words.noValue : value, count: counts[at]?.[code] ?? 0, state: stateOf(state.filter, {kind: "category", name}, value)
            })));
        }
    };

    store.onFigures((state) => {
        setHidden(element, !state.controlsOpen || !hasTable(state) || state.table.length === 0);
        if (element.hidden || !hasTable(state))
            return;
        const counts = lists.facets(state), totals = lists.totals(state);
        const of = <T extends string>(values: readonly T[], kind: SetKind, label: (value: T) => string, amount: (at: number) => number | undefined): CheckItem[] =>
            values.map((value, at) => ({value, label: label(value), count: amount(at), state: stateOf(state.filter, kind, value), why: kind.kind === "flag" ? words.meaning(value) : undefined}));
        flags.show([
            ...of(["any"], {kind: "flag"}, () => words.anyFlag, () => counts.anyFlag),
            ...of(flagCodes, {kind: "flag"}, (code) => code, (at) => counts.flags[at]).filter(({state: wanted}, at) => totals.flags[at] !== 0 || wanted !== "open")
        ]);
        decided.show(of(["none", ...decisions] as const, {kind: "decision"}, (value) => words.decisions[value], (at) => counts.decisions[at]));
        const about = state.filter.find(({kind}) => kind === "unscored");
        unscored.show([{value: "unscored", label: words.withoutScore, count: counts.unscored, state: about === undefined ? "open" : about.negated ? "without" : "with"}]);
        showCategories(state, counts.categories, totals.categories);
        for (const {field, element: range, show} of ranges) {
            if (field === "tokens")
                setHidden(range, !tokensKnown(state));
            show(state);
        }
        best.show(state);
        search.show(state);
        setAttribute(element, "data-shown", true);
    });
    return element;
}
