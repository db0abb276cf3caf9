import path from "node:path";
import {Command, Option} from "commander";
import packageJson from "../../package.json" with {type: "json"};
import {count, escapeForDisplay} from "../core/displayText.js";
import {parseColumns} from "../core/formats/columns.js";
import type {KeptAnchors} from "../core/measurement.js";
import {splitParts} from "../core/modelName.js";
import type {SupervisedEngine} from "../engine/supervisor.js";
import {writeAnchors, type AnchorsMeta} from "../session/anchorFile.js";
import {drawMethods, mostAnchors, type DrawMethod} from "../session/anchorSets.js";
import {drawKmeans, drawRandom, type DrawRequest} from "../session/drawAnchors.js";
import {requireOutputs} from "../session/outputs.js";
import {readDataset} from "../session/readDataset.js";
import {metaPath} from "../session/scoresFiles.js";
import {requireModel} from "../store/fingerprint.js";
import {storeFolder} from "../store/location.js";
import {SqliteStore} from "../store/store.js";
import {describeDraw, Drawing} from "./drawing.js";
import {addEngineOptions, addModelOption, circumstancesOf, makeEngine, type EngineOptions} from "./engineOptions.js";
import {Interrupted} from "./exit.js";
import {chooseModel, onlyByForce, requireExamples, storeFiles} from "./guards.js";
import {identifyModel} from "./identifyModel.js";
import {wholeNumber} from "./options.js";
import {makeReporter, problemLines, type Reporter} from "./reporter.js";
import {stopOnSignal} from "./stop.js";

interface AnchorsOptions extends EngineOptions {
    readonly method: DrawMethod;
    readonly size: number;
    readonly seed: number;
    readonly columns?: string;
    readonly store?: string;
    readonly fresh?: true;
    readonly force?: true;
    readonly json?: true;
    readonly out: string;
}

export function anchorsCommand(): Command {
    const command = addModelOption(new Command("anchors")
        .description("draw a task set from a dataset and write it to a new file")
        .argument("<dataset>", "JSON array or JSON Lines file, also .gz")
        .addOption(new Option("--method <name>", "kmeans: the examples nearest the centroids of k-means over the model's hidden states; random needs no model").choices(drawMethods).default("kmeans"))
        .option("--size <N>", "how many", wholeNumber(1, mostAnchors), 100)
        .option("--seed <N>", "another seed draws others", wholeNumber(0, 2 ** 31 - 1), 0))
        .option("--columns <mapping>", "your own field names, dotted: instruction=q.text,output=a")
        .option("--store <dir>", "folder of measurements and embeddings (default: one per user)")
        .option("--fresh", "embed everything again")
        .option("--force", "replace the output file if it exists");
    return addEngineOptions(command)
        .option("--json", "events as JSON lines on stdout")
        .requiredOption("--out <file>", "the new file; .json: an array, .jsonl: one record a line, .gz: compressed")
        .addHelpText("after", `
Examples:
  goldpan anchors data.jsonl --out tasks.jsonl
  goldpan anchors data.jsonl --model base.gguf --size 50 --seed 7 --out tasks.jsonl
  goldpan anchors data.jsonl --method random --size 50 --seed 7 --out tasks.jsonl
  goldpan score data.jsonl --model base.gguf --anchors tasks.jsonl`)
        .action(anchors);
}

async function anchors(datasetPath: string, options: AnchorsOptions): Promise<void> {
    const reporter = makeReporter(options.json === true);
    const started = performance.now();
    const modelPath = options.method === "kmeans" ? chooseModel(options.model, reporter) : undefined;
    const columns = options.columns === undefined ? undefined : parseColumns(options.columns);
    const out = path.resolve(options.out);
    const requireReplaceable = onlyByForce(options.force === true);
    await requireOutputs({
        files: [out, metaPath(out)], inputs: [datasetPath, ...(modelPath === undefined ? [] : splitParts(modelPath)), ...storeFiles(options.store)], requireReplaceable
    });
    if (modelPath !== undefined)
        await requireModel(modelPath);
    const dataset = await readDataset(datasetPath, columns);
    requireExamples(dataset);
    for (const line of problemLines(datasetPath, dataset.problems))
        reporter.warn(line);
    const request: DrawRequest = {dataset, size: options.size, seed: options.seed};
    const {kept, drawing, model} = modelPath === undefined
        ? {kept: drawRandom(request), drawing: new Drawing(reporter), model: null}
        : await drawByModel(request, modelPath, options, reporter);
    const {draw} = kept;
    if (draw === null)
        throw new Error("a draw that says nothing of itself");
    const seconds = (performance.now() - started) / 1000;
    await writeAnchors(out, {...kept, draw, dataset, columns, model, seconds, versions: {goldpan: packageJson.version, ...drawing.engine?.versions}}, {requireReplaceable});
    for (const line of describeDraw(draw, kept.anchors))
        reporter.note(line);
    if (kept.anchors.length < options.size)
        reporter.warn(`${options.size} anchors were asked for and the file has ${kept.anchors.length} to draw from.`);
    const {embedded, fromStore, tokens} = drawing;
    const peakMebibytes = Math.ceil(process.resourceUsage().maxRSS / 1024);
    const how = [...embedded > 0 ? [`${count(embedded, "example")} embedded with ${count(tokens, "token")}`] : [], ...fromStore > 0 ? [`${fromStore.toLocaleString("en-US")} embeddings from the store`] : [],
        `${seconds.toFixed(1)} s`, `at most ${peakMebibytes.toLocaleString("en-US")} MiB beside the engine`];
    reporter.done({out, anchors: kept.anchors.length, embedded, fromStore, tokens, seconds, peakMebibytes, draw}, `Wrote ${escapeForDisplay(out)}: ${count(kept.anchors.length, "anchor")} (${how.join(", ")}).`);
}

async function drawByModel(request: DrawRequest, modelPath: string, options: AnchorsOptions, reporter: Reporter): Promise<{kept: KeptAnchors; drawing: Drawing; model: AnchorsMeta["model"]}> {
    const store = new SqliteStore(storeFolder(options.store), (message) => {
        reporter.warn(message);
    });
    const stop = stopOnSignal(reporter);
    let engine: SupervisedEngine | undefined;
    const drawing = new Drawing(reporter);
    const fresh = options.fresh === true;
    try {
        const identity = await identifyModel(modelPath, store, reporter, stop.signal), {fingerprint, sampled} = identity;
        engine = makeEngine(modelPath, identity, options, reporter);
        let kept: KeptAnchors | undefined;
        for await (const event of drawKmeans({...request, scorer: {modelFingerprint: fingerprint, engine, circumstances: circumstancesOf(options)}, store, fresh, signal: stop.signal})) {
            if (event.kind === "drawn")
                kept = event.kept;
            else
                drawing.take(event);
        }
        reporter.end();
        const info = store.modelInfo(fingerprint);
        if (kept === undefined || info === undefined) {
            reporter.note(`Stopped: ${drawing.progress()} Run the same command again${fresh ? " without --fresh" : ""} to go on.`);
            throw new Interrupted();
        }
        return {kept, drawing, model: {...info, file: path.basename(modelPath), fingerprint, fingerprintSampled: sampled}};
    } finally {
        stop.dispose();
        reporter.end();
        await engine?.close();
        store.close();
    }
}
