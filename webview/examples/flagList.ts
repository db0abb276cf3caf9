import {make} from "../dom.js";
import {words} from "../words.js";

/** Why an example is flagged: each flag by its full name with what it means. Where its texts have a mark of the flag, the name leads there. */
export function flagList(flags: readonly string[], texts: HTMLElement | undefined): readonly HTMLElement[] {
    if (flags.length === 0)
        return [];
    return [make("ul", {"class": "flags", "aria-label": words.flagsFound}, ...flags.map((code) =>
        make("li", {"data-flag": code}, flagName(code, texts?.querySelector(`.found[data-flags~="${code}"]`)), make("span", {class: "meaning", text: words.meaning(code) ?? ""}))))];
}

function flagName(code: string, found: Element | null | undefined): HTMLElement {
    if (found === null || found === undefined)
        return make("span", {class: "tag warning", text: code});
    const name = make("button", {type: "button", class: "tag warning", text: code, title: words.toFound});
    name.addEventListener("click", () => {
        found.scrollIntoView({block: "center"});
    });
    return name;
}
