import {UserError} from "../core/errors.js";
import type {AnchorMeasurement} from "../core/golden.js";
import {countAnswerTokens, layOutAnchor, layOutExample, layOutZeroShot, type AnchorLayout, type Tokenize} from "../core/layout.js";
import type {Evaluator} from "./evaluator.js";
import type {MeasureTask} from "../core/measurement.js";
import type {EngineEvent} from "./protocol.js";

export interface Measurer {
    readonly evaluator: Evaluator;
    readonly tokenize: Tokenize;
    /** Null for models without one. */
    readonly bos: number | null;
    /** For an estimate of the time; null where nothing is known. */
    readonly tokensPerSecond: number | null;
}

/**
 * Runs one request: zero-shot passes first, then the examples in their order. Reports every result as soon as it is there.
 * @throws the signal's reason when aborted
 */
export async function measure(options: MeasureTask, {evaluator, tokenize, bos, tokensPerSecond}: Measurer, report: (event: EngineEvent) => void, signal: AbortSignal): Promise<void> {
    const {protocol} = options;
    const onStep = (tokens: number): void => {
        report({type: "step", tokens});
    };
    const layouts: (AnchorLayout | undefined)[] = [];
    for (const anchor of options.anchors) {
        const layout = layOutAnchor(anchor, protocol, tokenize);
        layouts.push(layout.kind === "anchor" ? layout : undefined);
        if (layout.kind === "refused") {
            report({type: "anchorRefused", key: anchor.key, reason: layout.reason});
        } else if (anchor.zeroShot) {
            report({type: "started", key: anchor.key, pass: "zero-shot"});
            const sums = await evaluator.evaluate(layOutZeroShot(protocol, bos), [layout], onStep, signal);
            report({type: "zeroShot", key: anchor.key, measurement: measurementOf(layout, sums[0])});
        }
    }
    if (tokensPerSecond !== null && options.examples.length > 0) {
        const tokens = estimateTokens(options, layouts, tokenize);
        report({type: "estimate", tokens, seconds: tokens / tokensPerSecond});
    }
    for (const example of options.examples) {
        signal.throwIfAborted();
        const wanted = example.anchors.flatMap((position) => {
            const layout = layouts[position], anchor = options.anchors[position];
            return layout === undefined || anchor === undefined ? [] : [{key: anchor.key, layout}];
        });
        report({type: "started", key: example.key, pass: "one-shot"});
        const prefix = layOutExample(example.text, protocol, bos, tokenize);
        const sums = await evaluator.evaluate(prefix.tokens, wanted.map(({layout}) => layout), onStep, signal);
        report({
            type: "oneShot", key: example.key, truncated: prefix.truncated, answerTokens: countAnswerTokens(example.text, example.answerFrom, tokenize),
            measurements: new Map(wanted.map(({key, layout}, position) => [key, measurementOf(layout, sums[position])]))
        });
    }
}

const sampledExamples = 32;

/** Tokens of all one-shot passes; the examples' own are estimated from a sample, as it is not worth tokenising all of them twice. */
function estimateTokens({examples, protocol}: MeasureTask, layouts: readonly (AnchorLayout | undefined)[], tokenize: Tokenize): number {
    const every = Math.ceil(examples.length / sampledExamples);
    const sample = examples.filter((_, i) => i % every === 0);
    const prefixTokens = sample.reduce((sum, {text}) => sum + layOutExample(text, protocol, null, tokenize).tokens.length, 0);
    const anchorTokens = examples.reduce((sum, {anchors}) => sum + anchors.reduce((own, position) => own + (layouts[position]?.tokens.length ?? 0), 0), 0);
    return Math.round(prefixTokens / sample.length * examples.length) + anchorTokens;
}

function measurementOf({tokens, scoredFrom}: AnchorLayout, sum: number | undefined): AnchorMeasurement {
    if (sum === undefined || !Number.isFinite(sum))
        throw new UserError("The model gives no finite probability: its file may be damaged, so that another copy would help, or this device computes it wrongly.", "processor");
    return {logProbability: sum, tokens: tokens.length - scoredFrom};
}
