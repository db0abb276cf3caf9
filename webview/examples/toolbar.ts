import {button} from "../controls.js";
import {hasTable} from "../derive/list.js";
import {make, setHidden} from "../dom.js";
import {post} from "../host.js";
import type {Store} from "../store.js";
import {words} from "../words.js";
import type {Actions} from "./actions.js";

/** Above the list: what can be decided on the selected examples. */
export function toolbar(store: Store, actions: Actions): HTMLElement {
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
    undo.element.setAttribute("aria-label", words.undo);
    redo.element.setAttribute("aria-label", words.redo);
    const element = make("div", {"class": "toolbar line", "role": "toolbar", "aria-label": words.examplesLabel},
        ...decisions.map(({control}) => control.element), undo.element, redo.element);
    store.onFrame((state) => {
        setHidden(element, !hasTable(state) || state.table.length === 0);
        if (!hasTable(state))
            return;
        for (const {label, key, control} of decisions)
            control.show(label, state.selection.count > 0 || state.active >= 0, `${label} (${key})`);
        undo.show(words.undoSign, state.status?.canUndo === true, words.undoWhy);
        redo.show(words.redoSign, state.status?.canRedo === true, words.redoWhy);
    });
    return element;
}
