import type {Embedding, EmbeddingRefusal} from "../core/embedding.js";
import type {ZeroShot} from "../core/measurement.js";
import {unpackVector} from "./packing.js";

/** As the columns are called in the store. */
export interface ZeroShotRow {
    readonly log_probability: number | null;
    readonly tokens: number | null;
    readonly refused: string | null;
}

export interface EmbeddingRow {
    readonly vector: Uint8Array | null;
    readonly refused: EmbeddingRefusal | null;
}

export function embeddingOf({vector: packed, refused}: EmbeddingRow): Embedding | undefined {
    if (packed === null)
        return refused === null ? undefined : {kind: "refused", reason: refused};
    const vector = unpackVector(packed);
    return vector === undefined ? undefined : {kind: "embedded", vector};
}

export function zeroShotOf({log_probability: logProbability, tokens, refused}: ZeroShotRow): ZeroShot {
    return logProbability === null || tokens === null
        ? {kind: "refused", reason: refused ?? "the store does not say why"}
        : {kind: "measured", measurement: {logProbability, tokens}};
}

/** What this program wrote as JSON. Undefined where it is damaged, or lacks a field: as good as never written. */
export function jsonOf<T extends object>(text: string | null | undefined, fields: readonly (keyof T & string)[]): T | undefined {
    if (typeof text !== "string")
        return undefined;
    try {
        const value: unknown = JSON.parse(text);
        return typeof value === "object" && value !== null && fields.every((field) => field in value) ? value as T : undefined;
    } catch {
        return undefined;
    }
}
