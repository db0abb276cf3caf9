import {sha256} from "@noble/hashes/sha2.js";
import {bytesToHex, utf8ToBytes} from "@noble/hashes/utils.js";
import type {Turn} from "./example.js";

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
    let content = "";
    for (const {role, text, input = ""} of turns) {
        const more = input.trim();
        content += `${content === "" ? "" : ","}["${role}",${quoted(text.trim())}${more === "" ? "" : `,${quoted(more)}`}]`;
    }
    return hash(`[${content}]`);
}

const escaped = /["\\\u0000-\u001f\ud800-\udfff]/; // eslint-disable-line no-control-regex -- JSON escapes just these

/** As `JSON.stringify`, which looks at each character by itself. */
function quoted(text: string): string {
    return escaped.test(text) ? JSON.stringify(text) : `"${text}"`;
}

const unevenSpace = /\s{2,}|[^\S ]/, allUnevenSpace = new RegExp(unevenSpace, "g");

/** As `exampleKey`, but white space inside the texts makes no difference either: for finding copies. `key` is the example's own key. */
export function copyKey(turns: readonly Turn[], key: string, hash: HashText = hashText): string {
    if (!turns.some(({text, input = ""}) => unevenSpace.test(text) || unevenSpace.test(input)))
        return key;
    return exampleKey(turns.map((turn) => ({...turn, text: evenSpace(turn.text), input: evenSpace(turn.input ?? "")})), hash);
}

function evenSpace(text: string): string {
    return text.replace(allUnevenSpace, " ");
}

/** In pure TypeScript, so that it runs everywhere. */
export function hashText(text: string): string {
    return bytesToHex(sha256(utf8ToBytes(text))).slice(0, 32);
}
