/** Noise is given, and gains are counted, in steps of a hundred-thousandth of a nat. */
export const stepsPerNat = 1e5;

/** 0.05 nats a token: an evaluator with more noise than that is not used. */
const steps = 5000;

/** How many gains are close to zero, for a noise that is known only later: counted by steps, so that memory does not grow with them. */
export class GainCounts {
    /** All that were added. */
    public comparisons = 0;
    private readonly counts = new Float64Array(steps);

    /** @param gain in nats a token */
    public add(gain: number): void {
        this.comparisons++;
        const step = Math.floor(Math.abs(gain) * stepsPerNat);
        if (step < steps)
            this.counts[step] = (this.counts[step] ?? 0) + 1;
    }

    /** How many gains are closer to zero than the noise, which is rounded to steps. */
    public nearTies(noise: number): number {
        return this.counts.subarray(0, Math.round(noise * stepsPerNat)).reduce((sum, count) => sum + count, 0);
    }
}

/** What comparisons came to, in half a sentence: `37 of 1,200 comparisons (3.1 %) are near-ties, closer than 0.0032 nats a token`. */
export function describeNearTies({nearTies, comparisons, noise}: {readonly nearTies: number; readonly comparisons: number; readonly noise: number}): string {
    const [few, all] = [nearTies, comparisons].map((amount) => amount.toLocaleString("en-US"));
    const share = comparisons === 0 ? 0 : 100 * nearTies / comparisons;
    return `${few} of ${all} comparisons (${share.toFixed(1)} %) are near-ties, closer than ${noise.toPrecision(2)} nats a token`;
}
