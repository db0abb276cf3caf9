import {escapeForDisplay} from "../../src/core/displayText.js";
import {checkbox, type ValueControl} from "../controls.js";
import {make, setAttribute, setHidden, setText} from "../dom.js";
import {words} from "../words.js";

export interface CheckItem {
    readonly value: string;
    readonly label: string;
    readonly why?: string | undefined;
    readonly count: number | undefined;
    readonly state: "with" | "without" | "open";
}

interface Row {
    readonly element: HTMLElement;
    readonly box: ValueControl<boolean>;
    readonly without: HTMLButtonElement;
    readonly count: HTMLElement;
}

export interface CheckList {
    readonly element: HTMLElement;
    readonly show: (items: readonly CheckItem[]) => void;
}

/** How many values a list shows before it is asked for more, and then. */
const few = 8, most = 200;

/** Values with a box each for "only these" and a button for "none of these", and how many examples there would be. */
export function checkList(title: string, onChange: (value: string, wanted: CheckItem["state"]) => void): CheckList {
    const rows = new Map<string, Row>();
    let long = false, items: readonly CheckItem[] = [];
    const list = make("ul");
    const more = make("button", {type: "button", class: "link"});
    more.addEventListener("click", () => {
        long = !long;
        show(items);
    });
    const element = make("section", {"class": "group", "role": "group", "aria-label": title === "" ? undefined : title}, make("h3", {text: title}), list, more);
    list.addEventListener("keydown", goByArrows(list));

    function rowOf({value, label, why}: CheckItem): Row {
        const known = rows.get(value);
        if (known !== undefined)
            return known;
        const name = escapeForDisplay(label);
        const box = checkbox(name, (checked) => {
            onChange(value, checked ? "with" : "open");
        });
        box.element.classList.add("only");
        setAttribute(box.element, "title", why ?? words.withWhy(name));
        const without = make("button", {type: "button", class: "without", text: words.without, title: words.withoutWhy(name)});
        without.addEventListener("click", () => {
            onChange(value, without.getAttribute("aria-pressed") === "true" ? "open" : "without");
        });
        setAttribute(without, "aria-label", words.withoutName(name));
        const count = make("span", {class: "count"});
        const row = {element: make("li", {}, box.element, without, count), box, without, count};
        rows.set(value, row);
        return row;
    }

    function show(next: readonly CheckItem[]): void {
        items = next;
        setHidden(element, items.length === 0);
        const shown = items.filter((item, at) => long || at < few || item.state !== "open").slice(0, most);
        const elements = shown.map((item) => {
            const {element: row, box, without, count} = rowOf(item);
            box.set(item.state === "with");
            setAttribute(without, "aria-pressed", String(item.state === "without"));
            setText(count, item.count === undefined ? "" : words.number(item.count));
            row.classList.toggle("zero", item.count === 0 && item.state === "open");
            return row;
        });
        if (elements.length !== list.children.length || elements.some((row, at) => list.children[at] !== row))
            list.replaceChildren(...elements);
        keepOneStop(list);
        setHidden(more, items.length <= few);
        setText(more, long ? words.fewerValues : words.moreValues(Math.min(most, items.length) - shown.length));
    }
    return {element, show};
}

const stops = ".only, .without";

/** Tab goes from list to list, arrows go within one: there are dozens of values. */
function goByArrows(list: HTMLElement): (event: KeyboardEvent) => void {
    return (event) => {
        const all = [...list.querySelectorAll<HTMLElement>(stops)], at = all.findIndex((stop) => stop === event.target);
        const steps: Readonly<Record<string, number>> = {ArrowDown: 2, ArrowUp: -2, ArrowRight: at % 2 === 0 ? 1 : 0, ArrowLeft: at % 2 === 1 ? -1 : 0, Home: -at, End: all.length - 2 - at};
        const step = steps[event.key], target = step === undefined ? undefined : all[at + step];
        if (target === undefined)
            return;
        event.preventDefault();
        for (const stop of all)
            stop.tabIndex = stop === target ? 0 : -1;
        target.focus();
    };
}

function keepOneStop(list: HTMLElement): void {
    const all = [...list.querySelectorAll<HTMLElement>(stops)];
    const current = all.find((stop) => stop === document.activeElement) ?? all.find((stop) => stop.tabIndex === 0) ?? all[0];
    for (const stop of all) {
        const wanted = stop === current ? 0 : -1;
        if (stop.tabIndex !== wanted)
            stop.tabIndex = wanted;
    }
}
