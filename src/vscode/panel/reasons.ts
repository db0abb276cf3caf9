import * as vscode from "vscode";
import type {AnchorEffect, RowReasons} from "../../../webview/protocol.js";
import type {Browser} from "../../browse/client.js";
import type {ScoresOrigin} from "../../browse/protocol.js";
import {KeptScores, type AnchorGain, type WantedRun} from "../../session/keptScores.js";
import {settings} from "../config.js";
import {decisionName} from "../describe.js";
import type {ScoreIndex} from "../scoreIndex.js";
import {anchorQuestion, extremes, missing, originLines, summary} from "../why.js";
import {toldOrigin} from "./status.js";

export interface ReasonNeeds {
    readonly origin: ScoresOrigin;
    readonly wanted: WantedRun | undefined;
    readonly store: () => ConstructorParameters<typeof KeptScores>[1];
    readonly index: Pick<ScoreIndex, "decisionsOf">;
}

/** As many anchors are shown on each side. */
const each = 10;
const questionLength = 200;

/** Everything known of one row; undefined when the table it is of is gone. Its flags the panel knows itself. */
export async function reasonsOf(browser: Browser, revision: number, row: number, {origin, wanted, store, index}: ReasonNeeds): Promise<RowReasons | undefined> {
    const [texts, keys] = await Promise.all([browser.texts(revision, [row], 0), browser.keys(revision, Uint32Array.of(row))]);
    const text = texts?.[0], key = keys?.[0];
    if (text === undefined || key === undefined)
        return undefined;
    const copies = await browser.rows(revision, [key]) ?? [];
    const decision = index.decisionsOf([key]).get(key);
    const told = toldOrigin(origin, wanted), {lowScore} = settings();
    const kept = origin.kind === "run" ? new KeptScores(origin.run, store()) : undefined;
    const found = kept?.look([key]).get(key);
    const gains = kept?.gains(key) ?? [];
    const {helped, hurt} = extremes(gains, each);
    const note = missing({origin: told, gains});
    return {
        row, turns: text.turns, helped: helped.map(effectOf), hurt: hurt.map(effectOf), copies: [...copies].filter((copy) => copy !== row),
        sentences: [
            ...(kept === undefined
                ? [...originLines(told), ...(decision === undefined ? [] : [vscode.l10n.t("Decision: {0}", decisionName(decision))])]
                : summary({view: {score: found?.score ?? null, measured: found !== undefined, flags: [], decision}, key, rank: undefined, origin: told, lowScore})),
            ...(note === undefined ? [] : [note])
        ]
    };
}

function effectOf({anchor, zeroShot, oneShot}: AnchorGain): AnchorEffect {
    return {anchor: anchorQuestion(anchor, questionLength), zeroShot, oneShot};
}
