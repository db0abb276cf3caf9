import {escapeForDisplay} from "../core/displayText.js";

/** Dataset text on one line of plain text: cut, with control characters and direction marks written out. */
export function oneLine(text: string, limit = 80): string {
    const characters = Array.from(escapeForDisplay(text.slice(0, 4 * limit).replace(/\s+/g, " ").trim()));
    return characters.length > limit ? `${characters.slice(0, limit - 1).join("")}…` : characters.join("");
}

/**
 * Plain text as Markdown that shows it to the letter: every ASCII punctuation character is escaped (CommonMark 2.4), so nothing
 * of it becomes a link, an image, an icon, a table's border, HTML or a command.
 */
export function asMarkdown(text: string): string {
    return text.replace(/[!-/:-@[-`{-~]/g, "\\$&").replace(/\r?\n/g, " ");
}
