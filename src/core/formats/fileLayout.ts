import {skipBlank, skipBlankAndMarks} from "./framing.js";

/** How records stand in a file. `objects`: pretty-printed one after the other, without an array around them. */
export type FileLayout = "array" | "lines" | "objects";

const lineBreak = 0x0a, quote = 0x22, openBracket = 0x5b, openBrace = 0x7b;

/** Tells the layout by the file's beginning: only pretty-printed objects have a lone brace in their first line. Undefined when more bytes are needed. */
export function layoutOf(head: Uint8Array, final: boolean): FileLayout | undefined {
    const first = skipBlankAndMarks(head, 0);
    if (head[first] === openBracket)
        return "array";
    const name = skipBlank(head, first + 1);
    if (name >= head.length || head.length < first + 3) // a byte-order mark may be cut
        return final ? "lines" : undefined;
    return head[first] === openBrace && head[name] === quote && head.subarray(first, name).includes(lineBreak) ? "objects" : "lines";
}

export function startsWithMark(bytes: Uint8Array): boolean {
    return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}
