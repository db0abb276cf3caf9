import {count, escapeForDisplay, quoteForDisplay} from "../core/displayText.js";
import {fallBackOf} from "../core/fallBack.js";
import type {EngineInfo} from "../core/measurement.js";
import type {AnchorSet} from "../session/anchorSets.js";
import {problemLines, type Reporter} from "./reporter.js";

export function reportAnchors(reporter: Reporter, {anchors, source, reused, problems}: AnchorSet, seed: number): void {
    for (const line of problemLines(source, problems))
        reporter.warn(line);
    const [, method, size] = /^(random|kmeans):(\d+)$/.exec(source) ?? [];
    if (size === undefined)
        reporter.note(`Anchors: ${count(anchors.length, "task")} from ${escapeForDisplay(source)}.`);
    else
        reporter.note(`Anchors: ${count(anchors.length, "task")} ${reused ? "drawn earlier from this file and kept" : "drawn from this file"} (${method === "kmeans" ? "k-means" : "random"}, seed ${seed}).`);
    if (size !== undefined && anchors.length < Number(size))
        reporter.warn(`${size} anchors were asked for and the file has ${anchors.length} to draw from.`);
}

export function describeEngine(info: EngineInfo): string {
    const {model, backend, devices, threads, evaluator, memory} = info;
    const where = backend === "cpu" ? `the processor (${count(threads, "thread")}${describeFallBack(info)})` : `${backend} on ${devices.join(", ")}${describeFallBack(info)}`;
    const mebibytes = Math.ceil((memory.ram + memory.vram) / 2 ** 20);
    return `Scorer model: ${quoteForDisplay(model.name)} (${escapeForDisplay(model.architecture)}, trained for ${count(model.trainedContext, "token")} of context), on ${where}, about ${mebibytes.toLocaleString("en-US")} MiB${evaluator === "public" ? ", through node-llama-cpp's public interface" : ""}.`;
}

/** What stands behind the device where less than a GPU is used and nobody asked for that. */
function describeFallBack(info: EngineInfo): string {
    const fallBack = fallBackOf(info, undefined);
    if (fallBack?.kind === "unused")
        return `, as no GPU could be used through the drivers for ${fallBack.gpus.join(" and ")} that are here`;
    return fallBack?.kind === "partly" ? ` with ${fallBack.onGpu} of ${fallBack.all} layers, the others on the processor, which is slower` : "";
}
