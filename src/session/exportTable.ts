import {singleExchange, writtenRecord} from "../core/formats/write.js";
import type {ChosenExample} from "./subsetRows.js";

export type Cell = number | string | readonly string[] | null;

/** A column of the exports as a table. Lists are columns of their own in Parquet, and one text in CSV. */
export interface TableColumn {
    readonly name: string;
    readonly type: "whole" | "number" | "text" | "texts";
    /** Null is allowed. */
    readonly optional: boolean;
}

/** Names as in a scores file; after them the texts. */
export const tableColumns = [
    {name: "index", type: "whole", optional: false},
    {name: "line", type: "whole", optional: false},
    {name: "key", type: "text", optional: false},
    {name: "goldenScore", type: "number", optional: true},
    {name: "ciLow", type: "number", optional: true},
    {name: "ciHigh", type: "number", optional: true},
    {name: "wins", type: "whole", optional: false},
    {name: "anchors", type: "whole", optional: false},
    {name: "meanGain", type: "number", optional: true},
    {name: "flags", type: "texts", optional: false},
    {name: "decision", type: "text", optional: true},
    {name: "system", type: "text", optional: true},
    {name: "instruction", type: "text", optional: true},
    {name: "input", type: "text", optional: true},
    {name: "output", type: "text", optional: true},
    {name: "messages", type: "text", optional: true}
] as const satisfies readonly TableColumn[];

/**
 * An example's cells in the order of the columns. One question and its answer stand in `system`, `instruction`, `input` and
 * `output`; anything else in `messages`, as the JSON text of OpenAI's list.
 */
export function tableCells({row, turns}: ChosenExample): readonly Cell[] {
    const {index, line, key, goldenScore, ci95, wins, anchors, meanGain, flags, decision} = row;
    const single = singleExchange(turns);
    const texts = single === undefined ? [null, null, null, null, JSON.stringify(writtenRecord(turns, "messages").messages)]
        : [single.system ?? null, single.question.text, single.question.input ?? "", single.answer.text, null];
    return [index, line, key, goldenScore, ci95?.[0] ?? null, ci95?.[1] ?? null, wins, anchors, meanGain, flags, decision ?? null, ...texts];
}
