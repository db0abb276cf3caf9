import {isButton} from "../controls.js";
import {post} from "../host.js";
import type {Store} from "../store.js";
import type {Actions} from "./actions.js";
import type {Grid} from "./grid.js";

export interface KeyTargets {
    readonly focusFilter: () => void;
    readonly showKeys: () => void;
}

/** Keys of the list and of the details. Single letters count only there, never while somebody writes. */
export function listenForKeys(area: HTMLElement, grid: Grid, actions: Actions, store: Store, {focusFilter, showKeys}: KeyTargets): void {
    area.addEventListener("keydown", (event) => {
        const {target} = event;
        const onButton = target instanceof Element && target !== grid.element && (isButton(target) || target.closest("[role=slider], [role=separator]") !== null);
        const handled = event.ctrlKey || event.metaKey ? withControl(event) : !event.altKey && (letter(event) || (!onButton && target === grid.element && inList(event)));
        if (handled) {
            event.preventDefault();
            event.stopPropagation();
        }
    });
    area.addEventListener("click", (event) => {
        const place = grid.placeOf(event.target);
        if (place !== undefined)
            actions.choose(place, event.shiftKey ? "range" : event.ctrlKey || event.metaKey ? "add" : "only");
    });
    area.addEventListener("dblclick", (event) => {
        if (grid.placeOf(event.target) !== undefined)
            actions.open();
    });

    function inList({key, shiftKey}: KeyboardEvent): boolean {
        const how = shiftKey ? "range" : "only";
        const steps: Readonly<Record<string, number>> = {ArrowUp: -1, ArrowDown: 1, PageUp: -grid.page(), PageDown: grid.page(), Home: -Infinity, End: Infinity};
        const step = steps[key];
        if (step !== undefined)
            actions.move(step, how);
        else if (key === "Enter")
            actions.open();
        else
            return false;
        return true;
    }

    function letter({key}: KeyboardEvent): boolean {
        const work = {
            k: () => {
                actions.decide("keep");
            }, d: () => {
                actions.decide("drop");
            }, r: () => {
                actions.decide("fixed");
            }, c: () => {
                actions.decide(null);
            }, n: () => {
                actions.goToFlagged(1);
            }, p: () => {
                actions.goToFlagged(-1);
            }, "?": showKeys, "/": focusFilter
        }[key.toLowerCase()];
        work?.();
        return work !== undefined;
    }

    function withControl({key, target, shiftKey}: KeyboardEvent): boolean {
        const {canUndo = false, canRedo = false} = store.get().status ?? {};
        switch (key.toLowerCase()) {
            case "z":
                if (shiftKey ? canRedo : canUndo)
                    post({kind: shiftKey ? "redo" : "undo"});
                return true;
            case "y":
                if (canRedo)
                    post({kind: "redo"});
                return true;
            case "a":
                if (target === grid.element)
                    actions.selectAll();
                return target === grid.element;
            case " ":
                if (target === grid.element)
                    actions.toggleActive();
                return target === grid.element;
            case "arrowup":
            case "arrowdown":
                if (target === grid.element)
                    actions.move(key === "ArrowUp" ? -1 : 1, "none");
                return target === grid.element;
            default:
                return false;
        }
    }
}
