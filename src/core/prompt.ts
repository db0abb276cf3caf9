import {answerTurn, type Role, type Turn} from "./example.js";

/** An example as the model reads it: `query` is context, `answer` is what an anchor is scored on. */
export interface PromptText {
    readonly query: string;
    readonly answer: string;
}

const headings: Readonly<Record<Exclude<Role, "system">, string>> = {
    "user": "Instruction:\n",
    "assistant": "Response:\n",
    "tool-call": "Tool call:\n",
    "tool-result": "Tool result:\n"
};

/**
 * The template of both protocols: `Instruction:\n{instruction}\n[Input:\n{input}\n]Response:\n{output}`, all fields trimmed,
 * as in the authors' code. Further turns repeat it; a system text stands in front as a line of its own (a blank one is no
 * line); tool calls and results have headings of their own. `query + answer` is the whole text; the answer is the last turn.
 */
export function promptText(turns: readonly Turn[]): PromptText {
    const answer = answerTurn(turns);
    const context = turns.slice(0, -1).map(turnText).join("");
    return {query: context + headingOf(answer), answer: answer.text.trim()};
}

/** The whole text of an example as it stands in front of an anchor. */
export function exampleText(turns: readonly Turn[]): string {
    const {query, answer} = promptText(turns);
    return query + answer;
}

function turnText(turn: Turn): string {
    const text = turn.text.trim(), input = turn.input?.trim() ?? "";
    if (turn.role === "system" && text === "")
        return "";
    return headingOf(turn) + text + "\n" + (input === "" ? "" : `Input:\n${input}\n`);
}

function headingOf(turn: Turn): string {
    return turn.role === "system" ? "" : headings[turn.role];
}
