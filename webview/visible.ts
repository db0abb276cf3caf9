import {escapeForDisplay} from "../src/core/displayText.js";
import {make} from "./dom.js";
import {words} from "./words.js";

/** A text as one line: line breaks and other white space are spaces, what could turn or hide writing is an escape. */
export function oneLine(text: string, limit: number): string {
    return escapeForDisplay(text.slice(0, limit * 2).replace(/\s+/g, " ").trim().slice(0, limit));
}

/** A text as it stands, with line breaks and tabs; every other character that is not seen is shown by its number. */
export function visibleText(text: string): DocumentFragment {
    const fragment = document.createDocumentFragment();
    const shown = text.replace(/\r\n/g, "\n");
    let from = 0;
    for (const {0: character, index} of shown.matchAll(/[^\n\t\u0020-\u007e]/gu)) {
        const escaped = escapeForDisplay(character);
        if (escaped === character)
            continue;
        fragment.append(shown.slice(from, index), make("span", {class: "unseen", text: codePoint(character)}));
        from = index + character.length;
    }
    fragment.append(shown.slice(from));
    return fragment;
}

/** A stretch of a text, in UTF-16 code units, that a flag is about. */
export interface Mark {
    readonly from: number;
    readonly to: number;
    readonly code: string;
}

/** As `visibleText`, with the marks as elements that name their flags; where marks overlap, all of theirs. */
export function markedText(text: string, marks: readonly Mark[]): DocumentFragment {
    const fragment = document.createDocumentFragment();
    const edges = [...new Set([0, ...marks.flatMap(({from, to}) => [from, to]), text.length])].sort((a, b) => a - b);
    for (const [at, from] of edges.entries()) {
        const to = edges[at + 1] ?? from;
        if (to === from)
            continue;
        const codes = new Set(marks.filter((mark) => mark.from <= from && mark.to >= to).map(({code}) => code));
        const piece = visibleText(text.slice(from, to));
        fragment.append(codes.size === 0 ? piece : make("mark", {"class": "found", "data-flags": [...codes].join(" "), "title": [...codes].map(words.flagWithMeaning).join("\n")}, piece));
    }
    return fragment;
}

function codePoint(character: string): string {
    return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
