import {setImmediate} from "node:timers/promises";
import {drawRandomAnchors, eligibleAnchors, type Anchor, type AnchorRefusal} from "../core/anchors.js";
import {hashText} from "../core/contentKey.js";
import {count, escapeForDisplay} from "../core/displayText.js";
import type {EmbeddingRefusal} from "../core/embedding.js";
import {UserError} from "../core/errors.js";
import type {ExampleInText, ProblemInText} from "../core/example.js";
import {chooseByKmeans, type KmeansChoice} from "../core/kmeans.js";
import type {KeptAnchors} from "../core/measurement.js";
import {spreadOf} from "../core/spread.js";
import {embedExamples, type EmbedEvent, type Scorer} from "./embedExamples.js";
import type {Store} from "./interfaces.js";

export type DrawEvent =
    | Exclude<EmbedEvent, {kind: "embeddings"}>
    /** K-means begins, or has made a pass. */
    | {readonly kind: "clustering"; readonly examples: number; readonly iteration: number}
    /** The last one, unless the signal was aborted before. */
    | {readonly kind: "drawn"; readonly kept: KeptAnchors};

/** What drawing needs of a dataset, on disk or in an editor. */
export interface DrawnFrom {
    readonly path: string;
    readonly examples: readonly ExampleInText[];
    readonly problems: readonly ProblemInText[];
}

export interface DrawRequest {
    readonly dataset: DrawnFrom;
    readonly size: number;
    readonly seed: number;
}

/** @throws UserError when there is none to draw */
export function drawRandom({dataset, size, seed}: DrawRequest): KeptAnchors {
    const {anchors: eligible, notEligible} = eligibleAnchors(dataset.examples);
    requireEligible(eligible.length, dataset);
    return {
        anchors: drawRandomAnchors(dataset.examples, size, seed),
        draw: {method: "random", size, seed, eligible: eligible.length, notEligible: named({broken: dataset.problems.length, ...notEligible}), subsample: null, spread: null}
    };
}

/** Of more eligible examples only so many are embedded. */
export const mostEmbedded = 20_000;

export interface KmeansRequest extends DrawRequest {
    readonly scorer: Scorer;
    readonly store: Store;
    /** Embed again what the store has. */
    readonly fresh: boolean;
    readonly signal: AbortSignal;
    /** For tests. */
    readonly mostEmbedded?: number;
}

/**
 * Draws the examples nearest the centroids of k-means over the model's embeddings. In the order of the file. Ends early, without
 * an error, when the signal is aborted.
 * @throws UserError when there is none to draw, or this model or engine cannot embed
 */
export async function* drawKmeans({dataset, size, seed, scorer, store, fresh, signal, mostEmbedded: most = mostEmbedded}: KmeansRequest): AsyncGenerator<DrawEvent> {
    const {anchors: candidates, notEligible} = eligibleAnchors(dataset.examples);
    requireEligible(candidates.length, dataset);
    const examples = subsample(candidates, most);
    const refusals = new Map<AnchorRefusal, number>();
    const embedded: {readonly anchor: Anchor; readonly vector: Float32Array}[] = [];
    for await (const event of embedExamples({examples, ...scorer, store, fresh, signal})) {
        if (event.kind !== "embeddings") {
            yield event;
            continue;
        }
        for (const anchor of examples) {
            const embedding = event.embeddings.get(anchor.key);
            if (embedding?.kind === "embedded")
                embedded.push({anchor, vector: embedding.vector});
            else if (embedding !== undefined)
                refusals.set(embedding.reason, (refusals.get(embedding.reason) ?? 0) + 1);
        }
    }
    if (signal.aborted)
        return;
    requireEmbedded(embedded.length, refusals, dataset);
    const vectors = embedded.map(({vector}) => vector);
    const choice = yield* cluster(vectors, size, seed, signal);
    if (choice === undefined)
        return;
    const chosen = new Set(choice.chosen);
    yield {kind: "drawn", kept: {
        anchors: embedded.flatMap(({anchor}, place) => chosen.has(place) ? [anchor] : []),
        draw: {
            method: "kmeans", size, seed, eligible: embedded.length,
            notEligible: named({broken: dataset.problems.length, ...notEligible, ...Object.fromEntries(refusals)}),
            subsample: examples.length < candidates.length ? {size: examples.length, of: candidates.length} : null,
            spread: spreadOf(vectors, choice, seed)
        }
    }};
}

/** Passes of k-means, between which signals are heard. */
async function* cluster(vectors: readonly Float32Array[], size: number, seed: number, signal: AbortSignal): AsyncGenerator<DrawEvent, KmeansChoice | undefined> {
    yield {kind: "clustering", examples: vectors.length, iteration: 0};
    const passes = chooseByKmeans(vectors, size, seed);
    for (;;) {
        await setImmediate();
        if (signal.aborted)
            return undefined;
        const pass = passes.next();
        if (pass.done === true)
            return pass.value;
        yield {kind: "clustering", examples: vectors.length, iteration: pass.value};
    }
}

/**
 * The same for every size and seed of a draw, so that another draw needs no model; and nearly the same after an edit, as each
 * example's own key decides whether it is in: those with the lowest hashes are.
 */
function subsample(candidates: readonly Anchor[], most: number): readonly Anchor[] {
    if (candidates.length <= most)
        return candidates;
    const hashes = new Map(candidates.map(({key}) => [key, hashText(`subsample 0 ${key}`)]));
    const limit = [...hashes.values()].sort()[most] ?? "";
    return candidates.filter(({key}) => (hashes.get(key) ?? "") < limit);
}

function requireEligible(eligible: number, {path, examples}: DrawnFrom): void {
    if (eligible === 0)
        throw new UserError(`${escapeForDisplay(path)} has no example with an answer to draw anchors from (${count(examples.length, "example")}).`, "anchor-file");
}

function requireEmbedded(embedded: number, refusals: ReadonlyMap<AnchorRefusal, number>, {path}: DrawnFrom): void {
    if (embedded > 0)
        return;
    const reasons: Readonly<Record<EmbeddingRefusal, string>> = {
        "too-long": "longer than half the model's context", "not-finite": "given no finite numbers by the model, whose file may be damaged", "engine-crash": "ending the engine"
    };
    const why = Object.entries(reasons).flatMap(([reason, words]) => refusals.has(reason as EmbeddingRefusal) ? [words] : []);
    throw new UserError(`${escapeForDisplay(path)} has no example that can be embedded: each is ${why.join(" or ")}.`, "other-anchors");
}

/** Without the reasons that nothing was refused for. */
function named(counts: Readonly<Partial<Record<AnchorRefusal, number>>>): Readonly<Partial<Record<AnchorRefusal, number>>> {
    return Object.fromEntries(Object.entries(counts).filter(([, amount]) => amount > 0));
}
