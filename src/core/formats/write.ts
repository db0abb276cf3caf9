import {UserError} from "../errors.js";
import type {Turn} from "../example.js";
import {has, isObject, own} from "./fields.js";

/** The forms an example can be written in, other than its own. `trl` is `messages` but for tool calls. */
export type WrittenForm = "alpaca" | "sharegpt" | "messages" | "trl";

/**
 * An example as a record of another form. Fields beyond the turns are not carried over.
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
            return {messages: turns.map((turn) => turn.role === "tool-call" ? trlCall(turn.text) : messageOf(turn))};
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
            return {role: "assistant", content: null, tool_calls: [{type: "function", function: calledFunction(turn.text)}]};
        case "tool-result":
            return {role: "tool", content: turn.text};
        default:
            return {role: turn.role, content: fullText(turn)};
    }
}

/** Tool calls are kept as a JSON text of name and arguments; OpenAI wants the arguments as a text of their own. */
function calledFunction(text: string): {name: string; arguments: string} {
    const call = parsedCall(text);
    return call === undefined ? {name: "unknown", arguments: text} : {name: call.name, arguments: JSON.stringify(call.arguments)};
}

/** TRL's chat templates write the arguments as JSON themselves, so it wants them as an object, and no `content` beside a call. */
function trlCall(text: string): Record<string, unknown> {
    return {role: "assistant", tool_calls: [{type: "function", function: parsedCall(text) ?? calledFunction(text)}]};
}

/** Name and arguments of a tool call; undefined for one that was written by hand and is no JSON. */
export function parsedCall(text: string): {name: string; arguments: unknown} | undefined {
    try {
        const call: unknown = JSON.parse(text);
        const name = isObject(call) ? own(call, "name") : undefined;
        return isObject(call) && typeof name === "string" ? {name, arguments: has(call, "arguments") ? own(call, "arguments") : {}} : undefined;
    } catch {
        return undefined;
    }
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
