import {hashText} from "./contentKey.js";
import type {EmbeddingRefusal} from "./embedding.js";
import type {ExampleInText, Turn} from "./example.js";
import {drawPlaces} from "./random.js";
import type {Spread} from "./spread.js";

/** One member of the predefined task set: a query T and its ground-truth answer A, kept whole so that it outlives the file. */
export interface Anchor {
    /** The content key of the example that it is. */
    readonly key: string;
    readonly turns: readonly Turn[];
}

/** The anchors among examples, each content once, in their order. */
export function anchorsOf(examples: readonly ExampleInText[]): Anchor[] {
    const byKey = new Map(examples.map(({key, turns}) => [key, {key, turns}]));
    return [...byKey.values()];
}

/** Why an example of a file can be no anchor; `broken` ones are no examples at all. The last three only a model can tell. */
export type AnchorRefusal = "broken" | "empty" | "duplicate" | EmbeddingRefusal;

/** How a task set was drawn: enough to know what it stands for. */
export interface AnchorDraw {
    readonly method: "random" | "kmeans";
    /** As asked for; there are fewer anchors when there are fewer eligible examples. */
    readonly size: number;
    readonly seed: number;
    /** Distinct examples that any anchor could be. */
    readonly eligible: number;
    /** The others that were looked at. */
    readonly notEligible: Readonly<Partial<Record<AnchorRefusal, number>>>;
    /** Where not all were looked at: how many were, of how many with an answer of their own. */
    readonly subsample: {readonly size: number; readonly of: number} | null;
    /** What k-means found; null for other methods. */
    readonly spread: Spread | null;
}

/** The examples that have an answer and are no copies of earlier ones, as anchors and in their order. */
export function eligibleAnchors(examples: readonly ExampleInText[]): {anchors: Anchor[]; notEligible: {empty: number; duplicate: number}} {
    const answered = examples.filter(({flags}) => !flags.includes("empty-output"));
    const anchors = anchorsOf(answered.filter(({flags}) => !flags.includes("duplicate")));
    return {anchors, notEligible: {empty: examples.length - answered.length, duplicate: answered.length - anchors.length}};
}

/**
 * Draws `size` anchors without repetition from all examples that have an answer; the same examples and seed give the same
 * anchors on every machine. In the order of the file. Fewer when the file has no more.
 */
export function drawRandomAnchors(examples: readonly ExampleInText[], size: number, seed: number): Anchor[] {
    const candidates = eligibleAnchors(examples).anchors;
    const drawn = new Set(drawPlaces(candidates.length, size, seed));
    return candidates.filter((_, place) => drawn.has(place));
}

/** Identifies a task set by its members, whatever their order. */
export function anchorSetHash(anchors: readonly Anchor[]): string {
    return hashText(anchors.map(({key}) => key).sort().join("\n"));
}
