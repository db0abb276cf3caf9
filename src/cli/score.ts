import {realpath} from "node:fs/promises";
import path from "node:path";
import {fileURLToPath} from "node:url";
import {Command, Option} from "commander";
import packageJson from "../../package.json" with {type: "json"};
import {keepReading} from "../browse/keepReading.js";
import {anchorSetHash} from "../core/anchors.js";
import {count, escapeForDisplay} from "../core/displayText.js";
import {UserError} from "../core/errors.js";
import type {Example} from "../core/example.js";
import {parseColumns} from "../core/formats/columns.js";
import {describeMixture} from "../core/measurers.js";
import {splitParts} from "../core/modelName.js";
import {describeNearTies} from "../core/nearTies.js";
import {protocolNames, type ProtocolName} from "../core/protocol.js";
import type {SupervisedEngine} from "../engine/supervisor.js";
import {parseAnchorSource, resolveAnchors, type AnchorSet} from "../session/anchorSets.js";
import {requireOutputs} from "../session/outputs.js";
import {readDataset} from "../session/readDataset.js";
import {buildMeta, type Shard} from "../session/runMeta.js";
import {scoreDataset} from "../session/scoreDataset.js";
import {metaPath, scoresPathOf, writeScores} from "../session/scoresFiles.js";
import {requireModel} from "../store/fingerprint.js";
import {storeFolder} from "../store/location.js";
import {SqliteStore} from "../store/store.js";
import {reportAnchors} from "./describe.js";
import {Drawing} from "./drawing.js";
import {addEngineOptions, addModelOption, circumstancesOf, makeEngine, type EngineOptions} from "./engineOptions.js";
import {Interrupted} from "./exit.js";
import {chooseModel, onlyScores, requireExamples, storeFiles} from "./guards.js";
import {identifyModel} from "./identifyModel.js";
import {parseShard, wholeNumber} from "./options.js";
import {makeReporter, problemLines, type Reporter} from "./reporter.js";
import {printSummary} from "./stats.js";
import {stopOnSignal} from "./stop.js";
import {Tally} from "./tally.js";

interface ScoreOptions extends EngineOptions {
    readonly anchors: string;
    readonly seed: number;
    readonly protocol: ProtocolName;
    readonly columns?: string;
    readonly limit?: number;
    readonly shard?: Shard;
    readonly out?: string;
    readonly store?: string;
    readonly fresh?: true;
    readonly retry?: true;
    readonly json?: true;
}

export function scoreCommand(): Command {
    const command = addModelOption(new Command("score")
        .description("measure the golden score of every example of a dataset")
        .argument("<dataset>", "JSON array or JSON Lines file, also .gz"))
        .option("--anchors <kmeans:N|random:N|file>", "the task set: N drawn from the whole dataset, by k-means over the model's hidden states or at random, or a file of examples", "kmeans:100")
        .option("--seed <N>", "seed of the drawn anchors", wholeNumber(0, 2 ** 31 - 1), 0)
        .addOption(new Option("--protocol <name>", "how prompts are put together, see docs/protocol.md").choices(protocolNames).default("paper"))
        .option("--columns <mapping>", "your own field names, dotted: instruction=q.text,output=a")
        .option("--limit <N>", "score the first N examples only", wholeNumber(1))
        .option("--shard <i/n>", "score the i-th of n parts; put them together with goldpan merge", parseShard)
        .option("--out <file>", "the scores file (default: <dataset>.scores.jsonl)")
        .option("--store <dir>", "folder of measurements and decisions (default: one per user)")
        .option("--retry", "try the examples again that the engine crashed on, and no others")
        .option("--fresh", "draw the anchors again and measure everything again");
    return addEngineOptions(command)
        .option("--json", "events as JSON lines on stdout")
        .addHelpText("after", `
Examples:
  goldpan score data.jsonl
  goldpan score data.jsonl --model base.gguf
  goldpan score data.jsonl --model base.gguf --anchors tasks.jsonl --limit 500
  goldpan score data.jsonl --model base.gguf --anchors kmeans:50 --seed 1
  goldpan score data.json.gz --model base.gguf --shard 2/4 --out part2.scores.jsonl
  goldpan score quiz.jsonl --model base.gguf --columns instruction=q.text,output=a`)
        .action(score);
}

