import {count} from "../core/displayText.js";
import type {AnchorDraw, AnchorRefusal, Anchor} from "../core/anchors.js";
import type {EngineInfo} from "../core/measurement.js";
import type {DrawEvent} from "../session/drawAnchors.js";
import {describeEngine} from "./describe.js";
import type {Reporter} from "./reporter.js";

/** Collects what drawing anchors yields, and tells the person. */
export class Drawing {
    public engine: EngineInfo | undefined;
    public tokens = 0;
    public embedded = 0;
    public fromStore = 0;
    private total: number | undefined;

    public constructor(private readonly reporter: Reporter) {}

    public take(event: Exclude<DrawEvent, {kind: "drawn"}>): void {
        const {reporter} = this;
        switch (event.kind) {
            case "engine":
                if (this.engine === undefined)
                    reporter.note(describeEngine(event.info));
                this.engine = event.info;
                break;
            case "begin":
                this.total = event.total;
                reporter.begin(event.total, "embedded");
                break;
            case "estimate":
                reporter.estimate(event.tokens, event.seconds);
                break;
            case "restarted":
                reporter.warn(`${event.reason} It was started again.`);
                break;
            case "progress":
                this.tokens += event.tokens;
                reporter.tokens(event.tokens);
                break;
            case "embedded":
                this.embedded += event.fromStore ? 0 : event.amount;
                this.fromStore += event.fromStore ? event.amount : 0;
                reporter.embedded(event.amount, event.fromStore);
                break;
            case "clustering":
                if (event.iteration === 0) {
                    reporter.end();
                    reporter.note(`K-means over ${count(event.examples, "embedding")} ...`);
                }
                break;
        }
    }

    /** Of a draw that was stopped. */
    public progress(): string {
        const done = this.embedded + this.fromStore;
        return this.total === undefined ? "nothing is embedded yet." : `${done.toLocaleString("en-US")} of ${count(this.total, "example")} are embedded and kept.`;
    }
}

const refusals: Readonly<Record<AnchorRefusal, string>> = {
    "broken": "cannot be read", "empty": "without an answer", "duplicate": "copies of others", "too-long": "longer than half the context",
    "not-finite": "given no finite numbers by the model", "engine-crash": "ended the engine"
};

/** What a draw found, a sentence or two a line. */
export function describeDraw({eligible, notEligible, subsample, spread}: AnchorDraw, anchors: readonly Anchor[]): string[] {
    const left = Object.entries(notEligible).map(([reason, amount]) => `${amount.toLocaleString("en-US")} ${refusals[reason as AnchorRefusal]}`);
    const lines = [`Drawn from ${count(eligible, "eligible example")}${left.length === 0 ? "" : `; not eligible: ${left.join(", ")}`}.`];
    if (subsample !== null)
        lines.push(`Only a sample of ${subsample.size.toLocaleString("en-US")} of the ${subsample.of.toLocaleString("en-US")} examples with an answer of their own was embedded.`);
    if (spread !== null) {
        const {clusters, sizes: {min, median, max}, iterations, converged, nearestAnchor: {kmeans, random}} = spread;
        lines.push(`K-means: ${count(clusters, "cluster")} of ${min.toLocaleString("en-US")} to ${max.toLocaleString("en-US")} examples (median ${median.toLocaleString("en-US")}), ${count(iterations, "pass", "passes")}${converged ? "" : ", not converged"}.`,
            `From an example to its nearest anchor: mean distance ${kmeans.distance.toPrecision(4)}, mean cosine ${kmeans.cosine.toFixed(4)} (to ${count(anchors.length, "random anchor")}: ${random.distance.toPrecision(4)}, ${random.cosine.toFixed(4)}).`);
    }
    return lines;
}
