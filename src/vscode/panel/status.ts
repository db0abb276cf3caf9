import path from "node:path";
import type {PanelStatus} from "../../../webview/protocol.js";
import type {ScoresOrigin} from "../../browse/protocol.js";
import {differences, type WantedRun} from "../../session/keptScores.js";
import {embeddedModelFile} from "../../session/embeddedModel.js";
import {settingName} from "../describe.js";
import type {ScoreOrigin} from "../fileScores.js";

/** The origin of scores with what the settings ask for by now. */
export function toldOrigin(origin: ScoresOrigin, wanted: WantedRun | undefined): ScoreOrigin {
    switch (origin.kind) {
        case "none":
            return origin;
        case "run":
            return {...origin, outdated: wanted === undefined ? [] : differences(origin.run, wanted), unsure: wanted === undefined};
        case "file":
            return {...origin, model: origin.model ?? undefined};
    }
}

export function describeOrigin(origin: ScoreOrigin): PanelStatus["origin"] {
    switch (origin.kind) {
        case "none":
            return origin;
        case "run": {
            const {modelFile, protocol, anchorSource, anchors} = origin.run;
            return {
                kind: "run", model: modelFile, protocol: protocol.name, anchors: anchorSource, anchorCount: anchors.length,
                demonstration: modelFile === embeddedModelFile, outdated: origin.outdated.map(settingName)
            };
        }
        case "file":
            return {kind: "file", name: path.basename(origin.path), model: origin.model ?? null};
    }
}
