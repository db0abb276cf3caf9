import {layoutOf, type FileLayout} from "../formats/fileLayout.js";
import type {Container} from "../formats/reader.js";
import {isBeginning, skipBlank, skipBlankBack} from "./blank.js";
import {elementsOf} from "./removeElements.js";
import {linesOf} from "./removeLines.js";
import type {TextEdit, TextSpan} from "./textEdit.js";

/**
 * The edits that take whole records out of a dataset; ascending, not overlapping, in linear time. Nothing but the records,
 * white space and commas goes. The other records stay as they are, with one exception: where objects stand one after the other
 * and the first one goes, the next may get a line break after its bracket, because the reader knows this layout by it. (Should
 * broken text come to stand first there, nothing can be done, and the file reads as JSON Lines until it is mended.)
 *
 * Takes the whole text: a piece of it would have to be cut out for every look beside a record, and editors hold it anyway.
 * @param container as DatasetReader tells it
 * @param spans the records' exact characters, in any order; one that is named twice (it holds two examples) goes once
 * @throws RangeError when spans overlap or reach beyond the text: they are not those of this text
 */
export function removeRecords(text: string, container: Container, spans: readonly TextSpan[]): TextEdit[] {
    const records = distinct(text, spans);
    const layout = container === "array" ? "array" : layoutOfText(text);
    const cuts = layout === "lines" ? linesOf(text, records) : elementsOf(text, records);
    const edits: TextEdit[] = cuts.map(({start, end}) => ({start, end, text: ""}));
    const lineBreak = layout === "objects" ? missingLineBreak(text, cuts[0]) : undefined;
    if (lineBreak !== undefined)
        edits.splice(1, 0, lineBreak);
    return edits;
}

function distinct(text: string, spans: readonly TextSpan[]): TextSpan[] {
    const ordered = [...spans].sort((a, b) => a.start - b.start || a.end - b.end);
    const records: TextSpan[] = [];
    let from = 0;
    for (const span of ordered) {
        const last = records.at(-1);
        if (last?.start === span.start && last.end === span.end)
            continue;
        if (span.start < from || span.end <= span.start || span.end > text.length)
            throw new RangeError(`[${span.start}, ${span.end}) is no record's place in these ${text.length} characters`);
        records.push(span);
        from = span.end;
    }
    return records;
}

const head = 4096;

function layoutOfText(text: string): FileLayout {
    const encoder = new TextEncoder();
    return layoutOf(encoder.encode(text.slice(0, head)), text.length <= head) ?? layoutOf(encoder.encode(text), true) ?? "lines";
}

/** When the first cut leaves a record on one line at the beginning, the reader would take the whole file for JSON Lines. */
function missingLineBreak(text: string, cut: TextSpan | undefined): TextEdit | undefined {
    if (cut === undefined)
        return undefined;
    const inside = cut.end + 1, name = skipBlank(text, inside);
    const isFirst = isBeginning(text, skipBlankBack(text, cut.start));
    if (!isFirst || text[cut.end] !== "{" || text[name] !== "\"" || text.slice(inside, name).includes("\n"))
        return undefined;
    return {start: inside, end: inside, text: /\r?\n/.exec(text)?.[0] ?? "\n"};
}
