import type {KeptRun} from "../core/measurement.js";
import {ranks, type Rank} from "../core/ranking.js";
import type {ScoreRow} from "../core/scoresFile.js";
import type {Decision} from "../core/selection.js";
import type {KeptScore} from "../session/keptScores.js";
import type {LocatedExample, Reading} from "./documentReader.js";

/** Where the scores of a file come from. */
export type ScoreOrigin =
    | {readonly kind: "none"}
    /** `outdated`: settings that ask for something else than this run by now. */
    | {readonly kind: "run"; readonly run: KeptRun; readonly outdated: readonly string[]}
    /** A scores file that was made elsewhere. */
    | {readonly kind: "file"; readonly path: string; readonly model: string | undefined};

/** Everything that is shown of one example. */
export interface ExampleView {
    readonly located: LocatedExample;
    readonly score: KeptScore["score"];
    /** Whether the run has an answer for it: a score, or that there is none. */
    readonly measured: boolean;
    readonly rank: Rank | undefined;
    /** Of the text and of measuring, and `low-golden-score`; also those that a decision has settled. */
    readonly flags: readonly string[];
    readonly decision: Decision | undefined;
}

/** Scores and decisions of one file by content key, joined with where its examples stand now. */
export class FileScores {
    public origin: ScoreOrigin = {kind: "none"};
    private readonly scores = new Map<string, KeptScore>();
    private readonly decisions = new Map<string, Decision>();
    private joined: readonly ExampleView[] | undefined;

    public constructor(public reading: Reading, private lowScore: number) {}

    public moveTo(reading: Reading): void {
        this.reading = reading;
        this.joined = undefined;
    }

    public setLowScore(lowScore: number): void {
        this.lowScore = lowScore;
        this.joined = undefined;
    }

    /** Scores of another origin than before replace what was there. */
    public setOrigin(origin: ScoreOrigin, keep: boolean): void {
        this.origin = origin;
        if (!keep)
            this.scores.clear();
        this.joined = undefined;
    }

    public addScores(scores: Iterable<readonly [string, KeptScore]>): void {
        for (const [key, score] of scores)
            this.scores.set(key, score);
        this.joined = undefined;
    }

    public setDecision(key: string, decision: Decision | undefined): void {
        if (decision === undefined)
            this.decisions.delete(key);
        else
            this.decisions.set(key, decision);
        this.joined = undefined;
    }

    public decisionOf(key: string): Decision | undefined {
        return this.decisions.get(key);
    }

    /** In the order of the file. */
    public views(): readonly ExampleView[] {
        this.joined ??= this.join();
        return this.joined;
    }

    private join(): ExampleView[] {
        const {examples} = this.reading;
        const scores = examples.map(({example}) => this.scores.get(example.key));
        const places = ranks(examples.map(({example}, at) => {
            const score = scores[at]?.score;
            return {index: example.index, goldenScore: score?.goldenScore ?? null, meanGain: score?.meanGain ?? null};
        }));
        return examples.map((located, at): ExampleView => {
            const {example} = located;
            const score = scores[at]?.score ?? null;
            const low = score !== null && score.goldenScore <= this.lowScore;
            return {
                located, score, measured: scores[at] !== undefined, rank: places[at], decision: this.decisions.get(example.key),
                flags: [...(low ? ["low-golden-score"] : []), ...example.flags, ...(scores[at]?.flags ?? [])]
            };
        });
    }
}

/** What a row of a scores file says of an example. */
export function keptScoreOf({goldenScore, wins, anchors, meanGain, ci95, flags}: ScoreRow): KeptScore {
    return {
        score: goldenScore === null ? null : {goldenScore, wins, anchors, meanGain: meanGain ?? 0, ci95: ci95 ?? [goldenScore, goldenScore]},
        flags: flags.filter((flag) => flag === "truncated" || flag === "engine-crash")
    };
}

/** Flags that still ask for a look: none where the person has decided. */
export function openFlags({flags, decision}: Pick<ExampleView, "flags" | "decision">): readonly string[] {
    return decision === undefined ? flags : [];
}
