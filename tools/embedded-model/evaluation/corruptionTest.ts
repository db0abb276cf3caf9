import type {Anchor} from "../../../src/core/anchors.js";
import type {GoldenScore} from "../../../src/core/golden.js";
import {corrupt, corruptionNames, type CorruptionName} from "./corruptions.js";
import {isClean, toExample, type Texts} from "./examples.js";
import {anchorsUsed, type Measuring} from "./measuring.js";
import {Random} from "./random.js";
import {mean, meanEstimate, type Estimate} from "./statistics.js";
import {winShare} from "./strata.js";

/** How often the clean example of a pair is the higher one. */
export interface Contest {
    readonly higher: number;
    readonly equal: number;
    readonly lower: number;
    /** A tie counts a half. */
    readonly winShare: Estimate;
    readonly cleanMean: number;
    readonly corruptMean: number;
}

export interface CorruptionRow {
    readonly corruption: CorruptionName;
    readonly pairs: number;
    readonly goldenScore: Contest;
    /** By mean gain in nats per token: few anchors give many equal golden scores. */
    readonly meanGain: Contest;
    /** What "the longer output wins" would have said, in characters. */
    readonly lengthAlone: Contest;
}

export interface CorruptionTest {
    readonly rows: readonly CorruptionRow[];
    readonly anchors: number;
    readonly cleanFromSample: number;
    readonly cleanHeldOut: number;
}

/** Clean examples, about half of them from the sample and the rest held out; more of the one where the other has too few. */
export function drawClean(sample: readonly Texts[], heldOut: readonly Texts[], amount: number, seed: number): {sample: Texts[]; heldOut: Texts[]} {
    const own = new Random(seed, "clean sample").shuffled(sample.filter(isClean));
    const other = new Random(seed, "clean held-out").shuffled(heldOut.filter(isClean));
    const fromSample = Math.min(own.length, Math.max(Math.ceil(amount / 2), amount - other.length));
    return {sample: own.slice(0, fromSample), heldOut: other.slice(0, amount - fromSample)};
}

/** Whether a clean example scores higher than the same one with its answer spoilt. */
export async function corruptionTest(measuring: Measuring, anchors: readonly Anchor[], clean: {sample: readonly Texts[]; heldOut: readonly Texts[]}, seed: number): Promise<CorruptionTest> {
    const both = [...clean.sample, ...clean.heldOut];
    const pairs = corruptionNames.map((corruption) => ({corruption, pairs: spoil(both, corruption, seed)}));
    const scores = await measuring.scores("corruption test", [...both, ...pairs.flatMap((of) => of.pairs.map(({spoilt}) => spoilt))], anchors);
    return {
        rows: pairs.map((of): CorruptionRow => {
            const known = of.pairs.flatMap((pair) => {
                const good = scores.get(toExample(pair.good).key), bad = scores.get(toExample(pair.spoilt).key);
                return good === undefined || bad === undefined ? [] : [{...pair, goodScore: good, badScore: bad}];
            });
            const by = (figure: (score: GoldenScore) => number): Contest => contest(known.map(({goodScore, badScore}) => [figure(goodScore), figure(badScore)]), seed);
            return {
                corruption: of.corruption, pairs: known.length, goldenScore: by((score) => score.goldenScore), meanGain: by((score) => score.meanGain),
                lengthAlone: contest(known.map(({good, spoilt}) => [good.output.trim().length, spoilt.output.trim().length]), seed)
            };
        }),
        anchors: anchorsUsed(scores), cleanFromSample: clean.sample.length, cleanHeldOut: clean.heldOut.length
    };
}

function spoil(clean: readonly Texts[], corruption: CorruptionName, seed: number): {good: Texts; spoilt: Texts}[] {
    const random = new Random(seed, corruption);
    return clean.flatMap((good, i) => {
        const other = clean[(i + 1 + random.below(Math.max(1, clean.length - 1))) % clean.length];
        const spoilt = corrupt(good, corruption, {random, otherAnswer: other?.output ?? ""});
        return spoilt === null ? [] : [{good, spoilt}];
    });
}

export function contest(pairs: readonly (readonly [clean: number, corrupt: number])[], seed: number): Contest {
    const shares = pairs.map(([clean, spoilt]) => winShare(clean, spoilt));
    return {
        higher: shares.filter((share) => share === 1).length, equal: shares.filter((share) => share === 0.5).length, lower: shares.filter((share) => share === 0).length,
        winShare: meanEstimate(shares, new Random(seed, "win share")), cleanMean: mean(pairs.map(([clean]) => clean)), corruptMean: mean(pairs.map(([, spoilt]) => spoilt))
    };
}
