import type {NumberField} from "../../src/core/filter/terms.js";
import {textField} from "../controls.js";
import {make} from "../dom.js";
import type {State} from "../state.js";
import type {Store} from "../store.js";
import {words} from "../words.js";
import {endsOf, withEnds} from "./edits.js";
import {changeFilter} from "./setFilter.js";

export type RangeName = keyof typeof words.range & NumberField;

/** Two fields, from and to, for a number of the examples. */
export function rangeFields(store: Store, field: RangeName): {readonly element: HTMLElement; readonly show: (state: State) => void} {
    const name = words.range[field];
    const first = field === "index" ? 1 : 0; // people count examples from 1, files and filters from 0
    const changed = (): void => {
        const ends = [from, to].map((control) => {
            const text = control.value().trim();
            const value = text === "" ? undefined : Number(text) - first;
            const wrong = value !== undefined && (!Number.isFinite(value) || value < 0 || (field === "score" && value > 1));
            control.refuse(wrong ? words.rangeWhy[field] : undefined);
            return {value, wrong};
        });
        if (!ends.some(({wrong}) => wrong))
            changeFilter(store, (filter) => {
                const before = endsOf(filter, field), low = ends[0]?.value, high = ends[1]?.value;
                return withEnds(filter, field, { // an end that was left alone is what it was
                    from: low, to: high, fromOpen: before.fromOpen === true && low === before.from, toOpen: before.toOpen === true && high === before.to
                });
            });
    };
    const from = textField(words.rangeFrom(words.rangeWhy[field]), words.from, changed);
    const to = textField(words.rangeTo(words.rangeWhy[field]), words.to, changed);
    return {
        element: make("div", {class: "range", title: words.rangeWhy[field]}, make("span", {text: name}), from.element, to.element),
        show: ({filter}) => {
            const ends = endsOf(filter, field);
            from.set(ends.from === undefined ? "" : String(ends.from + first));
            to.set(ends.to === undefined ? "" : String(ends.to + first));
        }
    };
}
