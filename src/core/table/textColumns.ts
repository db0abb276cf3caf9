import {beginning, withoutUnsafe} from "../displayText.js";
import {isModelTurn, type Turn} from "../example.js";

/** The columns of a list of examples that are texts, which no table holds. */
export const textColumns = ["instruction", "input", "output"] as const;
export type TextColumn = typeof textColumns[number];

/** A column shows so many UTF-16 code units of its text in one line, and looks for them in twice as many. */
export const lineLength = 240;

/** What stands in the column: the question, its second field, or the answer. Empty where the example has none. */
export function columnText(turns: readonly Turn[], column: TextColumn): string {
    const question = turns.find(({role}) => role === "user") ?? turns[0], answer = turns.at(-1);
    switch (column) {
        case "instruction":
            return question?.text ?? "";
        case "input":
            return question?.input ?? "";
        case "output":
            return answer !== undefined && isModelTurn(answer) ? answer.text : "";
    }
}

const unusual = /[^ -~]| {2}/;

/**
 * What an example is sorted by in such a column: the line that the column shows, in lower case by Unicode's table (no locale's) and
 * without characters that are not seen. Its order is that of code points, so it is the same on every machine.
 */
export function sortLine(text: string): string {
    const start = beginning(text, 2 * lineLength);
    const line = unusual.test(start) ? withoutUnsafe(start.replace(/\s+/g, " ")).replace(/ {2,}/g, " ") : start; // most texts need not be gone through four times
    return beginning(line.trim(), lineLength).toLowerCase();
}
