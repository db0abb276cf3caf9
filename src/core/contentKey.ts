import {sha256} from "@noble/hashes/sha2.js";
import {bytesToHex, utf8ToBytes} from "@noble/hashes/utils.js";
import type {Turn} from "./example.js";
import {traits, traitsOf} from "./textTraits.js";

/** The first 32 hexadecimal digits of the SHA-256 of a text in UTF-8. */
export type HashText = (text: string) => string;

/**
 * The content key of an example: the first 32 hexadecimal digits of the SHA-256 of
 * `JSON.stringify([[role, text] | [role, text, input], ...])` with every text trimmed, in UTF-8.
 * Examples with the same key give the same prompt, so a change of white space at a field's ends, of the field names or of
 * the place in the file keeps the key, and with it scores and review decisions.
 * @param hash a faster implementation where the platform has one
 */
export function exampleKey(turns: readonly Turn[], hash: HashText = hashText): string {
    return hash(contentOf(turns).content);
}

export interface ExampleKeys {
    /** See `exampleKey`. */
    readonly key: string;
    /** The same, but white space inside the texts makes no difference either: for finding copies. */
    readonly copy: string;
    /** No text holds a character beyond ASCII. */
    readonly ascii: boolean;
}

export function exampleKeys(turns: readonly Turn[], hash: HashText = hashText): ExampleKeys {
    const {content, found} = contentOf(turns);
    const key = hash(content), ascii = (found & traits.beyondAscii) === 0;
    const isUneven = (found & traits.unevenSpace) !== 0 || (!ascii && turns.some(({text, input = ""}) => unevenSpace.test(text) || unevenSpace.test(input)));
    const copy = isUneven ? exampleKey(turns.map((turn) => ({...turn, text: evenSpace(turn.text), input: evenSpace(turn.input ?? "")})), hash) : key;
    return {key, copy, ascii};
}

/** What is hashed, and all traits of its texts. */
function contentOf(turns: readonly Turn[]): {readonly content: string; readonly found: number} {
    let content = "[", found = 0;
    for (const {role, text, input = ""} of turns) {
        const own = text.trim(), more = input.trim();
        const ofOwn = traitsOf(own), ofMore = traitsOf(more);
        content += `${content === "[" ? "" : ","}["${role}",${quoted(own, ofOwn)}${more === "" ? "" : `,${quoted(more, ofMore)}`}]`;
        found |= ofOwn | ofMore;
    }
    return {content: `${content}]`, found};
}

/** As `JSON.stringify`, which takes three times as long to find that nothing is to be escaped. */
function quoted(text: string, found: number): string {
    return (found & (traits.escaped | traits.beyondAscii)) === 0 ? `"${text}"` : JSON.stringify(text);
}

/** Also of characters beyond ASCII. */
const unevenSpace = /\s{2,}|[^\S ]/, allUnevenSpace = new RegExp(unevenSpace, "g");

function evenSpace(text: string): string {
    return text.replace(allUnevenSpace, " ");
}

/** In pure TypeScript, so that it runs everywhere. */
export function hashText(text: string): string {
    return bytesToHex(sha256(utf8ToBytes(text))).slice(0, 32);
}
