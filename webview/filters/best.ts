import type {Filter} from "../../src/core/filter/terms.js";
import {withTerm, withoutTerm} from "../../src/core/filter/terms.js";
import {parseTop, type TopRule} from "../../src/core/selection.js";
import {dropdown, textField} from "../controls.js";
import {make} from "../dom.js";
import type {State} from "../state.js";
import type {Store} from "../store.js";
import {words} from "../words.js";
import {changeFilter} from "./setFilter.js";

/** The best so many of all scored examples, or so many percent of them. */
export function bestField(store: Store): {readonly element: HTMLElement; readonly show: (state: State) => void} {
    let unit: keyof typeof words.bestUnit = "percent";
    const changed = (): void => {
        const text = amount.value().trim();
        const rule = parseTop(unit === "percent" ? `${text}%` : text);
        amount.refuse(text === "" || rule !== undefined ? undefined : words.bestLabel);
        if (text === "" || rule !== undefined)
            changeFilter(store, (filter) => withRule(filter, rule));
    };
    const amount = textField(words.bestLabel, "", changed);
    const units = dropdown(words.bestUnitLabel, Object.entries(words.bestUnit).map(([value, text]) => ({value, text})), (value) => {
        unit = value === "amount" ? "amount" : "percent";
        changed();
    });
    return {
        element: make("div", {class: "range", title: words.bestLabel}, make("span", {text: words.best}), amount.element, units.element),
        show: ({filter}) => {
            const term = filter.find((other) => other.kind === "top" && !other.negated);
            const rule = term?.kind === "top" ? term.rule : undefined;
            if (rule !== undefined)
                unit = rule.kind === "top" ? "amount" : "percent";
            amount.set(rule === undefined ? "" : String(rule.kind === "top" ? rule.amount : rule.percent));
            units.set(unit);
        }
    };
}

function withRule(filter: Filter, rule: TopRule | undefined): Filter {
    return rule === undefined ? withoutTerm(filter, {kind: "top", rule: {kind: "top", amount: 1}, negated: false}) : withTerm(filter, {kind: "top", rule, negated: false});
}
