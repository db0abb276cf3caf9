import {writeFile} from "node:fs/promises";
import path from "node:path";
import {fileURLToPath} from "node:url";
import {embeddedModelPath} from "../../../src/session/embeddedModel.js";
import {measureFloat32, measureRecorded, type Recorded} from "./record.js";

// Writes models/recorded.json: what every build must find again with the embedded model.
const root = fileURLToPath(new URL("../..", import.meta.url)); // from dist/tools
const given = [embeddedModelPath(root), path.join(root, "dist", "worker.js"), path.join(root, "samples")] as const;
const {cleanBeats, ...measured} = await measureRecorded(...given);
const recorded: Recorded = {...measured, float32: await measureFloat32(...given, "public"), cleanBeats};
const rounded = (_: string, value: unknown): unknown => typeof value === "number" ? Number(value.toFixed(5)) : value;
await writeFile(path.join(root, "models", "recorded.json"), `${JSON.stringify(recorded, rounded, 2)}\n`);
for (const {index, goldenScore} of recorded.examples)
    process.stdout.write(`Example ${index}: golden score ${goldenScore.toFixed(3)}\n`);
for (const {corruption, pairs, share} of recorded.cleanBeats)
    process.stdout.write(`Clean against ${corruption}: ${(100 * share).toFixed(1)} % of ${pairs} pairs\n`);
