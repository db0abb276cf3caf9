const graphemes = new Intl.Segmenter(undefined, {granularity: "grapheme"});

/**
 * Breaks a line so that none is longer than `width` characters, counted as a reader counts them: a letter with its accents is one, and
 * so is an emoji. At a space wherever the next word fits into a line; what has no such space (Chinese, addresses, base64) is broken
 * between any two characters.
 * @param indent stands before every line but the first; shorter than `width`
 */
export function wrapLine(line: string, width: number, indent: string): string[] {
    const characters = Array.from(graphemes.segment(line), ({segment}) => segment);
    const lines: string[] = [], rest = width - indent.length;
    let from = 0;
    while (characters.length - from > (lines.length === 0 ? width : rest)) {
        const at = placeToBreak(characters, from, from + (lines.length === 0 ? width : rest), rest);
        lines.push(characters.slice(from, at).join("").trimEnd());
        from = at;
        while (characters[from] === " ")
            from++;
    }
    if (from < characters.length || lines.length === 0)
        lines.push(characters.slice(from).join(""));
    return lines.map((part, at) => at === 0 ? part : indent + part);
}

/** @param last the first character that does not fit @param longest a word that fits into a line of its own */
function placeToBreak(characters: readonly string[], from: number, last: number, longest: number): number {
    let begin = from;
    while (characters[begin] === " ")
        begin++; // a line that is indented has no place to break in front of its text
    for (let at = last; at > begin; at--)
        if (characters[at] === " ") {
            const next = characters.indexOf(" ", at + 1), end = next < 0 ? characters.length : next;
            return end - at - 1 <= longest ? at : last;
        }
    return last;
}