async function score(datasetPath: string, options: ScoreOptions): Promise<void> {
    const reporter = makeReporter(options.json === true);
    const started = performance.now();
    const modelPath = chooseModel(options.model, reporter);
    const columns = options.columns === undefined ? undefined : parseColumns(options.columns);
    const source = parseAnchorSource(options.anchors);
    const out = path.resolve(options.out ?? scoresPathOf(datasetPath));
    const fresh = options.fresh === true;
    await requireModel(modelPath);
    const dataset = await readDataset(datasetPath, columns);
    const requireReplaceable = onlyScores(out);
    await requireOutputs({
        files: [out, metaPath(out)], inputs: [datasetPath, ...splitParts(modelPath), ...(source.kind === "file" ? [source.path] : []), ...storeFiles(options.store)], requireReplaceable
    });
    requireExamples(dataset);
    for (const line of problemLines(datasetPath, dataset.problems))
        reporter.warn(line);

    const store = new SqliteStore(storeFolder(options.store), (message) => {
        reporter.warn(message);
    });
    const stop = stopOnSignal(reporter);
    let engine: SupervisedEngine | undefined;
    try {
        const identity = await identifyModel(modelPath, store, reporter, stop.signal), {fingerprint, sampled} = identity;
        engine = makeEngine(modelPath, identity, options, reporter);
        const examples = chosenExamples(dataset.examples, options);
        requireSome(examples, options);
        const drawing = new Drawing(reporter);
        let anchors: AnchorSet | undefined;
        for await (const event of resolveAnchors({
            source, dataset, columns, seed: options.seed, store, fresh, signal: stop.signal, scorer: {modelFingerprint: fingerprint, engine, circumstances: circumstancesOf(options)}
        })) {
            if (event.kind === "resolved")
                anchors = event.set;
            else
                drawing.take(event);
        }
        reporter.end();
        if (anchors === undefined) {
            reporter.note(`Stopped: ${drawing.progress()} Run the same command again${fresh ? " without --fresh" : ""} to go on.`);
            throw new Interrupted();
        }
        reportAnchors(reporter, anchors, options.seed);
        const tally = new Tally(drawing.engine);
        reporter.begin(examples.length, "scored");
        for await (const event of scoreDataset({
            examples, anchors: anchors.anchors, protocol: options.protocol, modelFingerprint: fingerprint, engine, store, fresh, signal: stop.signal,
            circumstances: circumstancesOf(options), retry: options.retry === true,
            note: {file: await realpath(datasetPath), modelFile: path.basename(modelPath), anchorSource: options.anchors, seed: options.seed}
        }))
            tally.take(event, reporter);
        reporter.end();
        const rows = tally.rows();
        if (rows.length < examples.length) {
            reporter.note(`Stopped: ${rows.length.toLocaleString("en-US")} of ${count(examples.length, "example")} are scored and kept. Run the same command again${fresh ? " without --fresh" : ""} to go on.`);
            throw new Interrupted();
        }
        const meta = buildMeta({
            dataset, columns, rows, seed: options.seed, limit: options.limit ?? null, shard: options.shard ?? null,
            model: {...tally.required().model, file: path.basename(modelPath), fingerprint, fingerprintSampled: sampled},
            engine: tally.engine, protocol: tally.required().protocol, compared: tally.required().compared,
            anchors: {source: anchors.source, count: anchors.anchors.length, hash: anchorSetHash(anchors.anchors), draw: anchors.draw, leftOut: tally.leftOut},
            fromStore: tally.fromStore, tokensEvaluated: tally.tokens, seconds: (performance.now() - started) / 1000,
            versions: {goldpan: packageJson.version, ...tally.engine?.versions}
        });
        await writeScores(out, rows, meta, {requireReplaceable, madeOf: [datasetPath]});
        finish(reporter, out, rows.length, tally);
        if (options.json !== true)
            printSummary(rows);
        await keepReading(fileURLToPath(new URL("browser.js", import.meta.url)), dataset.examples.length, path.resolve(datasetPath), {columns: options.columns ?? "", storeFolder: storeFolder(options.store)});
    } finally {
        stop.dispose();
        reporter.end();
        await engine?.close();
        store.close();
    }
}

function requireSome(examples: readonly Example[], {shard}: ScoreOptions): void {
    if (examples.length === 0 && shard !== undefined)
        throw new UserError(`The part ${shard.part}/${shard.of} holds no example; use fewer parts.`);
}

function finish(reporter: Reporter, out: string, rows: number, tally: Tally): void {
    const {fromStore, tokens} = tally;
    const {measuredBy, noise, comparisons, nearTies} = tally.required().compared;
    const measured = rows - fromStore;
    const how = [...(measured > 0 ? [`${count(measured, "example")} measured with ${count(tokens, "token")}`] : []), ...(fromStore > 0 ? [`${fromStore.toLocaleString("en-US")} from the store`] : [])];
    const mixture = describeMixture(measuredBy);
    if (nearTies !== null && noise !== null)
        reporter.note(`${describeNearTies({nearTies, comparisons, noise})}, the noise of what measured them.`);
    if (mixture !== undefined)
        reporter.warn(`${mixture} To have them alike, measure them again with --fresh.`);
    reporter.done({out, rows, measured, fromStore, tokens, comparisons, nearTies, noise}, `Wrote ${escapeForDisplay(out)}: ${count(rows, "row")} (${how.join(", ")}).`);
}

/** The first N, then of these every n-th: the same examples on every machine. */
function chosenExamples(examples: readonly Example[], {limit, shard}: ScoreOptions): readonly Example[] {
    const first = limit === undefined ? examples : examples.slice(0, limit);
    return shard === undefined ? first : first.filter(({index}) => index % shard.of === shard.part - 1);
}
