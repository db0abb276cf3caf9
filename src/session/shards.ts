import {count, escapeForDisplay} from "../core/displayText.js";
import {UserError} from "../core/errors.js";
import type {ScoreRow} from "../core/scoresFile.js";
import type {RunMeta, Shard} from "./runMeta.js";
import {metaPath} from "./scoresFiles.js";

/** A scores file and what its meta file says. */
export interface Part {
    readonly path: string;
    readonly rows: readonly ScoreRow[];
    readonly meta: RunMeta;
}

/** A part of a run whose shard can be one. */
export interface ShardPart extends Part {
    readonly shard: Shard;
}

/**
 * Takes neither a scores file nor its meta file at its word: every example of the part must be there, once, and no other.
 * @throws UserError with the first thing that is not so
 */
export function requireWholePart({path, rows, meta}: Part): ShardPart {
    const {shard, dataset, limit, counts} = meta;
    const shown = escapeForDisplay(path), shownMeta = escapeForDisplay(metaPath(path));
    if (shard === null)
        throw new UserError(`${shown} is a whole run, no part of one.`);
    const {part, of} = shard;
    const examples = Math.min(dataset.examples, limit ?? Infinity);
    if (![part, of].every(Number.isSafeInteger) || part < 1 || part > of || of > examples)
        throw new UserError(`${shownMeta} says that it is part ${part} of ${of}, of ${count(examples, "example")}, which cannot be; score that part again.`);
    const again = `Score part ${part}/${of} again`;
    if (rows.length !== counts.rows)
        throw new UserError(`${shown} holds ${count(rows.length, "row")}, and ${shownMeta} says ${counts.rows.toLocaleString("en-US")}: it was cut short or changed, or the two do not belong together. ${again}.`);
    const seen = new Set<number>();
    for (const {index} of rows) {
        if (index >= examples)
            throw new UserError(`${shown} holds a row with index ${index}, but the run has ${count(examples, "example")} only: rows and meta file do not belong together. ${again}.`);
        if (index % of !== part - 1)
            throw new UserError(`${shown} holds a row with index ${index}, which belongs to part ${index % of + 1}/${of}, but ${shownMeta} says that it is part ${part}/${of}: the two do not belong together. ${again}.`);
        if (seen.has(index))
            throw new UserError(`${shown} holds two rows with index ${index}. ${again}.`);
        seen.add(index);
    }
    const expected = Math.floor((examples - part) / of) + 1;
    if (rows.length !== expected)
        throw new UserError(`${shown} holds ${count(rows.length, "row")}, but part ${part}/${of} of ${count(examples, "example")} has ${expected.toLocaleString("en-US")}. ${again}.`);
    return {path, rows, meta, shard};
}

/**
 * The parts of one run in their order.
 * @throws UserError when two are the same part, or one is missing
 */
export function requireAllParts(parts: readonly ShardPart[]): readonly [ShardPart, ...ShardPart[]] {
    const byPart = new Map<number, ShardPart>();
    for (const one of parts) {
        const {part, of} = one.shard, twin = byPart.get(part);
        if (twin !== undefined)
            throw new UserError(`${escapeForDisplay(one.path)} and ${escapeForDisplay(twin.path)} are the same part, ${part}/${of}.`);
        byPart.set(part, one);
    }
    const of = parts[0]?.shard.of ?? 0, first = byPart.get(1);
    if (byPart.size < of || first === undefined)
        throw new UserError(missingSentence(byPart, of));
    return [first, ...[...byPart.values()].filter((one) => one !== first).sort((a, b) => a.shard.part - b.shard.part)];
}

/** Parts that are named; more are only counted. */
const mostNamed = 10;

/** What a file claims to have parts is not walked through: only as far as there is something to name. */
function missingSentence(byPart: ReadonlyMap<number, unknown>, of: number): string {
    const amount = of - byPart.size, named: string[] = [];
    for (let part = 1; part <= of && named.length < mostNamed; part++)
        if (!byPart.has(part))
            named.push(`${part}/${of}`);
    const others = amount - named.length;
    return `The ${amount === 1 ? "part" : "parts"} ${named.join(", ")}${others > 0 ? ` and ${others.toLocaleString("en-US")} more` : ""} ${amount === 1 ? "is" : "are"} missing.`;
}
