import {isBlank} from "../formats/framing.js";

const mark = 0xfeff;

/** The offset of the first character from `at` on that is no white space of JSON, or the text's length. */
export function skipBlank(text: string, at: number): number {
    while (isBlankAt(text, at))
        at++;
    return at;
}

/** The offset behind the last character before `at` that is no white space. */
export function skipBlankBack(text: string, at: number): number {
    while (isBlankAt(text, at - 1))
        at--;
    return at;
}

/** As `skipBlank`, but no further than a line feed or the text's end. */
export function skipToLineFeed(text: string, at: number): number {
    while (text[at] !== "\n" && isBlankAt(text, at))
        at++;
    return at;
}

/** As `skipBlankBack`, but not over a line feed. */
export function skipToLineFeedBack(text: string, at: number): number {
    while (text[at - 1] !== "\n" && isBlankAt(text, at - 1))
        at--;
    return at;
}

/** Whether the text begins here; the byte-order mark is not part of it. */
export function isBeginning(text: string, at: number): boolean {
    return at === 0 || (at === 1 && text.charCodeAt(0) === mark);
}

/** Byte-order marks between records come from files that were put together; only the first belongs to the file. */
function isBlankAt(text: string, at: number): boolean {
    const code = text.charCodeAt(at);
    return isBlank(code) || (code === mark && at > 0);
}
