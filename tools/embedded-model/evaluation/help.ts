import {wilsonInterval} from "../../../src/core/golden.js";
import {shuffleWords} from "./corruptions.js";
import {toExample, type Sourced, type Texts} from "./examples.js";
import type {Measuring} from "./measuring.js";
import {Random} from "./random.js";
import {mean, meanEstimate, type Estimate} from "./statistics.js";

const kinds = ["related", "unrelated", "related, answer's words shuffled", "related, empty answer"] as const;
type Kind = typeof kinds[number];

export interface HelpRow {
    readonly inFront: Kind;
    readonly anchors: number;
    /** Mean over anchors of one-shot minus zero-shot mean log-probability, in nats per token. */
    readonly meanGain: Estimate;
    /** Share of anchors whose one-shot score is strictly greater. */
    readonly helped: Estimate;
    /** Mean length of the output in front, in characters. */
    readonly outputLength: number;
}

export interface Help {
    readonly rows: readonly HelpRow[];
    /** How much more the related example gives than each other kind, on the same anchors, in nats per token. */
    readonly relatedMore: readonly {readonly than: Kind; readonly meanGain: Estimate}[];
    readonly leftOut: number;
}

/**
 * Whether an example in front of a task helps, and whether it is its content that does: the same held-out anchors with a
 * related example (of the same source) in front, an unrelated one, and the related one with its answer spoilt.
 */
export async function help(measuring: Measuring, drawn: readonly Sourced[], all: readonly Sourced[], seed: number): Promise<Help> {
    const random = new Random(seed, "examples in front");
    const usable = await measuring.zeroShots("an example in front", drawn);
    const gains = new Map(kinds.map((kind) => [kind, [] as {gain: number; won: boolean; length: number}[]]));
    let done = 0;
    for (const anchor of drawn) {
        const inFront = examplesInFront(anchor, all, random); // drawn for every anchor, so that a model's refusal changes no other draw
        const {key, turns} = toExample(anchor);
        if (!usable.has(key) || inFront === undefined)
            continue;
        const scores = await measuring.scores(`an example in front: anchor ${done + 1}`, Object.values(inFront), [{key, turns}]);
        const found = kinds.flatMap((kind) => {
            const score = scores.get(toExample(inFront[kind]).key);
            return score === undefined ? [] : [{kind, gain: score.meanGain, won: score.wins > 0, length: inFront[kind].output.trim().length}];
        });
        if (found.length < kinds.length) // the same anchors in all rows
            continue;
        done++;
        for (const {kind, ...gain} of found)
            gains.get(kind)?.push(gain);
    }
    const of = (kind: Kind): readonly {gain: number; won: boolean; length: number}[] => gains.get(kind) ?? [];
    return {
        rows: done === 0 ? [] : kinds.map((kind) => {
            const wins = of(kind).filter(({won}) => won).length;
            const [low, high] = wilsonInterval(wins, done);
            return {
                inFront: kind, anchors: done, meanGain: meanEstimate(of(kind).map(({gain}) => gain), new Random(seed, "gain interval")),
                helped: {value: wins / done, low, high}, outputLength: mean(of(kind).map(({length}) => length))
            };
        }),
        relatedMore: done === 0 ? [] : kinds.slice(1).map((kind) => ({
            than: kind, meanGain: meanEstimate(of("related").map(({gain}, i) => gain - (of(kind)[i]?.gain ?? Number.NaN)), new Random(seed, "difference interval"))
        })),
        leftOut: drawn.length - done
    };
}

/** Undefined where the anchor's source has no other example, or there is no other source. */
function examplesInFront(anchor: Sourced, all: readonly Sourced[], random: Random): Record<Kind, Texts> | undefined {
    const same = all.filter(({source, instruction, input}) => source === anchor.source && (instruction !== anchor.instruction || input !== anchor.input));
    const others = all.filter(({source}) => source !== anchor.source);
    const wordy = same.filter(({output}) => output.trim().split(/\s+/).length >= 5); // one word cannot be shuffled
    if (same.length === 0 || others.length === 0)
        return undefined;
    const related = random.pick(wordy.length > 0 ? wordy : same);
    return {
        "related": related, "unrelated": random.pick(others),
        "related, answer's words shuffled": {...related, output: shuffleWords(related.output, random)},
        "related, empty answer": {...related, output: ""}
    };
}
