import {once} from "node:events";
import {createWriteStream} from "node:fs";
import {finished} from "node:stream/promises";
import {scoreRow} from "../../src/core/scoresFile.js";
import {exampleKey} from "../../src/core/contentKey.js";
import type {Turn} from "../../src/core/example.js";
import {wilsonInterval} from "../../src/core/golden.js";
import {nativeHash} from "../../src/session/readDataset.js";

const words = "gold pan river sand wash stone water light slow careful shallow bright sieve grain dust bank".split(" ");

/** Made-up examples as JSON Lines of some 200 bytes each, and with `scored` the scores file beside them. Returns the path. */
export async function writeExamples(file: string, amount: number, scored: boolean): Promise<string> {
    const out = createWriteStream(file), scores = scored ? createWriteStream(`${file}.scores.jsonl`) : undefined;
    for (let at = 0; at < amount; at++) {
        const instruction = `Write sentence ${at} about a ${words[at % words.length] ?? ""}.`;
        const output = Array.from({length: 5 + at % 30}, (_, word) => words[(at * 7 + word * (1 + at % 5)) % words.length]).join(" ");
        const more = out.write(`${JSON.stringify({instruction, input: "", output, source: `source ${at % 12}`})}\n`);
        if (!more)
            await once(out, "drain");
        if (scores === undefined)
            continue;
        const turns: Turn[] = [{role: "user", text: instruction}, {role: "assistant", text: output}];
        const wins = at * 37 % 101;
        const row = scoreRow({index: at, line: at + 1, key: exampleKey(turns, nativeHash)}, {goldenScore: wins / 100, wins, anchors: 100, meanGain: wins / 300 - 0.1, ci95: wilsonInterval(wins, 100)}, []);
        if (!scores.write(`${JSON.stringify(row)}\n`))
            await once(scores, "drain");
    }
    for (const stream of [out, scores]) {
        stream?.end();
        if (stream !== undefined)
            await finished(stream);
    }
    return file;
}
