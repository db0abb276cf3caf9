import {agreement, movedMost, overlap, pairScorings, scoredOnce, type Agreement, type Direction, type Move, type Overlap, type RankedScores, type ScoringPair} from "../../src/core/figures/comparison.js";
import {pairDensity, pairHistogram, type PairDensity, type PairHistogram} from "../../src/core/figures/pairBins.js";
import type {SelectionRule} from "../../src/core/selection.js";
import {placesByScore} from "../../src/core/table/order.js";
import type {Comparing} from "../compare/comparing.js";
import type {PanelComparison} from "../protocol.js";
import type {State} from "../state.js";
import type {Figures} from "./figures.js";
import {Kept} from "./kept.js";
import {hasTable, type Lists, type Shown} from "./list.js";

/** A state with another scoring beside that of the table. */
export interface Compared extends Shown {
    readonly comparing: Comparing & {readonly shown: PanelComparison};
}

export function hasComparison(state: State): state is Compared {
    return hasTable(state) && state.comparing.shown !== null;
}

/** The golden subsets of the paper, by score and by share. */
export const rules: readonly SelectionRule[] = [
    ...[0.5, 0.8, 0.85, 0.9].map((score): SelectionRule => ({kind: "min-score", score})), ...[1, 5, 10, 15].map((percent): SelectionRule => ({kind: "top-percent", percent}))
];

const movesListed = 50;
const cellsAcross = 40;

/** The figures of a comparison, of the examples that pass the filter; each is made when it is first asked for. */
export class Comparisons {
    private readonly others = new Kept<RankedScores>();
    private readonly pairs = new Kept<ScoringPair>();
    private readonly once = new Kept<{readonly one: number; readonly other: number}>();
    private readonly agreements = new Kept<Agreement>();
    private readonly histograms = new Kept<PairHistogram>();
    private readonly densities = new Kept<PairDensity>();
    private readonly overlapping = new Kept<readonly Overlap[]>();
    private readonly moves = new Kept<readonly Move[]>();

    public constructor(private readonly lists: Lists, private readonly figures: Figures) {}

    public pair(state: Compared): ScoringPair {
        const rows = this.lists.passing(state), {shown} = state.comparing;
        return this.pairs.get([rows, shown], () => pairScorings(state.table, this.other(state), {one: rows, other: rows}));
    }

    /** Examples that pass the filter, whether they can be compared or not. */
    public passing(state: Compared): number {
        return this.lists.passing(state).length;
    }

    /** Of the examples that pass: how many have a score here only, and there only. */
    public scoredOnce(state: Compared): {readonly one: number; readonly other: number} {
        const rows = this.lists.passing(state);
        return this.once.get([rows, state.comparing.shown], () => scoredOnce(state.table, this.other(state), {one: rows, other: rows}));
    }

    public agreement(state: Compared): Agreement {
        const pair = this.pair(state);
        return this.agreements.get([pair], () => agreement(pair));
    }

    public histogram(state: Compared): PairHistogram {
        const pair = this.pair(state), anchors = this.anchors(state);
        return this.histograms.get([pair, state.bins], () => pairHistogram(pair, anchors, state.bins));
    }

    public density(state: Compared): PairDensity {
        const pair = this.pair(state), anchors = this.anchors(state);
        return this.densities.get([pair], () => pairDensity(pair, anchors, cellsAcross));
    }

    /** One for each of the rules. */
    public overlaps(state: Compared): readonly Overlap[] {
        const pair = this.pair(state);
        return this.overlapping.get([pair], () => rules.map((rule) => overlap(pair, rule)));
    }

    /** Their places are rows of the table. */
    public moved(state: Compared, direction: Direction): readonly Move[] {
        const pair = this.pair(state);
        return this.moves.get([pair, direction], () => movedMost(pair, movesListed, direction));
    }

    private anchors(state: Compared): {readonly one: number; readonly other: number} {
        return {one: this.figures.anchors(state), other: state.comparing.shown.anchors};
    }

    private other({comparing: {shown}}: Compared): RankedScores {
        return this.others.get([shown], () => ({goldenScore: shown.goldenScore, place: placesByScore(shown)}));
    }
}
