import {quoteForDisplay} from "../core/displayText.js";
import type {EngineInfo, ModelInfo} from "../core/measurement.js";
import {promptText} from "../core/prompt.js";
import type {Protocol} from "../core/protocol.js";
import {scoreRow, type ScoreRow} from "../core/scoresFile.js";
import type {Comparisons, ScoreEvent} from "../session/scoreDataset.js";
import {describeEngine} from "./describe.js";
import type {Reporter} from "./reporter.js";

/** Collects what a run yields, in any order, into rows and figures. */
export class Tally {
    public tokens = 0;
    public fromStore = 0;
    public protocol: Protocol | undefined;
    public model: ModelInfo | undefined;
    public compared: Comparisons | undefined;
    public readonly leftOut: {key: string; reason: string}[] = [];
    private readonly byIndex = new Map<number, ScoreRow>();

    /** @param engine where drawing the anchors has started it already, and said so */
    public constructor(public engine: EngineInfo | undefined) {}

    public take(event: ScoreEvent, reporter: Reporter): void {
        switch (event.kind) {
            case "protocol":
                this.protocol = event.protocol;
                this.model = event.model;
                break;
            case "engine":
                if (this.engine === undefined)
                    reporter.note(describeEngine(event.info));
                this.engine = event.info;
                break;
            case "anchor-left-out":
                this.leftOut.push({key: event.anchor.key, reason: event.reason});
                reporter.warn(`the anchor ${quoteForDisplay(promptText(event.anchor.turns).query)} is left out: ${event.reason}.`);
                break;
            case "restarted":
                reporter.warn(`${event.reason} It was started again.`);
                break;
            case "estimate":
                reporter.estimate(event.tokens, event.seconds);
                break;
            case "progress":
                this.tokens += event.tokens;
                reporter.tokens(event.tokens);
                break;
            case "compared":
                this.compared = event;
                break;
            case "scored":
                for (const {example, score, flags, answerTokens} of event.results)
                    this.byIndex.set(example.index, scoreRow(example, score, flags, answerTokens));
                this.fromStore += event.fromStore ? event.results.length : 0;
                reporter.scored(event.results, event.fromStore);
                break;
        }
    }

    /** What every finished run has told. */
    public required(): {protocol: Protocol; model: ModelInfo; compared: Comparisons} {
        const {protocol, model, compared} = this;
        if (protocol === undefined || model === undefined || compared === undefined)
            throw new Error("the run ended without telling its protocol and comparisons");
        return {protocol, model, compared};
    }

    public rows(): ScoreRow[] {
        return [...this.byIndex.values()].sort((a, b) => a.index - b.index);
    }
}
