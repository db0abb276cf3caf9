import {UserError} from "../errors.js";
import type {Turn} from "../example.js";
import {calledTool, objectArguments} from "./toolCall.js";

/** The forms an example can be written in, other than its own. `trl` is `messages` but for tool calls. */
export type WrittenForm = "alpaca" | "sharegpt" | "messages" | "trl";

/**
 * An example as a record of another form, to be written by `writeJson`. Fields beyond the turns are not carried over.
 * @throws UserError (a clause that names no file) when the form cannot say it: Alpaca knows no tools
 */
export function writtenRecord(turns: readonly Turn[], form: WrittenForm): Record<string, unknown> {
    switch (form) {
        case "alpaca":
            return alpacaRecord(turns);
        case "sharegpt":
            return {conversations: turns.map((turn) => ({from: shareGptNames[turn.role], value: fullText(turn)}))};
        case "messages":
            return {messages: turns.map(messageOf)};
        case "trl":
            return {messages: turns.map((turn) => turn.role === "tool-call" ? trlCall(turn) : messageOf(turn))};
    }
}

/** A question and its answer, with a system text or without one: all that Alpaca's three fields hold. Undefined for anything else. */
export function singleExchange(turns: readonly Turn[]): {readonly system: string | undefined; readonly question: Turn; readonly answer: Turn} | undefined {
    const system = turns[0]?.role === "system" ? turns[0].text : undefined;
    const [question, answer, ...more] = system === undefined ? turns : turns.slice(1);
    return question?.role === "user" && answer?.role === "assistant" && more.length === 0 ? {system, question, answer} : undefined;
}

const shareGptNames: Readonly<Record<Turn["role"], string>> = {
    "system": "system", "user": "human", "assistant": "gpt", "tool-call": "function_call", "tool-result": "observation"
};

/** Only Alpaca keeps the input apart; elsewhere it follows the instruction as people write it. */
function fullText({text, input = ""}: Turn): string {
    return input === "" ? text : `${text}\n${input}`;
}

function messageOf(turn: Turn): Record<string, unknown> {
    switch (turn.role) {
        case "tool-call":
            return {role: "assistant", content: null, tool_calls: [{type: "function", function: calledFunction(turn)}]};
        case "tool-result":
            return {role: "tool", content: turn.text};
        default:
            return {role: turn.role, content: fullText(turn)};
    }
}

/** OpenAI wants the arguments as a text. What is no call as JSON is the argument of an unknown one. */
function calledFunction(turn: Turn): {name: string; arguments: string} {
    const call = calledTool(turn);
    return call === undefined ? {name: "unknown", arguments: turn.text} : {name: call.name, arguments: call.arguments};
}

/** TRL's chat templates write the arguments as JSON themselves, so it wants them as an object, and no `content` beside a call. */
function trlCall(turn: Turn): Record<string, unknown> {
    const call = calledTool(turn), asObject = call && objectArguments(call);
    return {role: "assistant", tool_calls: [{type: "function", function: call !== undefined && asObject !== undefined ? {name: call.name, arguments: asObject} : calledFunction(turn)}]};
}

function alpacaRecord(turns: readonly Turn[]): Record<string, unknown> {
    const system = turns[0]?.role === "system" ? turns[0].text : undefined;
    const rest = system === undefined ? turns : turns.slice(1);
    const pairs: [Turn, Turn][] = [];
    for (let i = 0; i < rest.length; i += 2) {
        const question = rest[i], answer = rest[i + 1];
        if (question?.role !== "user" || answer?.role !== "assistant")
            throw new UserError("the Alpaca form holds only questions and answers in turn, and this example has other turns (tool calls, two of one speaker)");
        pairs.push([question, answer]);
    }
    const last = pairs.at(-1);
    if (last === undefined)
        throw new UserError("this example has no question");
    const [question, answer] = last;
    return {
        instruction: question.text, input: question.input ?? "", output: answer.text,
        ...(system === undefined ? {} : {system}),
        ...(pairs.length === 1 ? {} : {history: pairs.slice(0, -1).map(([asked, answered]) => [fullText(asked), answered.text])})
    };
}
