import {writeFile} from "node:fs/promises";
import path from "node:path";
import {Command, Option} from "commander";
import {anchorsOf} from "../../src/core/anchors.js";
import {protocolFor, protocolKey, protocolNames, type ProtocolName} from "../../src/core/protocol.js";
import {readDataset} from "../../src/session/readDataset.js";
import {modelFingerprint} from "../../src/store/fingerprint.js";
import {SqliteStore} from "../../src/store/store.js";

// Writes what a store holds of a scored dataset, one row an (example, anchor) pair, for compare.py.

interface DumpOptions {
    readonly dataset: string;
    readonly anchors: string;
    readonly model: string;
    readonly store: string;
    readonly protocol: ProtocolName;
    readonly limit: string;
    readonly out: string;
}

async function dump({dataset, anchors, model, store: folder, protocol, limit, out}: DumpOptions): Promise<void> {
    const store = new SqliteStore(path.resolve(folder), (message) => process.stderr.write(`${message}\n`));
    const {fingerprint} = await modelFingerprint(model);
    const info = store.modelInfo(fingerprint);
    if (info === undefined)
        throw new Error("the store knows nothing of this model: run goldpan score first");
    const scope = {modelFingerprint: fingerprint, protocol: protocolKey(protocolFor(protocol, info.trainedContext))};
    const examples = (await readDataset(dataset)).examples.slice(0, Number(limit));
    const tasks = anchorsOf((await readDataset(anchors)).examples);
    const zeroShots = store.zeroShots(scope, tasks.map(({key}) => key));
    const oneShots = store.oneShots(scope, examples.map(({key}) => key));
    const rows: string[] = [JSON.stringify({model: path.basename(model), protocol})];
    for (const example of examples) {
        for (const [anchor, {key}] of tasks.entries()) {
            const zero = zeroShots.get(key), one = oneShots.get(example.key)?.measurements.get(key);
            if (zero?.kind === "measured" && one !== undefined)
                rows.push(JSON.stringify({example: example.index, anchor, tokens: one.tokens, zeroShot: zero.measurement.logProbability, oneShot: one.logProbability}));
        }
    }
    store.close();
    await writeFile(out, rows.join("\n") + "\n");
    process.stdout.write(`${out}: ${rows.length - 1} pairs\n`);
}

await new Command("oracle-dump")
    .requiredOption("--dataset <file>").requiredOption("--anchors <file>").requiredOption("--model <gguf>").requiredOption("--store <dir>")
    .addOption(new Option("--protocol <name>").choices(protocolNames).default("paper"))
    .option("--limit <N>", "examples", "20").requiredOption("--out <file>")
    .action(dump).parseAsync();
