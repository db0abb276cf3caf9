import {escapeForDisplay} from "../../src/core/displayText.js";
import {button, dropdown, textField} from "../controls.js";
import {make, setHidden} from "../dom.js";
import {post} from "../host.js";
import type {Store} from "../store.js";
import {words} from "../words.js";
import {writeFilter} from "./setFilter.js";

/** Picks a saved filter, saves the one that stands in the field under a name, removes one. */
export function savedFilters(store: Store): HTMLElement {
    let naming = false;
    const pick = dropdown(words.savedFilters, [], (name) => {
        const found = store.get().saved.find((filter) => filter.name === name);
        if (found !== undefined)
            writeFilter(store, found.filter);
    });
    const remove = button(words.remove, "secondary", () => {
        const chosen = current();
        if (chosen !== undefined)
            post({kind: "remove-filter", name: chosen.name});
    });
    const name = textField(words.saveName, words.saveName, () => undefined);
    const done = (): void => {
        naming = false;
        show();
        save.element.focus();
    };
    const saveNow = button(words.saveNow, "primary", () => {
        const text = name.value().trim();
        if (text === "")
            return;
        post({kind: "save-filter", name: text, filter: store.get().filterText});
        done();
    });
    const cancel = button(words.cancel, "secondary", done);
    const save = button(words.save, "secondary", () => {
        naming = true;
        name.set("");
        show();
        name.element.focus();
    });
    name.element.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== "Escape")
            return;
        event.preventDefault(); // the key would press the button that gets the focus
        if (event.key === "Enter")
            saveNow.element.click();
        else
            done();
    });
    for (const {element} of [saveNow, cancel])
        element.addEventListener("keydown", (event) => {
            if (event.key !== "Escape")
                return;
            event.preventDefault(); // elsewhere it clears the filter, which is to be saved
            done();
        });
    const current = (): {readonly name: string; readonly filter: string} | undefined => {
        const {saved, filterText} = store.get();
        return saved.find(({filter}) => filter === filterText);
    };

    function show(): void {
        const {saved, filterText, problem} = store.get();
        const chosen = current();
        pick.offer([{value: "", text: words.savedNone}, ...saved.map((filter) => ({value: filter.name, text: escapeForDisplay(filter.name)}))]);
        pick.set(chosen?.name ?? "");
        setHidden(pick.element, naming || saved.length === 0);
        setHidden(remove.element, naming || chosen === undefined);
        remove.show(words.remove, true, chosen === undefined ? undefined : words.removeSaved(escapeForDisplay(chosen.name)));
        setHidden(save.element, naming || chosen !== undefined);
        save.show(words.save, filterText !== "" && problem === null);
        for (const {element} of [name, saveNow, cancel])
            setHidden(element, !naming);
    }
    store.onFrame(show);
    return make("div", {class: "line saved"}, pick.element, remove.element, save.element, name.element, saveNow.element, cancel.element);
}
