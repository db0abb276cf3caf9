import {readdirSync, readFileSync} from "node:fs";
import path from "node:path";

/** A seeded source of whole numbers from 0 to below a limit. */
export type Random = (below: number) => number;

/** A dataset in which one record has been damaged. */
export interface DamagedFile {
    readonly bytes: Uint8Array;
    /** Bytes of all records that were not damaged, in their order. */
    readonly others: readonly Uint8Array[];
    /** To make it again by hand. */
    readonly title: string;
}

const encoder = new TextEncoder();
const ownBytes = encoder.encode("{}[]\":,\\ntfu0e-.1 \r\n\t\0\u001e").map((byte) => byte);
const lineEnds = ["\n", "\r\n", "\r"];

/** Records of the real files in a folder, parsed: arrays, or a record on each line. */
export function recordsOf(folder: string): unknown[] {
    return readdirSync(folder).filter((name) => /\.jsonl?$/.test(name)).flatMap((name) => {
        const text = readFileSync(path.join(folder, name), "utf8").replace(/^\ufeff/, "");
        return parsed(text) ?? text.split("\n").flatMap((line) => parsed(`[${line}]`) ?? []);
    }).filter((record) => typeof record === "object" && record !== null && !Array.isArray(record));
}

/** Some of the records in one of the layouts that programs write, of which one has lost, got or changed some bytes. */
export function damagedFile(random: Random, records: readonly unknown[]): DamagedFile {
    const end = lineEnds[random(lineEnds.length)] ?? "\n";
    const indent = [undefined, 1, 2, "\t"][random(4)];
    const amount = 2 + random(6);
    const texts = Array.from({length: amount}, () => encoder.encode(JSON.stringify(records[random(records.length)], null, indent).replaceAll("\n", end)));
    const isArray = random(2) === 0;
    const between = isArray ? [`,${end}`, ...indent === undefined ? [",", ", "] : []] : [end];
    const separator = encoder.encode(between[random(between.length)] ?? end);
    const victim = random(amount);
    const written = texts.map((text, at) => at === victim ? damaged(random, text) : text);
    const parts = written.flatMap((text, at) => at === 0 ? [text] : [separator, text]);
    const all = [...isArray ? [encoder.encode(random(2) === 0 ? "[" : `[${end}`)] : [], ...parts, encoder.encode(isArray ? `${end}]` : end)];
    return {bytes: Buffer.concat(all), others: texts.filter((_, at) => at !== victim), title: `${isArray ? "array" : "no array"}, record ${victim + 1} of ${amount}`};
}

/** Some edits in a row of bytes; never none. */
export function damaged(random: Random, bytes: Uint8Array): Uint8Array {
    let result: Uint8Array = bytes;
    for (let edits = 1 + random(3); edits > 0; edits--) {
        const at = random(result.length), gone = random(4) === 0 ? random(result.length - at + 1) : random(2);
        const added = Array.from({length: gone === 0 ? 1 + random(2) : random(2)}, () => random(8) === 0 ? random(256) : ownBytes[random(ownBytes.length)] ?? 0);
        result = new Uint8Array([...result.subarray(0, at), ...added, ...result.subarray(at + gone)]);
        if (result.length === 0)
            break;
    }
    return result;
}

function parsed(text: string): unknown[] | undefined {
    try {
        const value: unknown = JSON.parse(text);
        return Array.isArray(value) ? value as unknown[] : [value];
    } catch {
        return undefined;
    }
}
