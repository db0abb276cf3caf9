import {isModelTurn, type Example, type Turn} from "../example.js";
import {measurementFlags} from "../lint/rules.js";
import type {ScoreRow} from "../scoresFile.js";
import {decisions, type Decision} from "../selection.js";
import {flagMask} from "./flagBits.js";
import {placesByScore} from "./order.js";
import {unknown, type Category, type ExampleTable} from "./table.js";

/** What is known of one example. */
export interface TableRow extends Omit<ScoreRow, "key"> {
    readonly decision?: Decision | undefined;
    readonly promptLength: number;
    readonly answerLength: number;
    /** In the order of the category names; undefined: has none. */
    readonly categories?: readonly (string | undefined)[];
}

/** More different values than this are no category but a text of their own. */
export const mostValues = 0x10000;

/**
 * Puts rows, asked for one by one in the order of the file, into columns. A category with more than `mostValues` different
 * values is left out, which its absence from `categories` tells.
 * @param lowScore the golden score at or below which an example is flagged `low-golden-score`
 */
export function buildTable(length: number, rowAt: (place: number) => TableRow, lowScore: number, categoryNames: readonly string[] = []): ExampleTable {
    const table = {
        length,
        index: new Uint32Array(length), line: new Uint32Array(length),
        goldenScore: new Float64Array(length).fill(NaN), meanGain: new Float64Array(length).fill(NaN),
        ciLow: new Float32Array(length).fill(NaN), ciHigh: new Float32Array(length).fill(NaN),
        wins: new Uint32Array(length), anchors: new Uint32Array(length),
        flags: new Uint32Array(length), decision: new Uint8Array(length),
        promptLength: new Uint32Array(length), answerLength: new Uint32Array(length), answerTokens: new Uint32Array(length).fill(unknown)
    };
    const categories = categoryNames.map((name) => new CategoryBuilder(name, length));
    const lowFlag = flagMask(["low-golden-score"]);
    for (let place = 0; place < length; place++) {
        const row = rowAt(place);
        table.index[place] = row.index;
        table.line[place] = row.line;
        table.flags[place] = flagMask(row.flags);
        if (row.goldenScore !== null) {
            table.goldenScore[place] = row.goldenScore;
            table.meanGain[place] = row.meanGain ?? NaN;
            table.ciLow[place] = row.ci95?.[0] ?? NaN;
            table.ciHigh[place] = row.ci95?.[1] ?? NaN;
            table.wins[place] = row.wins;
            table.anchors[place] = row.anchors;
            table.flags[place] = flagMask(row.flags) | (row.goldenScore <= lowScore ? lowFlag : 0);
        }
        table.decision[place] = decisionCode(row.decision);
        table.promptLength[place] = row.promptLength;
        table.answerLength[place] = row.answerLength;
        table.answerTokens[place] = row.answerTokens ?? unknown;
        for (const [at, category] of categories.entries())
            category.set(place, row.categories?.[at]);
    }
    return {...table, place: placesByScore(table), categories: categories.flatMap((category) => category.built() ?? [])};
}

/** What is known of an example by its text and by its row of a scores file, if it has one. */
export function exampleRow({index, line, turns, flags}: Example, row: ScoreRow | undefined, decision: Decision | undefined): TableRow {
    const {goldenScore = null, wins = 0, anchors = 0, meanGain = null, ci95 = null, answerTokens = null} = row ?? {};
    // Of the text's flags those of the text as it is now count, not those of when it was scored.
    const measured = row?.flags.filter((flag) => Object.hasOwn(measurementFlags, flag)) ?? [];
    return {index, line, goldenScore, wins, anchors, meanGain, ci95, flags: [...flags, ...measured], answerTokens, decision, ...textLengths(turns)};
}

/** The code of a decision in the table's column. */
export function decisionCode(decision: Decision | undefined): number {
    return decision === undefined ? 0 : 1 + decisions.indexOf(decision);
}

/** Characters (UTF-16 code units, as editors count) of what stands in front of the answer and of the answer, texts trimmed. */
export function textLengths(turns: readonly Turn[]): {readonly promptLength: number; readonly answerLength: number} {
    const last = turns.at(-1);
    const answerLength = last !== undefined && isModelTurn(last) ? last.text.trim().length : 0;
    const all = turns.reduce((sum, {text, input}) => sum + text.trim().length + (input?.trim().length ?? 0), 0);
    return {promptLength: all - answerLength, answerLength};
}

class CategoryBuilder {
    private readonly codes: Uint16Array;
    private readonly codeOf = new Map([["", 0]]);

    public constructor(private readonly name: string, length: number) {
        this.codes = new Uint16Array(length);
    }

    public set(place: number, value = ""): void {
        let code = this.codeOf.get(value);
        if (code === undefined && this.codeOf.size <= mostValues) {
            code = this.codeOf.size;
            this.codeOf.set(value, code);
        }
        this.codes[place] = code ?? 0;
    }

    public built(): Category | undefined {
        return this.codeOf.size > mostValues ? undefined : {name: this.name, values: [...this.codeOf.keys()], codes: this.codes};
    }
}
