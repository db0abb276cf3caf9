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
    const content = turns.map((turn) => {
        const input = turn.input?.trim() ?? "";
        return input === "" ? [turn.role, turn.text.trim()] : [turn.role, turn.text.trim(), input];
    });
    return hash(JSON.stringify(content));
}

const unevenSpace = /\s{2,}|[^\S ]/;

/** As `exampleKey`, but white space inside the texts makes no difference either: for finding copies. `key` is the example's own key. */
export function copyKey(turns: readonly Turn[], key: string, hash: HashText = hashText): string {
    if (!turns.some(({text, input = ""}) => unevenSpace.test(text) || unevenSpace.test(input)))
        return key;
    return exampleKey(turns.map((turn) => ({...turn, text: evenSpace(turn.text), input: evenSpace(turn.input ?? "")})), hash);
}

function evenSpace(text: string): string {
    return text.replace(/\s+/g, " ");
}

/** In pure TypeScript, so that it runs everywhere. */
export function hashText(text: string): string {
    return bytesToHex(sha256(utf8ToBytes(text))).slice(0, 32);
}
