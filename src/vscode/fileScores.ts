import type {LocatedExample} from "../core/formats/located.js";
import type {KeptRun} from "../core/measurement.js";
import {ranks, type Rank} from "../core/ranking.js";
import type {ScoreRow} from "../core/scoresFile.js";
import type {Decision} from "../core/selection.js";
import type {Difference, KeptScore} from "../session/keptScores.js";
import type {Reading} from "./documentReader.js";

/** Where the scores of a file come from. */
export type ScoreOrigin =
    | {readonly kind: "none"}
    /** `outdated`: settings that ask for something else than this run by now; with `unsure` that is not known, as their model cannot be read. */
    | {readonly kind: "run"; readonly run: KeptRun; readonly outdated: readonly Difference[]; readonly unsure?: boolean}
    /** A scores file that was made elsewhere. */
    | {readonly kind: "file"; readonly path: string; readonly model: string | undefined};

/** Everything that is shown of one example. */
export interface ExampleView {
    readonly located: LocatedExample;
    readonly score: KeptScore["score"];
    /** Whether the run has an answer for it: a score, or that there is none. */
    readonly measured: boolean;
    /** Of the text and of measuring, and `low-golden-score`, but for rules that are off; also those that a decision has settled. */
    readonly flags: readonly string[];
    /** Those of rules that are off, too: what an export tells does not hang on what is looked at. */
    readonly allFlags: readonly string[];
    readonly decision: Decision | undefined;
}

/** What the settings say of flags. */
export interface FlagRules {
    /** Golden scores at or below it are flagged. */
    readonly lowScore: number;
    /** Flags that are left out. */
    readonly off: ReadonlySet<string>;
}

/** Scores and decisions of one file by content key, joined with where its examples stand now. */
export class FileScores {
    public origin: ScoreOrigin = {kind: "none"};
    private readonly scores = new Map<string, KeptScore>();
    private readonly decisions = new Map<string, Decision>();
    private joined: readonly ExampleView[] | undefined;
    private ranks: ReadonlyMap<number, Rank> | undefined;
    /** How many of the joined examples have each golden score. */
    private readonly amounts = new Map<number, number>();
    /** The last ones, as long as nothing but the text has changed: an example that stands where it stood is the same object. */
    private before: readonly ExampleView[] = [];

    public constructor(public reading: Reading, private rules: FlagRules) {}

    public moveTo(reading: Reading): void {
        this.reading = reading;
        this.joined = undefined;
    }

    public setRules(rules: FlagRules): void {
        this.rules = rules;
        this.forget();
    }

    /** Scores of another origin than before replace what was there. */
    public setOrigin(origin: ScoreOrigin, keep: boolean): void {
        this.origin = origin;
        if (!keep)
            this.scores.clear();
        this.forget();
    }

    public addScores(scores: Iterable<readonly [string, KeptScore]>): void {
        for (const [key, score] of scores)
            this.scores.set(key, score);
        this.forget();
    }

    /** Returns whether it is news. */
    public setDecision(key: string, decision: Decision | undefined): boolean {
        if (this.decisions.get(key) === decision)
            return false;
        if (decision === undefined)
            this.decisions.delete(key);
        else
            this.decisions.set(key, decision);
        this.forget();
        return true;
    }

    public decisionOf(key: string): Decision | undefined {
        return this.decisions.get(key);
    }

    /** In the order of the file. */
    public views(): readonly ExampleView[] {
        if (this.joined === undefined) {
            this.joined = this.before = this.join();
            this.ranks = undefined;
        }
        return this.joined;
    }

    /** Undefined for an example without a score. */
    public rankOf({score}: Pick<ExampleView, "score">): Rank | undefined {
        this.views();
        this.ranks ??= ranks(this.amounts);
        return score === null ? undefined : this.ranks.get(score.goldenScore);
    }

    private join(): ExampleView[] {
        const {examples} = this.reading, {before} = this;
        const anew = before.length !== examples.length;
        if (anew)
            this.amounts.clear();
        return examples.map((located, at) => {
            const known = before[at];
            const view = known?.located === located ? known : this.view(located);
            if (anew || view !== known) {
                this.count(view, 1);
                if (!anew && known !== undefined)
                    this.count(known, -1);
            }
            return view;
        });
    }

    private view(located: LocatedExample): ExampleView {
        const {key, flags} = located.example;
        const kept = this.scores.get(key), score = kept?.score ?? null;
        const {lowScore, off} = this.rules;
        const allFlags = joinFlags(score !== null && score.goldenScore <= lowScore ? lowScoreFlag : none, flags, kept?.flags ?? none);
        return {
            located, score, measured: kept !== undefined, decision: this.decisions.get(key), allFlags,
            flags: allFlags.some((code) => off.has(code)) ? allFlags.filter((code) => !off.has(code)) : allFlags
        };
    }

    private count({score}: ExampleView, by: number): void {
        if (score !== null)
            this.amounts.set(score.goldenScore, (this.amounts.get(score.goldenScore) ?? 0) + by);
    }

    private forget(): void {
        this.joined = undefined;
        this.before = [];
    }
}

const none: readonly string[] = [], lowScoreFlag: readonly string[] = ["low-golden-score"];

/** Most examples have flags of one kind or none: those need no list of their own. */
function joinFlags(low: readonly string[], text: readonly string[], measured: readonly string[]): readonly string[] {
    if (text.length === 0 && measured.length === 0)
        return low;
    return low.length === 0 && measured.length === 0 ? text : [...low, ...text, ...measured];
}

/** What a row of a scores file says of an example. */
export function keptScoreOf({goldenScore, wins, anchors, meanGain, ci95, flags, answerTokens}: ScoreRow): KeptScore {
    return {
        score: goldenScore === null ? null : {goldenScore, wins, anchors, meanGain: meanGain ?? 0, ci95: ci95 ?? [goldenScore, goldenScore]},
        flags: flags.filter((flag) => flag === "truncated" || flag === "engine-crash"), answerTokens
    };
}

/** Flags that still ask for a look: none where the person has decided. */
export function openFlags({flags, decision}: Pick<ExampleView, "flags" | "decision">): readonly string[] {
    return decision === undefined ? flags : [];
}
