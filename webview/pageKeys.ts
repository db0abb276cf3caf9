import {isField} from "./dom.js";
import {writeFilter} from "./filters/setFilter.js";
import type {KeysHelp} from "./keysHelp.js";
import type {Store} from "./store.js";

/** Keys of the whole page, for what no part of it has taken for its own. */
export function listenEverywhere(store: Store, help: KeysHelp): void {
    let isPressed = false; // what is being dragged would set the filter again with the next move
    document.addEventListener("pointerdown", () => {
        isPressed = true;
    }, true);
    for (const released of ["pointerup", "pointercancel"])
        document.addEventListener(released, () => {
            isPressed = false;
        }, true);
    document.addEventListener("keydown", (event) => {
        if (event.defaultPrevented || isField(event.target) || help.element.open)
            return;
        if (event.key === "?")
            help.open();
        else if (event.key === "Escape" && !isPressed && store.get().filterText !== "") {
            event.preventDefault();
            writeFilter(store, "");
        }
    });
}
