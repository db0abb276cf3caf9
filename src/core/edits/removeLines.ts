import {isBeginning, skipToLineFeed, skipToLineFeedBack} from "./blank.js";
import type {TextSpan} from "./textEdit.js";

/**
 * What goes when records of JSON Lines go: their lines with their line breaks. Lines beside each other are one range.
 * @param spans ascending, not overlapping
 */
export function linesOf(text: string, spans: readonly TextSpan[]): TextSpan[] {
    const lines: {start: number; end: number}[] = [];
    for (const span of spans) {
        const line = lineOf(text, span);
        const last = lines.at(-1);
        if (last?.end === line.start)
            last.end = line.end;
        else
            lines.push(line);
    }
    return withoutOpenEnd(text, lines);
}

/** The whole line; but the span alone should something else stand on it. */
function lineOf(text: string, span: TextSpan): {start: number; end: number} {
    const start = skipToLineFeedBack(text, span.start), end = skipToLineFeed(text, span.end);
    const begins = isBeginning(text, start) || text[start - 1] === "\n";
    if (!begins || (end < text.length && text[end] !== "\n"))
        return {...span};
    return {start, end: Math.min(end + 1, text.length)};
}

/** When the last line goes and has no line break, the break before it goes, as else the file would now end in an empty line. */
function withoutOpenEnd(text: string, lines: readonly TextSpan[]): TextSpan[] {
    const last = lines.at(-1);
    if (last?.end !== text.length || text.endsWith("\n") || text[last.start - 1] !== "\n")
        return [...lines];
    const start = last.start - (text[last.start - 2] === "\r" ? 2 : 1);
    return [...lines.slice(0, -1), {start, end: last.end}];
}
