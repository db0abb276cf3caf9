import {escapeForDisplay} from "../core/displayText.js";

export {asMarkdown} from "../core/markdown.js";

/** Dataset text on one line of plain text: cut, with control characters and direction marks written out. */
export function oneLine(text: string, limit = 80): string {
    const characters = Array.from(escapeForDisplay(text.slice(0, 4 * limit).replace(/\s+/g, " ").trim()));
    return characters.length > limit ? `${characters.slice(0, limit - 1).join("")}…` : characters.join("");
}
