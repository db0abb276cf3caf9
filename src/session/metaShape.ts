import {isMeasuredBy} from "../core/measurers.js";
import {amount, finite, list, matching, named, object, one, optional, orNull, text, truth, wholeNumber, type Shape} from "../core/shape.js";

/** Longer ones are no names of anything. */
const name = text(10_000), shortName = text(200);
const hash = text(128, /^[0-9a-z:-]*$/i);

/** Earlier versions did not write the library and the noise. */
const backend = orNull(object({backend: name, devices: list(name), evaluator: name, kvCache: name, library: optional(orNull(name)), noise: optional(orNull(finite))}));
const measuredBy = optional(list(matching(isMeasuredBy)));

/** Every field of a meta file that is read anywhere, and what it must be; what else is in one is for people. */
export const metaShape: Shape = object({
    format: one("goldpan-scores"),
    version: one(1),
    dataset: object({file: name, sha256: hash, examples: amount, columns: orNull(named(name))}),
    model: object({name, architecture: name, trainedContext: amount, vocabularySize: amount, hasBos: truth, file: name, fingerprint: hash, fingerprintSampled: optional(hash)}),
    backend,
    measuredBy,
    protocol: object({
        name: shortName, version: amount, template: shortName, contextSize: amount, separator: shortName, zeroShotBos: truth,
        anchorCut: orNull(amount), halfContext: amount
    }),
    anchors: object({source: name, count: amount, hash, leftOut: list(object({key: shortName, reason: name}))}),
    seed: wholeNumber,
    limit: orNull(amount),
    shard: orNull(object({part: finite, of: finite})),
    counts: object({rows: amount, scored: amount, unscored: amount, fromStore: amount, flags: named(amount), problems: amount, comparisons: optional(amount), nearTies: optional(orNull(amount))}),
    problems: list(object({line: amount, column: amount, message: text(100_000)})),
    tokensEvaluated: finite,
    seconds: finite,
    versions: named(name),
    parts: optional(list(object({part: amount, backend, measuredBy, versions: named(name)}))),
    scores: optional(object({sha256: hash, bytes: amount, rows: amount}))
});
