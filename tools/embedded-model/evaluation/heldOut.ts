import {Buffer} from "node:buffer";
import type {AnchorMeasurement} from "../../../src/core/golden.js";
import {toExample, type Sourced} from "./examples.js";
import type {Measuring} from "./measuring.js";
import {Random} from "./random.js";
import {bootstrap, mean, sum, type Estimate} from "./statistics.js";

/** Up to `perSource` examples of every source, by chance. */
export function drawPerSource(examples: readonly Sourced[], perSource: number, seed: number): Sourced[] {
    const sources = [...new Set(examples.map(({source}) => source))].sort();
    return sources.flatMap((source) => new Random(seed, `held-out of ${source}`).sample(examples.filter((example) => example.source === source), perSource));
}

export interface LossRow {
    readonly source: string;
    readonly examples: number;
    readonly answerBytes: number;
    readonly answerTokens: number;
    /** Of an answer, given its query: all nats by all bytes of UTF-8. */
    readonly natsPerByte: Estimate;
    readonly natsPerToken: number;
}

export interface HeldOutLoss {
    readonly rows: readonly LossRow[];
    readonly overall: LossRow;
    /** The mean of the sources' figures, each counting the same. */
    readonly meanOfSources: number;
    /** Longer than half the model's context. */
    readonly tooLong: number;
}

/** The model's loss on answers that it was not trained on, by the zero-shot pass that golden scores use. */
export async function heldOutLoss(measuring: Measuring, drawn: readonly Sourced[], seed: number): Promise<HeldOutLoss> {
    const measured = await measuring.zeroShots("held-out loss", drawn);
    const losses = drawn.flatMap((example) => {
        const measurement = measured.get(toExample(example).key);
        return measurement === undefined ? [] : [{source: example.source, bytes: Buffer.byteLength(example.output.trim()), measurement}];
    });
    const sources = [...new Set(drawn.map(({source}) => source))];
    const rows = sources.map((source) => lossRow(source, losses.filter((loss) => loss.source === source), seed));
    return {rows, overall: lossRow("all", losses, seed), meanOfSources: mean(rows.map(({natsPerByte}) => natsPerByte.value).filter((value) => !Number.isNaN(value))), tooLong: drawn.length - losses.length};
}

interface Loss {
    readonly bytes: number;
    readonly measurement: AnchorMeasurement;
}

function lossRow(source: string, losses: readonly Loss[], seed: number): LossRow {
    const bytes = (some: readonly Loss[]): number => sum(some.map((loss) => loss.bytes));
    const nats = (some: readonly Loss[]): number => -sum(some.map(({measurement}) => measurement.logProbability));
    const tokens = sum(losses.map(({measurement}) => measurement.tokens));
    return {
        source, examples: losses.length, answerBytes: bytes(losses), answerTokens: tokens, natsPerToken: nats(losses) / tokens,
        natsPerByte: bootstrap([losses], ([some = []]) => nats(some) / bytes(some), new Random(seed, "loss interval"))
    };
}
