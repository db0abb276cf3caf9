import {count, escapeForDisplay} from "./displayText.js";
import type {EngineInfo} from "./measurement.js";

/** What measures, as far as last digits depend on it. */
export interface Measurer extends Pick<EngineInfo, "backend" | "devices" | "evaluator" | "kvCache" | "library" | "noise"> {
    /** Release of llama.cpp. */
    readonly llamaCpp: string | null;
}

/** Who measured how much of a run. What was measured by two of them, such as an example on other anchors, counts for both. */
export interface MeasuredBy {
    /** Null where nobody has noted it: in stores of version 0.1.0. */
    readonly by: Measurer | null;
    /** Examples that have a score, copies not counted. */
    readonly examples: number;
    /** Anchors that have a zero-shot score. */
    readonly anchors: number;
}

export function measurerOf({backend, devices, evaluator, kvCache, library, noise, versions}: Pick<EngineInfo, "backend" | "devices" | "evaluator" | "kvCache" | "library" | "noise" | "versions">): Measurer {
    return {backend, devices, evaluator, kvCache, library, noise, llamaCpp: versions["llama.cpp"] ?? null};
}

/** Of a meta file, in which anything may stand. */
export function isMeasuredBy(value: unknown): value is MeasuredBy {
    const {by, examples, anchors} = (value ?? {}) as {readonly [Name in keyof MeasuredBy]?: unknown};
    return typeof examples === "number" && typeof anchors === "number" && (by === null || isMeasurer(by));
}

function isMeasurer(value: unknown): value is Measurer {
    const {backend, devices, evaluator, kvCache, library, noise, llamaCpp} = (value ?? {}) as {readonly [Name in keyof Measurer]?: unknown};
    return [backend, evaluator, kvCache].every((text) => typeof text === "string") && Array.isArray(devices) && devices.every((device) => typeof device === "string")
        && [library, llamaCpp].every((text) => text === null || typeof text === "string") && (noise === null || typeof noise === "number");
}

/** Equal where the same numbers come out. Noise follows from the rest. */
export function measurerIdentity(by: Measurer | null): string {
    return by === null ? "unknown" : JSON.stringify([by.backend, by.devices, by.evaluator, by.kvCache, by.library, by.llamaCpp]);
}

/** Of several parts or runs together: each measurer once. */
export function joinMeasuredBy(all: readonly MeasuredBy[]): MeasuredBy[] {
    const joined = new Map<string, MeasuredBy>();
    for (const one of all) {
        const identity = measurerIdentity(one.by), before = joined.get(identity);
        joined.set(identity, before === undefined ? one : {by: louder(before.by, one.by), examples: before.examples + one.examples, anchors: Math.max(before.anchors, one.anchors)});
    }
    return [...joined.values()];
}

function louder(one: Measurer | null, other: Measurer | null): Measurer | null {
    return (one?.noise ?? 0) >= (other?.noise ?? 0) ? one : other;
}

/** Nats a token: the largest of those that are known; null where none is. */
export function noiseOfAll(all: readonly MeasuredBy[]): number | null {
    return all.reduce<number | null>((most, {by}) => typeof by?.noise === "number" ? Math.max(most ?? 0, by.noise) : most, null);
}

/** `cpu (haswell), direct, llama.cpp b1234`: enough to tell measurers apart. */
export function describeMeasurer(by: Measurer | null): string {
    if (by === null)
        return "what an earlier version did not note";
    const devices = by.devices.length > 0 ? ` on ${by.devices.map(escapeForDisplay).join(", ")}` : "";
    const library = by.library === null ? "" : ` (${escapeForDisplay(by.library)})`;
    const release = by.llamaCpp === null ? "" : `, llama.cpp ${escapeForDisplay(by.llamaCpp)}`;
    return `${escapeForDisplay(by.backend)}${devices}${library}, ${escapeForDisplay(by.evaluator)} with a cache of ${by.kvCache === "F16" ? 16 : 32} bits${release}`;
}

/** A sentence where a run's rows were not all measured alike; undefined where they were. */
export function describeMixture(all: readonly MeasuredBy[]): string | undefined {
    if (all.length < 2)
        return undefined;
    const parts = all.map(({by, examples, anchors}) => `${count(examples, "example")} and ${count(anchors, "anchor")} by ${describeMeasurer(by)}`);
    return `These scores were not all measured alike (${parts.join("; ")}), so they may differ by near-ties beside what the examples are worth.`;
}
