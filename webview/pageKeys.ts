import {isField} from "./controls.js";
import {watchPointer} from "./dom.js";
import {writeFilter} from "./filters/setFilter.js";
import type {KeysHelp} from "./keysHelp.js";
import type {Store} from "./store.js";

/** Keys of the whole page, for what no part of it has taken for its own. */
export function listenEverywhere(store: Store, help: KeysHelp): void {
    const isPressed = watchPointer(); // what is being dragged would set the filter again with the next move
    document.addEventListener("keydown", (event) => {
        if (event.defaultPrevented || isField(event.target) || help.element.open)
            return;
        if (event.key === "?")
            help.open();
        else if (event.key === "Escape" && !isPressed() && store.get().filterText !== "") {
            event.preventDefault();
            writeFilter(store, "");
        }
    });
}
