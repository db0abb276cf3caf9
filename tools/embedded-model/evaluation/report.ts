import {escapeForDisplay} from "../../../src/core/displayText.js";
import type {Agreement} from "./agreement.js";
import type {Contest, CorruptionTest} from "./corruptionTest.js";
import type {HeldOutLoss, LossRow} from "./heldOut.js";
import type {Help} from "./help.js";
import type {Estimate} from "./statistics.js";

// Every part as Markdown, for the model card. Intervals are 95 %.

/** A Markdown table; what comes from data can end neither its cell nor its line, nor reach the terminal raw. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
    const line = (cells: readonly string[]): string => `| ${cells.map((cell) => escapeForDisplay(cell).replaceAll("|", "\\|")).join(" | ")} |`;
    return [line(head), `|${head.map((_, i) => i === 0 ? "---" : "---:").join("|")}|`, ...rows.map(line)].join("\n");
}

export function figure(value: number, digits = 3): string {
    return Number.isFinite(value) ? value.toFixed(digits) : "-";
}

export function withInterval({value, low, high}: Estimate, digits = 3): string {
    return Number.isFinite(low) ? `${figure(value, digits)} [${figure(low, digits)}, ${figure(high, digits)}]` : figure(value, digits);
}

function percent({value, low, high}: Estimate): string {
    return `${share(value)}${Number.isFinite(low) ? ` [${figure(100 * low, 1)}, ${figure(100 * high, 1)}]` : ""}`;
}

function share(value: number): string {
    return Number.isFinite(value) ? `${figure(100 * value, 1)} %` : "-";
}

function whole(value: number): string {
    return value.toLocaleString("en-US");
}

/** @param unusable held-out lines that are no example of their own: plain text, no answer, a copy */
export function lossReport({rows, overall, meanOfSources, tooLong}: HeldOutLoss, unusable: number): string {
    const cells = (row: LossRow): string[] => [row.source, whole(row.examples), whole(row.answerBytes), withInterval(row.natsPerByte), figure(row.natsPerToken)];
    return [
        "### Held-out loss", "",
        table(["source", "examples", "bytes of answers", "nats per byte", "nats per token"], [...rows, overall].map(cells)), "",
        `Mean of the sources, each counting the same: ${figure(meanOfSources)} nats per byte. Left out: ${whole(tooLong)} longer than half the context; before the draw ${whole(unusable)} without a question, without an answer, or copies.`
    ].join("\n");
}

export function helpReport({rows, relatedMore, leftOut}: Help): string {
    if (rows.length === 0)
        return "### Does an example in front help?\n\nLeft out: no held-out example that fits the context has another one of its source and one of another source.";
    return [
        "### Does an example in front help?", "",
        table(["in front", "anchors", "mean gain, nats per token", "anchors helped", "mean output length"], rows.map((row) => [row.inFront, whole(row.anchors), withInterval(row.meanGain, 4), percent(row.helped), figure(row.outputLength, 0)])), "",
        ...relatedMore.map(({than, meanGain}) => `The related example gives ${withInterval(meanGain, 4)} more than: ${than}.`),
        ...(leftOut > 0 ? [`Anchors left out (too long, or nothing to put in front): ${whole(leftOut)}.`] : [])
    ].join("\n");
}

export function corruptionReport({rows, anchors, cleanFromSample, cleanHeldOut}: CorruptionTest): string {
    const cells = (name: string, by: string, {higher, equal, lower, winShare, cleanMean, corruptMean}: Contest, digits: number): string[] =>
        [name, by, `${whole(higher)} / ${whole(equal)} / ${whole(lower)}`, percent(winShare), Number.isNaN(cleanMean) ? "-" : `${figure(cleanMean, digits)} / ${figure(corruptMean, digits)}`];
    return [
        "### Corruption test", "",
        `${whole(anchors)} anchors; clean examples: ${whole(cleanFromSample)} of the sample, ${whole(cleanHeldOut)} held out. A pair is a clean example and the same one with its answer spoilt; the win share counts an equal pair as a half.`, "",
        table(["corruption", "by", "clean higher / equal / lower", "win share of clean", "mean clean / spoilt"], rows.flatMap((row) => [
            cells(`${row.corruption} (${whole(row.pairs)} pairs)`, "golden score", row.goldenScore, 3),
            cells("", "mean gain", row.meanGain, 4),
            cells("", "longer output", row.lengthAlone, 0)
        ]))
    ].join("\n");
}

export function agreementReport(result: Agreement): string {
    const {leftOut} = result;
    return [
        "### Published golden scores of LLaMA-7B", "",
        `${whole(result.above)} examples above 0.5 and ${whole(result.low)} low ones by chance, and ${whole(result.lowForLength)} low ones more, drawn for their length, where equal lengths are compared; ${whole(result.anchors)} anchors of the authors. A higher figure should mean "above 0.5". ` +
        `Left out before the draw: ${whole(leftOut.anchorsThemselves)} whose question is an anchor's, ${whole(leftOut.oddLabels)} without a clear label, ${whole(leftOut.copies)} copies; without a score: ${whole(leftOut.notScored)}.`, "",
        table(["figure", "AUC", "ties", "rank correlation among the low", `AUC within ${whole(result.strata)} strata of length (${whole(result.pairsWithinStrata)} pairs)`, "ties there", `share of ${whole(result.matchedPairs)} pairs matched by length`],
            result.rows.map((row) => [row.figure, withInterval(row.auc), share(row.ties), withInterval(row.spearmanLow), withInterval(row.withinStrata), share(row.tiesWithinStrata), withInterval(row.matched)])), "",
        `Within strata the golden score's AUC is farther above 0.5 than that of length is from 0.5, by ${withInterval(result.moreThanLength)}.`, "",
        `**Verdict:** ${result.verdict}`
    ].join("\n");
}
