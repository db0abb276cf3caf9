/**
 * Plain text as Markdown that shows it to the letter: every ASCII punctuation character is escaped (CommonMark 2.4), so nothing
 * of it becomes a link, an image, an icon, a table's border, HTML or a command.
 */
export function asMarkdown(text: string): string {
    return text.replace(/[!-/:-@[-`{-~]/g, "\\$&").replace(/\r?\n/g, " ");
}
