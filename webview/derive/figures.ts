import {binLayout, commonAnchors, scoreHistogram, type BinLayout, type ScoreHistogram} from "../../src/core/figures/scoreBins.js";
import {lengthCorrelation, lengthDensity, samplePoints, type LengthCorrelation, type LengthDensity} from "../../src/core/figures/scoreByLength.js";
import {sortedCurve, type CurvePoint} from "../../src/core/figures/sortedCurve.js";
import {thresholdCounts, type ThresholdCount} from "../../src/core/statistics.js";
import {scoredRows, valuesAt} from "../../src/core/table/table.js";
import {Kept} from "./kept.js";
import type {Lists, Shown} from "./list.js";

/** The counts that are marked in the distribution, besides 0.5 those of the paper's subsets. */
export const marks: readonly number[] = [0.5, 0.8, 0.85, 0.9];

const sampleSize = 1500;
const curvePoints = 400;
const across = 56, down = 26;

/** Of all examples and of those that pass the filter. */
export interface BackAndFront<T> {
    readonly back: T;
    readonly front: T;
}

/** The figures of a state; each is made when it is first asked for. */
export class Figures {
    private readonly histograms = twice<ScoreHistogram>();
    private readonly curves = twice<readonly CurvePoint[]>();
    private readonly marked = new Kept<readonly ThresholdCount[]>();
    private readonly correlations = new Kept<LengthCorrelation>();
    private readonly densities = new Kept<LengthDensity>();
    private readonly samples = new Kept<Uint32Array>();
    private readonly scoredAmount = new Kept<number>();
    private readonly anchorAmount = new Kept<number>();

    public constructor(private readonly lists: Lists) {}

    public scored(state: Shown): number {
        return this.scoredAmount.get([state.tables, state.scored], () => scoredRows(state.table, this.lists.all(state)).length);
    }

    /** Golden scores are multiples of one by this number. */
    public anchors(state: Shown): number {
        return this.anchorAmount.get([state.tables, state.scored], () => commonAnchors(state.table, scoredRows(state.table, this.lists.all(state))).anchors);
    }

    public histogram(state: Shown): BackAndFront<ScoreHistogram> {
        return this.both(this.histograms, state, state.bins, (rows) => scoreHistogram(state.table, rows, this.layout(state, state.bins)));
    }

    /** Whatever passes the filter: for what is asked many times while that changes. */
    public histogramOfAll(state: Shown): ScoreHistogram {
        return this.ofAll(this.histograms.back, state, state.bins, (rows) => scoreHistogram(state.table, rows, this.layout(state, state.bins)));
    }

    public curve(state: Shown): BackAndFront<readonly CurvePoint[]> {
        return this.both(this.curves, state, 0, (rows) => sortedCurve(state.table, rows, curvePoints));
    }

    /** At the marks, of what passes the filter. */
    public marks(state: Shown): readonly ThresholdCount[] {
        const rows = this.lists.passing(state);
        return this.marked.get([rows], () => thresholdCounts(valuesAt(state.table.goldenScore, rows), marks));
    }

    public correlation(state: Shown): LengthCorrelation {
        const rows = this.lists.passing(state);
        return this.correlations.get([rows, state.lengthColumn], () => lengthCorrelation(state.table, rows, state.lengthColumn));
    }

    public density(state: Shown): LengthDensity {
        const rows = this.lists.passing(state);
        return this.densities.get([rows, state.lengthColumn, this.anchors(state)], () => lengthDensity(state.table, rows, state.lengthColumn, across, this.layout(state, down)));
    }

    public sample(state: Shown): Uint32Array {
        const rows = this.lists.passing(state);
        return this.samples.get([rows, state.lengthColumn], () => samplePoints(state.table, rows, state.lengthColumn, sampleSize, 1));
    }

    /** Of all scored examples, whatever passes the filter: drawings of both lie over each other. */
    private layout(state: Shown, wanted: number): BinLayout {
        return binLayout(this.anchors(state), wanted);
    }

    private ofAll<T>(kept: Kept<T>, state: Shown, parameter: number, figure: (rows: Uint32Array) => T): T {
        return kept.get([state.tables, state.scored, parameter], () => figure(this.lists.all(state)));
    }

    private both<T>({back, front}: BackAndFront<Kept<T>>, state: Shown, parameter: number, figure: (rows: Uint32Array) => T): BackAndFront<T> {
        const rows = this.lists.passing(state);
        const ofAll = this.ofAll(back, state, parameter, figure);
        return {back: ofAll, front: rows.length === state.table.length ? ofAll : front.get([rows, parameter], () => figure(rows))};
    }
}

function twice<T>(): BackAndFront<Kept<T>> {
    return {back: new Kept<T>(), front: new Kept<T>()};
}
