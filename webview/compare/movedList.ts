import type {Direction, Move} from "../../src/core/figures/comparison.js";
import {dropdown} from "../controls.js";
import type {Compared, Comparisons} from "../derive/comparisons.js";
import {make, setAttribute, setHidden, setText} from "../dom.js";
import type {Texts} from "../examples/texts.js";
import {words} from "../words.js";
import type {Part} from "./distributions.js";

const page = 8;

/** The examples that moved most. Arrow keys go through them, and each that is reached is shown in the list of examples and its details. */
export function movedList(comparisons: Comparisons, texts: Texts, isShown: () => boolean, showRow: (row: number) => void): Part<Compared> & {readonly direction: HTMLElement} {
    const list = make("div", {"class": "moved", "role": "listbox", "tabindex": 0, "aria-label": words.compare.movedList});
    const none = make("p", {class: "quiet", text: words.compare.movedNone});
    const head = make("div", {"class": "move head", "aria-hidden": "true"}, ...words.compare.movedColumns.map((text) => make("span", {text})));
    let direction: Direction = "both", shown: Compared | undefined, moves: readonly Move[] = [];
    const options: HTMLElement[] = []; // used again: the list is drawn while somebody types
    const choice = dropdown(words.compare.directionLabel, Object.entries(words.compare.directions).map(([value, text]) => ({value, text})), (value) => {
        direction = value as Direction;
        draw();
        list.scrollTop = 0;
    });

    /** The place in the list of the example whose details are shown. */
    const current = (): number => moves.findIndex(({one}) => one === shown?.active);
    const choose = (at: number): void => {
        const move = moves[Math.min(moves.length - 1, Math.max(0, at))];
        if (move !== undefined)
            showRow(move.one);
    };
    list.addEventListener("keydown", (event) => {
        const steps: Readonly<Record<string, number>> = {ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity, Enter: 0, " ": 0};
        const step = steps[event.key];
        if (step === undefined || event.ctrlKey || event.metaKey || event.altKey)
            return;
        event.preventDefault();
        const at = current();
        choose(at < 0 && Number.isFinite(step) ? 0 : at + step);
    });
    list.addEventListener("click", (event) => {
        const at = options.findIndex((option) => event.target instanceof Node && option.contains(event.target));
        if (at >= 0)
            choose(at);
    });

    function draw(): void {
        if (shown === undefined)
            return;
        moves = comparisons.moved(shown, direction);
        while (options.length < moves.length)
            options.push(make("div", {"class": "move", "role": "option", "id": `move-${options.length}`}, ...words.compare.movedColumns.map(() => make("span", {"aria-hidden": "true"})), make("span", {class: "for-ears"})));
        if (list.children.length !== moves.length)
            list.replaceChildren(...options.slice(0, moves.length));
        setHidden(none, moves.length > 0);
        setHidden(list, moves.length === 0);
        setHidden(head, moves.length === 0);
        fill(shown);
    }

    function fill({table, comparing}: Compared): void {
        const at = current();
        for (const [place, {one, difference}] of moves.entries()) {
            const option = options[place];
            if (option === undefined)
                continue;
            const text = texts.line(one, "instruction") ?? words.waiting;
            const parts = [words.number((table.index[one] ?? 0) + 1), words.score(table.goldenScore[one] ?? NaN), words.score(comparing.shown.goldenScore[one] ?? NaN), words.compare.signed(difference, 2), text] as const;
            for (const [column, part] of [...parts, words.compare.move(...parts)].entries())
                setText(option.children[column] ?? option, part);
            setAttribute(option, "aria-selected", String(place === at));
        }
        if (list.getAttribute("aria-activedescendant") !== (at < 0 ? null : `move-${at}`))
            options[at]?.scrollIntoView({block: "nearest"});
        setAttribute(list, "aria-activedescendant", at < 0 ? undefined : `move-${at}`);
    }

    texts.onArrival(() => {
        if (shown !== undefined && isShown())
            fill(shown);
    });
    choice.set(direction);
    const element = make("div", {class: "moved-area"}, head, list, none);
    return {
        element, direction: choice.element,
        show: (state) => {
            shown = state;
            element.style.setProperty("--digits", `${words.number(state.table.length).length}ch`);
            draw();
        }
    };
}
