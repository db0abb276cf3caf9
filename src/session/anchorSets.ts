import {realpath} from "node:fs/promises";
import {anchorsOf, drawRandomAnchors, type Anchor} from "../core/anchors.js";
import {count, escapeForDisplay} from "../core/displayText.js";
import {UserError} from "../core/errors.js";
import type {Problem} from "../core/example.js";
import type {ColumnMapping} from "../core/formats/columns.js";
import type {Store} from "./interfaces.js";
import {readDataset, type Dataset} from "./readDataset.js";

/** Where the task set comes from: a file, or drawn from the dataset itself. */
export type AnchorSource = {readonly kind: "file"; readonly path: string} | {readonly kind: "random"; readonly size: number};

export interface AnchorSet {
    readonly anchors: readonly Anchor[];
    /** For people and for the meta file: a file name, or the method with its size. */
    readonly source: string;
    /** True when the store had them from an earlier draw. */
    readonly reused: boolean;
    /** What could not be read of an anchor file. */
    readonly problems: readonly Problem[];
}

/** @throws UserError for anything but `random:N` with N from 1, or a file name */
export function parseAnchorSource(text: string): AnchorSource {
    const [, method, size] = /^(random|kmeans):(.*)$/.exec(text) ?? [];
    if (method === undefined)
        return {kind: "file", path: text};
    if (method !== "random")
        throw new UserError(`--anchors ${escapeForDisplay(text)}: only random:N and a file name are known.`);
    if (!/^[1-9]\d{0,5}$/.test(size ?? ""))
        throw new UserError(`--anchors ${escapeForDisplay(text)}: write random:N with a whole number from 1, such as random:100.`);
    return {kind: "random", size: Number(size)};
}

export interface AnchorRequest {
    readonly source: AnchorSource;
    readonly dataset: Dataset;
    readonly columns: ColumnMapping | undefined;
    readonly seed: number;
    readonly store: Store;
    /** Draw again even if the store has a set. */
    readonly fresh: boolean;
}

/**
 * The anchors of a run. Drawn ones come from the whole file, are drawn once, and are kept in the store under the file's path,
 * method, size and seed, so that an edit of the file does not change what its scores were measured on.
 * @throws UserError when there is no usable one
 */
export async function resolveAnchors({source, dataset, columns, seed, store, fresh}: AnchorRequest): Promise<AnchorSet> {
    if (source.kind === "file") {
        const file = await readDataset(source.path);
        const anchors = anchorsOf(file.examples.filter(({flags}) => !flags.includes("empty-output")));
        if (anchors.length === 0)
            throw new UserError(`${escapeForDisplay(source.path)} holds no usable anchor: each needs a question and an answer that is not empty.`);
        return {anchors, source: source.path, reused: false, problems: file.problems};
    }
    const name = {
        file: await realpath(dataset.path), size: source.size, seed,
        method: columns === undefined ? "random" : `random of ${JSON.stringify(columns)}`
    };
    const described = `random:${source.size}`;
    const kept = fresh ? undefined : store.anchorSet(name);
    if (kept !== undefined)
        return {anchors: kept, source: described, reused: true, problems: []};
    const anchors = drawRandomAnchors(dataset.examples, source.size, seed);
    if (anchors.length === 0)
        throw new UserError(`${escapeForDisplay(dataset.path)} has no example with an answer to draw anchors from (${count(dataset.examples.length, "example")}). Give a file with --anchors.`);
    store.saveAnchorSet(name, anchors);
    return {anchors, source: described, reused: false, problems: []};
}
