/* eslint-disable no-control-regex -- control characters are exactly what is looked for here */
const unsafe = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

/**
 * A piece of dataset text made safe to stand in a terminal line or a message: cut to `limit` characters, in double quotes,
 * with control characters, escape sequences, line breaks and direction marks written as `\u....`.
 */
export function quoteForDisplay(text: string, limit = 60): string {
    const characters = Array.from(text.slice(0, 2 * limit + 2));
    const cut = characters.length > limit ? characters.slice(0, limit).join("") + "…" : characters.join("");
    return `"${escapeForDisplay(cut.replaceAll("\\", "\\\\").replaceAll("\"", "\\\""))}"`;
}

/** Replaces what a terminal could act on, and nothing else: for file names and sentences that quote them. */
export function escapeForDisplay(text: string): string {
    return text.replace(unsafe, (character) => {
        if (character === "\n")
            return "\\n";
        if (character === "\t")
            return "\\t";
        return "\\u" + character.charCodeAt(0).toString(16).padStart(4, "0");
    });
}

/** Without what `escapeForDisplay` would replace. */
export function withoutUnsafe(text: string): string {
    return text.replace(unsafe, "");
}

/** At most `cut` UTF-16 code units, one less where a character would be cut in two; with 0 all. */
export function beginning(text: string, cut: number): string {
    if (cut === 0 || text.length <= cut)
        return text;
    return text.slice(0, (text.charCodeAt(cut - 1) & 0xfc00) === 0xd800 ? cut - 1 : cut);
}

/** `1 example`, `2 examples`, `52,002 examples`. */
export function count(amount: number, singular: string, plural = singular + "s"): string {
    return `${amount.toLocaleString("en-US")} ${amount === 1 ? singular : plural}`;
}
