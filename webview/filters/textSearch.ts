import {textFields, type Filter, type Pattern, type TextField, type TextTerm} from "../../src/core/filter/terms.js";
import {compiled} from "../../src/core/filter/textMatcher.js";
import {checkbox, dropdown, textField} from "../controls.js";
import {make} from "../dom.js";
import type {State} from "../state.js";
import type {Store} from "../store.js";
import {words} from "../words.js";
import {changeFilter} from "./setFilter.js";

/** The first search of the filter that is not negated, as a field; the line of text may hold more. */
export function textSearch(store: Store): {readonly element: HTMLElement; readonly show: (state: State) => void} {
    let field: TextField = "text", regex = false;
    const changed = (): void => {
        const text = pattern.value();
        const wanted = text.trim() === "" ? undefined : regex ? regexOf(text) : {kind: "plain", text} as const;
        const problem = wanted === undefined ? undefined : compiled(wanted);
        pattern.refuse(typeof problem === "string" ? problem : undefined);
        if (typeof problem !== "string")
            changeFilter(store, (filter) => withSearch(filter, wanted && {kind: "text", field, pattern: wanted, negated: false}));
    };
    const pattern = textField(words.searchLabel, words.searchPlaceholder, changed);
    const where = dropdown(words.searchField, textFields.map((value) => ({value, text: words.searchFields[value]})), (value) => {
        field = textFields.find((known) => known === value) ?? "text";
        changed();
    });
    const asRegex = checkbox(words.regex, (checked) => {
        regex = checked;
        changed();
    });
    return {
        element: make("section", {class: "group"}, make("h3", {text: words.groupText}), make("div", {class: "search"}, pattern.element, where.element, asRegex.element)),
        show: ({filter, problem}) => {
            const term = filter.find(isSearch);
            if (term !== undefined && problem === null) {
                ({field} = term);
                regex = term.pattern.kind === "regex";
            }
            pattern.set(term === undefined ? "" : term.pattern.kind === "plain" ? term.pattern.text : written(term.pattern));
            where.set(field);
            asRegex.set(regex);
        }
    };
}

function isSearch(term: Filter[number]): term is TextTerm & {readonly negated: boolean} {
    return term.kind === "text" && !term.negated;
}

function withSearch(filter: Filter, search: TextTerm | undefined): Filter {
    const place = filter.findIndex(isSearch);
    const next = search === undefined ? [] : [search];
    return place < 0 ? [...filter, ...next] : filter.flatMap((term, at) => at === place ? next : [term]);
}

/** In the field a regular expression stands without its slashes, in any case; flags of one's own need them. */
function regexOf(text: string): Pattern {
    const [, source, flags] = /^\/(.+)\/([a-z]*)$/s.exec(text) ?? [];
    return source === undefined ? {kind: "regex", source: text.replace(/(^|[^\\])((?:\\\\)*)\//g, "$1$2\\/"), flags: "i"} : {kind: "regex", source, flags: flags ?? ""};
}

function written({source, flags}: Extract<Pattern, {kind: "regex"}>): string {
    return flags === "i" ? source.replaceAll("\\/", "/") : `/${source}/${flags}`;
}
