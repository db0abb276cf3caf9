import type {Turn} from "../example.js";
import {isDeeplyNested, maximumTextNesting} from "./rawJson.js";
import {calledTool, callText, isCallList, objectArguments, parsedCall} from "./toolCall.js";
import {singleExchange, writtenRecord} from "./write.js";

/** Trainers whose own forms are written; docs/formats.md says from what they were learnt. */
export type Trainer = "llama-factory" | "axolotl" | "trl";

/** What the chosen examples have in common: trainers load a file as a table, in which every record has the same fields. */
export interface Shape {
    /** All are one question and one answer. */
    readonly single: boolean;
    /** Some have a system text. */
    readonly system: boolean;
    /** Some call a tool. */
    readonly calls: boolean;
    /** Some records say in a field `tools` what may be called. */
    readonly tools: boolean;
}

/** Adds an example to what is common to those before it. */
export function widened(shape: Shape, turns: readonly Turn[], tools: string | undefined): Shape {
    return {
        single: shape.single && singleExchange(turns) !== undefined,
        system: shape.system || turns[0]?.role === "system",
        calls: shape.calls || turns.some(({role}) => role === "tool-call"),
        tools: shape.tools || tools !== undefined
    };
}

export const narrowest: Shape = {single: true, system: false, calls: false, tools: false};

/**
 * An example as a trainer's record. Tools are a JSON text, which all three take and which has one type throughout the file; so are
 * axolotl's messages where some call tools: as lists, those further on in a large file would have another type than the first.
 * @param tools the record's own list of tools as JSON text, if it has one
 */
export function trainerRecord(trainer: Trainer, turns: readonly Turn[], tools: string | undefined, shape: Shape): Record<string, unknown> {
    const more = shape.tools ? {tools: tools ?? "[]"} : {};
    if (trainer === "trl")
        return {...writtenRecord(turns, "trl"), ...more};
    if (trainer === "axolotl") {
        const {messages} = writtenRecord(turns.map(withArguments), "messages");
        return {messages: shape.calls ? JSON.stringify(messages) : messages, ...more};
    }
    const single = shape.single ? singleExchange(turns) : undefined;
    if (single === undefined)
        return {...writtenRecord(turns.map(withObject), "sharegpt"), ...more};
    const {system = "", question, answer} = single;
    return {instruction: question.text, input: question.input ?? "", output: answer.text, ...(shape.system ? {system} : {}), ...more};
}

/** Why a trainer would skip an example or fail at it, a clause that names no file; undefined if it takes it. @param tools as in `trainerRecord` */
export function trainerRefusal(trainer: Trainer, turns: readonly Turn[], tools?: string): string | undefined {
    for (const turn of turns) {
        const refusal = turn.role === "tool-call" ? callRefusal(trainer, turn) : undefined;
        if (refusal !== undefined)
            return refusal;
    }
    if (tools !== undefined && isDeeplyNested(tools))
        return `the tools of this example are nested more than ${maximumTextNesting} levels deep, which is no description of tools`;
    if (trainer !== "llama-factory")
        return undefined;
    const rest = turns[0]?.role === "system" ? turns.slice(1) : turns;
    const inTurn = rest.every(({role}, at) => at % 2 === 0 ? role === "user" || role === "tool-result" : role === "assistant" || role === "tool-call");
    return inTurn && rest.length > 0 && rest.length % 2 === 0 ? undefined
        : "LLaMA-Factory takes only turns of the user (or a tool) and of the model one after the other, and would skip this example";
}

function callRefusal(trainer: Trainer, turn: Turn): string | undefined {
    if (trainer === "llama-factory" && isCallList(withObject(turn).text))
        return undefined;
    const call = trainer === "llama-factory" ? parsedCall(turn.text) : calledTool(turn);
    if (call === undefined)
        return `a tool call of this example is no JSON with name and arguments (or is nested more than ${maximumTextNesting} levels deep), which the trainer would fail at`;
    if (objectArguments(call) === undefined)
        return "the arguments of a tool call of this example are no JSON object, which trainers want";
    return trainer === "llama-factory" ? "a tool call of this example has no arguments, and LLaMA-Factory reads them in any case" : undefined;
}

/** LLaMA-Factory takes the text of a call as it stands, so arguments that are a text in it become the object that the text holds. */
function withObject(turn: Turn): Turn {
    const call = turn.role === "tool-call" ? parsedCall(turn.text) : undefined;
    const asObject = call && objectArguments(call);
    return call === undefined || asObject === undefined || (!call.isText && asObject.text === call.arguments) ? turn
        : {...turn, text: callText({name: call.name, arguments: asObject.text, isText: false})};
}

/** axolotl parses the arguments, so what stands for none is written as an empty object. */
function withArguments(turn: Turn): Turn {
    const call = turn.role === "tool-call" ? calledTool(turn) : undefined;
    return call === undefined || objectArguments(call)?.text !== "{}" ? turn : {...turn, call: {...call, arguments: "{}"}};
}

/**
 * The entry for LLaMA-Factory's `dataset_info.json`, as a file of its own. Given one of them, it takes columns and tags that are
 * not named as missing, so all are named that the records have.
 * @param file name of the file that was written, without folders
 */
export function datasetInfo(file: string, {single, system, tools}: Shape): string {
    const columns = {
        ...(single ? {prompt: "instruction", query: "input", response: "output"} : {messages: "conversations"}),
        ...(single && system ? {system: "system"} : {}), ...(tools ? {tools: "tools"} : {})
    };
    const tags = {
        role_tag: "from", content_tag: "value", user_tag: "human", assistant_tag: "gpt",
        observation_tag: "observation", function_tag: "function_call", system_tag: "system"
    };
    const entry = {file_name: file, formatting: single ? "alpaca" : "sharegpt", columns, ...(single ? {} : {tags})};
    return JSON.stringify({[datasetName(file)]: entry}, null, 2) + "\n";
}

/** LLaMA-Factory's option `dataset` is a list with commas between names. */
export function datasetName(file: string): string {
    return file.replace(/\.jsonl?$/, "").replace(/[^\w.-]+/g, "_");
}

/** The stanza for axolotl's configuration. */
export function axolotlStanza(file: string): string {
    return [
        "# For the configuration of axolotl. The path is taken from the folder that axolotl is started in.",
        "datasets:",
        `  - path: ${yamlText(file)}`,
        "    ds_type: json",
        "    type: chat_template",
        "    field_messages: messages",
        "    message_property_mappings:",
        "      role: role",
        "      content: content"
    ].join("\n") + "\n";
}

/** A JSON string is YAML in double quotes as well, but for characters that YAML calls not printable. */
function yamlText(text: string): string {
    return JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
