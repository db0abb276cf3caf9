/** Replaces the characters `[start, end)` of a text; offsets are UTF-16 offsets, as editors count. */
export interface TextEdit {
    readonly start: number;
    readonly end: number;
    readonly text: string;
}

/** Half-open range of characters, in UTF-16 offsets. */
export interface TextSpan {
    readonly start: number;
    readonly end: number;
}

/**
 * The text with all edits made; their offsets are those of the text before any of them.
 * @throws RangeError when they are not ascending, overlap or reach beyond the text
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
    const parts: string[] = [];
    let from = 0;
    for (const edit of edits) {
        if (edit.start < from || edit.end < edit.start || edit.end > text.length)
            throw new RangeError(`an edit of [${edit.start}, ${edit.end}) does not fit behind ${from} in ${text.length} characters`);
        parts.push(text.slice(from, edit.start), edit.text);
        from = edit.end;
    }
    parts.push(text.slice(from));
    return parts.join("");
}
