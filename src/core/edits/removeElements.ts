import {isBeginning, skipBlank, skipBlankBack} from "./blank.js";
import type {TextSpan} from "./textEdit.js";

/**
 * What goes when records go that stand in an array, or one after the other without one: the record, and on one side of it the
 * white space and the comma. Records with nothing else between them are one range.
 * @param spans ascending, not overlapping
 */
export function elementsOf(text: string, spans: readonly TextSpan[]): TextSpan[] {
    const cuts: TextSpan[] = [];
    let from = 0;
    for (const group of neighboursTogether(text, spans)) {
        const {start, end} = cutOf(text, group);
        cuts.push({start: Math.max(start, from), end}); // commas that stand alone are looked at from both sides
        from = end;
    }
    return cuts;
}

function neighboursTogether(text: string, spans: readonly TextSpan[]): TextSpan[] {
    const groups: {start: number; end: number}[] = [];
    for (const {start, end} of spans) {
        const last = groups.at(-1);
        if (last !== undefined && nextElement(text, last.end) === start)
            last.end = end;
        else
            groups.push({start, end});
    }
    return groups;
}

/**
 * Wherever it can, what follows moves into the record's place: it keeps the indentation of its neighbours, and the reader comes
 * upon it in the state in which it came upon the record, which matters where the text before is broken.
 */
function cutOf(text: string, {start, end}: TextSpan): TextSpan {
    const before = skipBlankBack(text, start), after = skipBlank(text, end), next = nextElement(text, end);
    const isFirst = text[before - 1] === "[" || isBeginning(text, before);
    const isAfterComma = text[before - 1] === ",";
    if (next === text.length || text[next] === "]") {
        if (isFirst)
            return {start: before, end: next}; // the only one
        return {start: isAfterComma ? skipBlankBack(text, before - 1) : before, end};
    }
    if (isAfterComma && text[after] !== "," && text[after] !== "{")
        return {start: before - 1, end}; // broken text follows a record without a comma, and shall go on doing so
    return {start, end: next};
}

/** Over white space and at most one comma. */
function nextElement(text: string, end: number): number {
    const after = skipBlank(text, end);
    return text[after] === "," ? skipBlank(text, after + 1) : after;
}
