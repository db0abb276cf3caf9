import * as vscode from "vscode";
import {answerTurn} from "../core/example.js";
import {promptText} from "../core/prompt.js";
import type {Rank} from "../core/ranking.js";
import {wrapLine} from "../core/wrapLine.js";
import type {AnchorGain} from "../session/keptScores.js";
import {decimal} from "./amounts.js";
import {decisionName, meaning, score, scoreLine, settingName} from "./describe.js";
import type {ExampleView, ScoreOrigin} from "./fileScores.js";
import {oneLine} from "./plainText.js";

/** Characters of a line of the account; its tables are narrower. */
const widest = 100;

/** What a few sentences tell of. */
export interface Told {
    readonly view: Pick<ExampleView, "score" | "measured" | "flags" | "decision">;
    /** The example's content. */
    readonly key: string;
    readonly rank: Rank | undefined;
    readonly origin: ScoreOrigin;
    readonly lowScore: number;
}

/** What is known of why an example has its score; `gains` is undefined where the measurements are not at hand. */
export interface Reasons extends Told {
    readonly view: ExampleView;
    readonly gains: readonly AnchorGain[] | undefined;
}

export interface AnchorRow {
    readonly anchor: string;
    readonly zeroShot: string;
    readonly oneShot: string;
    readonly gain: string;
}

/** A few sentences: score and rank, how sure it is, the run, the flags. All plain text. */
export function summary({view, key, rank, origin, lowScore}: Told): string[] {
    const {score: golden, flags, decision} = view;
    return [
        vscode.l10n.t("Golden score: {0}", scoreLine(view, rank)),
        ...(golden === null ? [] : [
            vscode.l10n.t("It helps with {0} of {1} anchors; mean gain {2} nats a token.", golden.wins, golden.anchors, signed(golden.meanGain)),
            ...ownAnchor(origin, key),
            distance(golden.goldenScore, golden.anchors, lowScore)
        ]),
        ...originLines(origin),
        ...(decision === undefined ? [] : [vscode.l10n.t("Decision: {0}", decisionName(decision))]),
        ...flags.map((code) => `${code}: ${meaning(code)}`)
    ];
}

/** Of an example that is one of the anchors that its file was scored on: why it was measured on one fewer. */
export function ownAnchor(origin: ScoreOrigin, key: string | undefined): string[] {
    const anchors = origin.kind === "run" ? origin.run.anchors : [];
    return anchors.some((anchor) => anchor.key === key) ? [vscode.l10n.t("It is one of the {0} anchors itself, which does not count.", anchors.length)] : [];
}

/** How far the score is from the threshold, in standard errors of a share. */
function distance(share: number, anchors: number, threshold: number): string {
    const error = Math.sqrt(Math.max(share * (1 - share), 0.25 / anchors) / anchors);
    const errors = (share - threshold) / error;
    return vscode.l10n.t("{0} standard errors ({1} each) {2} the threshold of {3}.", decimal(Math.abs(errors), 1), decimal(error, 3), errors >= 0 ? vscode.l10n.t("above") : vscode.l10n.t("below"), score(threshold));
}

/** What measured the scores, and with what. */
export function originLines(origin: ScoreOrigin): string[] {
    switch (origin.kind) {
        case "none":
            return [vscode.l10n.t("The file has not been scored.")];
        case "file":
            return [vscode.l10n.t("From the scores file {0}{1}.", oneLine(origin.path, 200), origin.model === undefined ? "" : vscode.l10n.t(", measured with {0}", oneLine(origin.model)))];
        case "run": {
            const {modelFile, protocol, anchorSource, anchors, seed} = origin.run;
            return [
                vscode.l10n.t("Measured with {0}, protocol {1}, {2} anchors ({3}, seed {4}).", oneLine(modelFile), protocol.name, anchors.length, oneLine(anchorSource, 200), seed),
                ...(origin.outdated.length === 0 ? [] : [vscode.l10n.t("The settings ask for another {0} by now: score the file again to have it.", origin.outdated.map(settingName).join(", "))])
            ];
        }
    }
}

/** The anchors that are helped most, and those that are hurt most, each from the largest effect on. */
export function extremes(gains: readonly AnchorGain[], each: number): {helped: AnchorGain[]; hurt: AnchorGain[]} {
    const helped = gains.filter(({zeroShot, oneShot}) => oneShot > zeroShot);
    const hurt = gains.filter(({zeroShot, oneShot}) => oneShot <= zeroShot);
    return {helped: helped.slice(0, each), hurt: hurt.reverse().slice(0, each)};
}

/** An anchor's question on one line. */
export function anchorQuestion({turns}: AnchorGain["anchor"], limit: number): string {
    const {query} = promptText(turns);
    return oneLine(query.replace(/^Instruction:\s*/, "").replace(/\s*Response:\s*$/, ""), limit);
}

/** Scores in nats a token. */
export function anchorRow({anchor, zeroShot, oneShot}: AnchorGain): AnchorRow {
    return {anchor: anchorQuestion(anchor, 60), zeroShot: decimal(zeroShot, 3), oneShot: decimal(oneShot, 3), gain: signed(oneShot - zeroShot)};
}

function signed(value: number): string {
    return `${value < 0 ? "−" : "+"}${decimal(Math.abs(value), 3)}`;
}

/** Why there is no table of anchors. */
export function missing({origin, gains}: Pick<Reasons, "origin" | "gains">): string | undefined {
    if (gains !== undefined && gains.length > 0)
        return undefined;
    switch (origin.kind) {
        case "file":
            return vscode.l10n.t("The anchors that it helps and hurts are not in a scores file: score the file here to see them.");
        case "run":
            return vscode.l10n.t("This example has not been measured: score the file again, which measures only what is missing.");
        case "none":
            return undefined;
    }
}

/** The whole account as plain text, for a document of its own. */
export function account(reasons: Reasons): string {
    const {view: {located: {example}}, gains} = reasons;
    const lines = [vscode.l10n.t("Example {0}, line {1}", example.index + 1, example.line), "", ...summary(reasons), ""];
    const note = missing(reasons);
    if (note !== undefined)
        lines.push(note, "");
    if (gains !== undefined && gains.length > 0) {
        const {helped, hurt} = extremes(gains, 10);
        const table = (title: string, effects: readonly AnchorGain[]): string[] => effects.length === 0 ? [] : [
            title, `${vscode.l10n.t("gain").padStart(8)}  ${vscode.l10n.t("zero-shot").padStart(9)}  ${vscode.l10n.t("one-shot").padStart(9)}  ${vscode.l10n.t("anchor")}`,
            ...effects.map(anchorRow).map(({anchor, zeroShot, oneShot, gain}) => `${gain.padStart(8)}  ${zeroShot.padStart(9)}  ${oneShot.padStart(9)}  ${anchor}`), ""
        ];
        lines.push(...table(vscode.l10n.t("Anchors that it helps most (nats a token)"), helped), ...table(vscode.l10n.t("Anchors that it hurts most (nats a token)"), hurt));
    }
    lines.push(vscode.l10n.t("Answer: {0}", oneLine(answerTurn(example.turns).text, 400)));
    return `${lines.flatMap((line) => wrapLine(line, widest, "    ")).join("\n")}\n`;
}

