import {button} from "../controls.js";
import {hasTable, type Lists} from "../derive/list.js";
import {make, setHidden, setText} from "../dom.js";
import {post} from "../host.js";
import type {Store} from "../state.js";
import {words} from "../words.js";
import type {Actions} from "./actions.js";

/** Above the list: how many are selected, what can be decided on them, and whether the list follows the scores. */
export function toolbar(store: Store, lists: Lists, actions: Actions, showKeys: () => void): HTMLElement {
    const selected = make("span", {class: "quiet"});
    const decisions = ([[words.keep, "keep", "K"], [words.drop, "drop", "D"], [words.reviewed, "fixed", "R"], [words.clearDecision, null, "C"]] as const).map(([label, decision, key]) =>
        ({label, key, control: button(label, "secondary", () => {
            actions.decide(decision);
        })}));
    const undo = button(words.undo, "secondary", () => {
        post({kind: "undo"});
    });
    const redo = button(words.redo, "secondary", () => {
        post({kind: "redo"});
    });
    const keys = button(words.keys, "secondary", showKeys);
    keys.element.setAttribute("aria-label", words.keysTitle);
    const old = make("span", {class: "line old"});
    const refresh = button(words.refreshList, "secondary", () => {
        store.time("sort");
        store.set({listed: store.get().listed + 1});
    });
    old.append(make("span", {text: words.listIsOld}), refresh.element);
    let listedAt: readonly unknown[] = [], scoredThen = 0;
    const element = make("div", {"class": "toolbar line", "role": "toolbar", "aria-label": words.examplesLabel},
        ...decisions.map(({control}) => control.element), undo.element, redo.element, selected, old, make("span", {class: "push"}), keys.element);
    store.onFrame((state) => {
        setHidden(element, !hasTable(state) || state.table.length === 0);
        if (!hasTable(state))
            return;
        const list = lists.list(state);
        if (listedAt[0] !== list) {
            listedAt = [list];
            scoredThen = state.scored;
        }
        setHidden(old, scoredThen === state.scored || !lists.mayBeOutOfDate(state));
        const amount = state.selection.count;
        setText(selected, amount > 1 ? words.selected(amount) : "");
        for (const {label, key, control} of decisions)
            control.show(label, amount > 0 || state.active >= 0, `${label} (${key})`);
        undo.show(words.undo, state.status?.canUndo === true, `${words.undo} (Ctrl+Z)`);
        redo.show(words.redo, state.status?.canRedo === true, `${words.redo} (Ctrl+Y)`);
        keys.show(words.keys, true, `${words.keysTitle} (?)`);
    });
    return element;
}
