import {realpath} from "node:fs/promises";
import path from "node:path";
import {anchorsOf, type Anchor, type AnchorDraw} from "../core/anchors.js";
import {escapeForDisplay} from "../core/displayText.js";
import {UserError} from "../core/errors.js";
import type {Problem} from "../core/example.js";
import type {ColumnMapping} from "../core/formats/columns.js";
import type {AnchorSetName, KeptAnchors} from "../core/measurement.js";
import {drawKmeans, drawRandom, type DrawEvent, type DrawnFrom} from "./drawAnchors.js";
import type {Scorer} from "./embedExamples.js";
import type {Store} from "./interfaces.js";
import {readDataset} from "./readDataset.js";

export const drawMethods = ["random", "kmeans"] as const;
export type DrawMethod = typeof drawMethods[number];

/** Where the task set comes from: a file, or drawn from the dataset itself. */
export type AnchorSource = {readonly kind: "file"; readonly path: string} | {readonly kind: DrawMethod; readonly size: number};

export interface AnchorSet {
    readonly anchors: readonly Anchor[];
    /** For people and for the meta file: a file name, or the method with its size. */
    readonly source: string;
    /** True when the store had them from an earlier draw. */
    readonly reused: boolean;
    /** How they were drawn; null for a file, and for a set that an earlier version drew. */
    readonly draw: AnchorDraw | null;
    /** What could not be read of an anchor file. */
    readonly problems: readonly Problem[];
}

export const mostAnchors = 999_999;

/** @throws UserError for anything but `random:N` or `kmeans:N` with N from 1, or a file name */
export function parseAnchorSource(text: string): AnchorSource {
    const [, method, size] = /^(random|kmeans):(.*)$/s.exec(text) ?? [];
    if (method !== "random" && method !== "kmeans")
        return {kind: "file", path: text};
    if (!/^[1-9]\d{0,5}$/.test(size ?? ""))
        throw new UserError(`The anchors ${escapeForDisplay(text)} cannot be drawn: write ${method}:N with a whole number from 1, such as ${method}:100.`, "anchors");
    return {kind: method, size: Number(size)};
}

export interface AnchorRequest {
    readonly source: AnchorSource;
    readonly dataset: DrawnFrom;
    readonly columns: ColumnMapping | undefined;
    readonly seed: number;
    readonly store: Store;
    /** The model that embeds; only k-means asks for it. */
    readonly scorer: Scorer | null;
    /** Draw again even if the store has a set. */
    readonly fresh: boolean;
    readonly signal: AbortSignal;
}

export type AnchorEvent =
    | Exclude<DrawEvent, {kind: "drawn"}>
    /** The last one, unless the signal was aborted before. */
    | {readonly kind: "resolved"; readonly set: AnchorSet};

/**
 * The anchors of a run. Drawn ones come from the whole file, are drawn once, and are kept in the store under the file's path,
 * method, size and seed (for k-means also the model), so that an edit of the file does not change what its scores were measured
 * on. Ends early, without an error, when the signal is aborted.
 * @throws UserError when there is no usable one
 */
export async function* resolveAnchors({source, dataset, columns, seed, store, scorer, fresh, signal}: AnchorRequest): AsyncGenerator<AnchorEvent> {
    if (source.kind === "file") {
        yield {kind: "resolved", set: await readAnchors(source.path)};
        return;
    }
    if (source.kind === "kmeans" && scorer === null)
        throw new Error("k-means was asked for without a model");
    const model = source.kind === "kmeans" && scorer !== null ? ` by ${scorer.modelFingerprint}` : "";
    const name: AnchorSetName = {
        file: await realpath(dataset.path).catch(() => path.resolve(dataset.path)), size: source.size, seed,
        method: `${source.kind}${model}${columns === undefined ? "" : ` of ${JSON.stringify(columns)}`}`
    };
    const described = `${source.kind}:${source.size}`;
    const kept = fresh ? undefined : store.anchorSet(name);
    if (kept !== undefined) {
        yield {kind: "resolved", set: {...kept, source: described, reused: true, problems: []}};
        return;
    }
    let drawn: KeptAnchors | undefined;
    if (scorer === null || source.kind === "random") {
        drawn = drawRandom({dataset, size: source.size, seed});
    } else {
        for await (const event of drawKmeans({dataset, size: source.size, seed, scorer, store, fresh, signal})) {
            if (event.kind === "drawn")
                drawn = event.kept;
            else
                yield event;
        }
    }
    if (drawn === undefined)
        return; // stopped
    store.saveAnchorSet(name, drawn);
    yield {kind: "resolved", set: {...drawn, source: described, reused: false, problems: []}};
}

async function readAnchors(path: string): Promise<AnchorSet> {
    const file = await readDataset(path);
    const anchors = anchorsOf(file.examples.filter(({flags}) => !flags.includes("empty-output")));
    if (anchors.length === 0)
        throw new UserError(`${escapeForDisplay(path)} holds no usable anchor: each needs a question and an answer that is not empty.`);
    return {anchors, source: path, reused: false, draw: null, problems: file.problems};
}
