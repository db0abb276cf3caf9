import type {TextSpan} from "../../../src/core/edits/textEdit.js";
import {applyEdits} from "../../../src/core/edits/textEdit.js";
import {removeRecords} from "../../../src/core/edits/removeRecords.js";
import {Utf8Offsets} from "../../../src/core/textOffsets.js";
import {read} from "../formats/support.js";

/** The places of a text's readable records, in characters. */
export function recordSpans(text: string): TextSpan[] {
    const offsets = new Utf8Offsets(text);
    return read(text).examples.map(({span}) => ({start: offsets.toCharacter(span.start), end: offsets.toCharacter(span.end)}));
}

/** The text of every readable record. */
export function recordTexts(text: string): string[] {
    return recordSpans(text).map(({start, end}) => text.slice(start, end));
}

/** The text without the readable records at these places (from 0). */
export function without(text: string, removed: (at: number) => boolean): string {
    const spans = recordSpans(text).filter((_, at) => removed(at));
    return applyEdits(text, removeRecords(text, read(text).container ?? "jsonl", spans));
}
