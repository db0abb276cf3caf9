import {escapeForDisplay} from "../../src/core/displayText.js";
import {announce} from "../announce.js";
import {button} from "../controls.js";
import {hasTable, type Lists} from "../derive/list.js";
import {make, setAttribute, setHidden, setText, watchPointer} from "../dom.js";
import {post} from "../host.js";
import {searchFailure, searchShare} from "../searches.js";
import type {State} from "../state.js";
import type {Store} from "../store.js";
import {words} from "../words.js";
import {savedFilters} from "./saved.js";
import {writeFilter} from "./setFilter.js";

export interface FilterLine {
    readonly element: HTMLElement;
    readonly focus: () => void;
}

/** The filter as a line of text, what is wrong with it, and how many examples pass. */
export function filterLine(store: Store, lists: Lists): FilterLine {
    // A field of the toolkit would hide its text in a shadow, where nothing can be drawn under a place of it.
    const field = make("input", {"type": "text", "class": "filter-text", "aria-label": words.filterLabel, "placeholder": words.filterPlaceholder, "spellcheck": "false", "autocomplete": "off", "aria-describedby": "filter-problem"});
    const before = make("span"), wrong = make("span", {class: "wrong"});
    const behind = make("div", {"class": "behind", "aria-hidden": "true"}, before, wrong);
    const problem = make("p", {id: "filter-problem", class: "problem"});
    const amount = make("span", {class: "amount"}), searching = make("span", {class: "tag"});
    const clear = button(words.clear, "secondary", () => {
        writeFilter(store, "");
        field.focus();
    }, words.clearWhy);
    const copy = button(words.copy, "secondary", () => {
        post({kind: "copy", text: store.get().filterText});
    }, words.copyWhy);
    const controls = button(words.controls, "secondary", () => {
        store.set({controlsOpen: !store.get().controlsOpen});
    }, words.controlsWhy);

    let typed = "", isIn = false;
    const isPressed = watchPointer(() => {
        setTimeout(left); // the click comes first
    });
    field.addEventListener("focus", () => {
        isIn = true;
    });
    field.addEventListener("blur", () => {
        isIn = false;
        left();
    });
    /** Not between press and release: what somebody clicks on would move away from under the pointer. */
    function left(): void {
        if (isIn || isPressed())
            return;
        typed = "";
        showProblem(store.get());
    }
    field.addEventListener("input", () => {
        typed = field.value;
        writeFilter(store, field.value);
    });
    field.addEventListener("keydown", (event) => {
        if (event.key === "Escape" && field.value !== "") {
            event.preventDefault();
            writeFilter(store, "");
        }
    });
    const scroll = (): void => {
        behind.scrollLeft = field.scrollLeft;
    };
    field.addEventListener("scroll", scroll);

    store.onFrame((state) => {
        if (field.value !== state.filterText)
            field.value = state.filterText;
        showProblem(state);
        const all = state.table?.length ?? 0, passing = hasTable(state) ? lists.passing(state).length : 0;
        if (amount.textContent !== words.shown(passing, all) && state.table !== null && state.filterText !== "")
            announce(words.announceShown(passing, all));
        setText(amount, state.table === null ? "" : words.shown(passing, all));
        const share = searchShare(state);
        setHidden(searching, share === undefined);
        setText(searching, words.searching(share ?? 1));
        clear.show(words.clear, state.filterText !== "", words.clearWhy);
        copy.show(words.copy, state.filterText !== "", words.copyWhy);
        setAttribute(controls.element, "aria-expanded", String(state.controlsOpen));
        setAttribute(controls.element, "aria-controls", "filter-controls");
    });

    function showProblem(state: State): void {
        const failure = searchFailure(state);
        const text = state.problem === null ? failure : words.problemAt(state.problem.column, state.problem.message);
        if (text !== undefined && problem.textContent !== escapeForDisplay(text))
            announce(escapeForDisplay(text));
        setText(problem, text === undefined ? "" : escapeForDisplay(text));
        setHidden(problem, text === undefined);
        // What somebody is typing is on its way to be right. Anything else, also once the field was left, must be seen wherever one looks.
        problem.classList.toggle("standing", state.problem === null || state.filterText !== typed);
        setAttribute(field, "aria-invalid", text === undefined ? undefined : "true");
        const at = state.problem === null ? state.filterText.length : state.problem.column - 1;
        setText(before, state.filterText.slice(0, at));
        // At the end there is nothing to be underlined but the place itself.
        setText(wrong, state.problem === null ? "" : /^\S+/.exec(state.filterText.slice(at))?.[0] ?? "\u00a0");
        scroll();
    }

    return {
        element: make("section", {"class": "filter-line", "role": "search", "aria-label": words.filterLabel},
            make("div", {class: "line"},
                controls.element, make("div", {class: "filter-field"}, behind, field, problem), clear.element, copy.element, savedFilters(store), searching, amount)),
        focus: () => {
            field.focus();
            field.select();
        }
    };
}
