import type {Fault} from "./jsonText.js";
import {exhausts, findValueEnd, maximumMarks, maximumNesting} from "./jsonValue.js";

export type ParsedRecord =
    | ({readonly kind: "parsed"} & SoundRecord)
    /** `at`: offset in the bytes; `message`: a clause without a full stop. */
    | {readonly kind: "broken"; readonly at: number; readonly message: string};

/** A value and the text that it was parsed from. */
export interface SoundRecord {
    readonly value: unknown;
    readonly text: string;
}

const utf8 = new TextDecoder("utf-8", {fatal: true, ignoreBOM: true});
const utf8Lossy = new TextDecoder("utf-8", {ignoreBOM: true});
const latin1 = new TextDecoder("latin1");
const encoder = new TextEncoder();

/**
 * Bytes as a text of one character a byte: offsets in it are byte offsets, and what is ASCII in the bytes is the same in the text.
 */
export function byteText(bytes: Uint8Array): string {
    const text = utf8Lossy.decode(bytes); // takes a tenth of the time, and a text without other characters is right: no other byte gives one character
    return text.length === bytes.length && !text.includes("\ufffd") ? text : latin1.decode(bytes);
}

/**
 * Parses one record's bytes as strict JSON (RFC 8259) and says exactly where it is broken if it is: that takes a scan, which
 * only records take that `parseSound` does not.
 */
export function parseRecord(bytes: Uint8Array): ParsedRecord {
    const sound = parseSound(bytes);
    return sound === undefined ? parseCarefully(bytes) : {kind: "parsed", value: sound.value, text: sound.text};
}

/**
 * The quick way for most records: the value, or undefined where JSON.parse fails, or where it allows what is no example: deep
 * nesting and halves of surrogate pairs. __proto__ becomes an ordinary field, and of duplicate keys the last one wins.
 */
export function parseSound(bytes: Uint8Array): SoundRecord | undefined {
    if (bytes.length > shortBytes && exhausts(bytes))
        return undefined;
    const text = decoded(bytes);
    return text === undefined ? undefined : parseSoundText(text);
}

/** The same for a text that was decoded, and does not exhaust the memory. */
export function parseSoundText(text: string): SoundRecord | undefined {
    if (text.includes("\\u") && surrogateEscape.test(text)) // the test alone takes as long as half of the parsing
        return undefined;
    try {
        const value: unknown = JSON.parse(text);
        return text.length > 2 * maximumNesting && isDeep(value, maximumNesting) ? undefined : {value, text}; // each level takes two brackets
    } catch {
        return undefined;
    }
}

/** So few bytes exhaust nothing, whatever they are. */
const shortBytes = 1 << 20;

const surrogateEscape = /\\u[dD][89a-fA-F]/;

/** Whether more levels of lists and objects are nested. */
function isDeep(value: unknown, levels: number): boolean {
    if (typeof value !== "object" || value === null)
        return false;
    const inner: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
    return levels === 0 || inner.some((one) => isDeep(one, levels - 1));
}

/** The scan comes first: JSON.parse gives no reliable place. */
function parseCarefully(bytes: Uint8Array): ParsedRecord {
    const unfit = whyUnfit(bytes);
    const text = decoded(bytes);
    if (text === undefined) {
        const at = invalidUtf8At(bytes);
        if (unfit === undefined || at <= unfit.at)
            return {kind: "broken", at, message: "the bytes here are not UTF-8; save the file as UTF-8"};
    }
    if (unfit !== undefined)
        return {kind: "broken", ...unfit};
    try {
        return {kind: "parsed", value: JSON.parse(text ?? ""), text: text ?? ""};
    } catch {
        return {kind: "broken", at: 0, message: "this is not valid JSON"};
    }
}

function whyUnfit(bytes: Uint8Array): Fault | undefined {
    const found = findValueEnd(bytes, 0, true);
    if (found.kind === "incomplete")
        return undefined;
    if (found.fault !== undefined)
        return found.fault;
    if (found.kind === "broken")
        return {at: found.at, message: found.message};
    if (found.depth > maximumNesting)
        return {at: 0, message: `the record is nested more than ${maximumNesting} levels deep`};
    if (found.marks > maximumMarks)
        return {at: 0, message: "the record holds millions of values, which is no training example"};
    return found.end === bytes.length ? undefined : {at: found.end, message: "there is more text on this line after the record's end; each line holds one record"};
}

function decoded(bytes: Uint8Array): string | undefined {
    try {
        return utf8.decode(bytes);
    } catch {
        return undefined;
    }
}

/** The first replacement character that decoding put in and that does not stand in the bytes themselves. */
function invalidUtf8At(bytes: Uint8Array): number {
    const lossy = utf8Lossy.decode(bytes);
    let at = 0;
    let from = 0;
    for (const {index} of lossy.matchAll(/\ufffd/g)) {
        at += encoder.encode(lossy.slice(from, index)).length;
        if (bytes[at] !== 0xef || bytes[at + 1] !== 0xbf || bytes[at + 2] !== 0xbd)
            return at;
        from = index;
    }
    return at;
}
