import {button} from "../controls.js";
import {Kept} from "../derive/kept.js";
import {hasTable, type Lists} from "../derive/list.js";
import {make, setHidden, setText} from "../dom.js";
import {isSearched} from "../searches.js";
import {isSelected, type Selection} from "../selection.js";
import {textOf} from "../sorts.js";
import type {Store} from "../store.js";
import {words} from "../words.js";

/** Under the list, where nothing that appears moves a row: how many are selected, what the list waits for to be sorted, and whether it follows the scores. */
export function footer(store: Store, lists: Lists, showKeys: () => void): HTMLElement {
    const selected = make("span", {class: "quiet"});
    const sorts = make("span", {class: "sorts"});
    const keys = button(words.keys, "secondary", showKeys, words.keysTitle);
    const refresh = button(words.refreshList, "secondary", () => {
        store.time("sort");
        store.set({listed: store.get().listed + 1});
    });
    const old = make("span", {class: "line old"}, make("span", {text: words.listIsOld}), refresh.element);
    const element = make("div", {class: "footer line"}, selected, sorts, old, make("span", {class: "push"}), keys.element);
    let list: Uint32Array | undefined, scoredThen = 0;
    const counted = new Kept<number>();
    const selectedIn = (rows: Uint32Array, selection: Selection): number => counted.get([rows, selection], () => selection.count === 0 ? 0 : rows.reduce((amount, row) => amount + Number(isSelected(selection, row)), 0));
    store.onFrame((state) => {
        setHidden(element, !hasTable(state) || state.table.length === 0);
        if (!hasTable(state))
            return;
        if (list !== lists.list(state)) {
            list = lists.list(state);
            scoredThen = state.scored;
        }
        const wanted = textOf(state.wanted?.by);
        setHidden(sorts, wanted === undefined);
        setText(sorts, wanted === undefined ? "" : words.sortingBy(words.columns[wanted]));
        setHidden(old, scoredThen === state.scored || !lists.mayBeOutOfDate(state));
        const {count} = state.selection, shown = isSearched(state) ? selectedIn(list, state.selection) : count;
        setText(selected, [words.selected(shown), ...shown < count ? [words.selectedUnseen(count - shown)] : [], ...isSearched(state) ? [] : [words.notSearched]].join(". "));
    });
    return element;
}
