import {beginning, escapeForDisplay} from "../core/displayText.js";

export {asMarkdown} from "../core/markdown.js";

/** Dataset text on one line of plain text: cut, with control characters and direction marks written out. */
export function oneLine(text: string, limit = 80): string {
    const looked = beginning(text, 4 * limit), characters = Array.from(escapeForDisplay(looked.replace(/\s+/g, " ").trim()));
    const cut = characters.length > limit || text.slice(looked.length).trim() !== "";
    return cut ? `${characters.slice(0, limit - 1).join("")}…` : characters.join("");
}
