import {escapeForDisplay} from "./displayText.js";

/**
 * A word as it must be written for a POSIX shell to take it to the letter. Control characters and direction marks are written
 * out ($'...', which bash, zsh and POSIX of 2024 know), so that the line can be shown and stays one line.
 */
export function shellQuoted(word: string): string {
    if (/^[\w./:@%+-]+$/.test(word))
        return word;
    const escaped = escapeForDisplay(word);
    return escaped === word ? `'${word.replaceAll("'", "'\\''")}'` : `$'${escapeForDisplay(word.replaceAll("\\", "\\\\").replaceAll("'", "\\'"))}'`;
}
