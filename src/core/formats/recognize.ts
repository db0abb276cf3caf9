import {isModelTurn, type Form, type Turn} from "../example.js";
import {mappedTurns, type ColumnMapping} from "./columns.js";
import {conversationTurns} from "./conversation.js";
import {has, isObject, kindOf, own, textField, Unreadable, type JsonObject} from "./fields.js";
import {alpacaTurns, flatTurns, selfInstructTurns} from "./flat.js";
import {writtenFields, type FieldWriting} from "./writtenFields.js";

/** What a record of the file turned out to be. */
export type Recognition =
    | {readonly kind: "examples"; readonly form: Form; readonly examples: readonly (readonly Turn[])[]}
    /** Two answers to choose between, or one with a thumb up or down: nothing a golden score is defined for. */
    | {readonly kind: "preference"; readonly method: "DPO" | "KTO"}
    /** `message` is a clause without a full stop. */
    | {readonly kind: "unreadable"; readonly message: string};

interface Shape {
    readonly form: Form;
    readonly fits: (record: JsonObject) => boolean;
    readonly read: (record: JsonObject, writing: FieldWriting) => readonly (readonly Turn[])[];
}

/** First that fits wins; the more specific stand first. */
const shapes: readonly Shape[] = [
    {form: "messages", fits: (record) => has(record, "messages"), read: (record, writing) => [withSystem(record, conversationTurns(own(record, "messages"), "messages", writing))]},
    {form: "sharegpt", fits: (record) => has(record, "conversations"), read: (record, writing) => [withSystem(record, conversationTurns(own(record, "conversations"), "conversations", writing))]},
    {form: "self-instruct", fits: (record) => has(record, "instruction", "instances"), read: selfInstructTurns},
    {form: "alpaca", fits: (record) => has(record, "instruction", "output"), read: (record) => [alpacaTurns(record)]},
    {form: "dolly", fits: (record) => has(record, "instruction", "response"), read: (record) => [flatTurns({
        instruction: textField(record, "instruction"), input: textField(record, "context"), output: textField(record, "response")
    })]},
    {form: "prompt-completion", fits: (record) => has(record, "prompt", "completion"), read: (record, writing) => [promptTurns(record, "completion", writing)]},
    {form: "prompt-response", fits: (record) => has(record, "prompt", "response"), read: (record, writing) => [promptTurns(record, "response", writing)]}
];

/**
 * Finds out what a parsed record is and takes its examples out of it. Never throws on data.
 * @param text that the record was parsed from: arguments of tool calls are taken from it to the letter
 */
export function recognize(value: unknown, columns?: ColumnMapping, text?: string): Recognition {
    if (!isObject(value))
        return {kind: "unreadable", message: `the record is ${kindOf(value)} where an object is expected`};
    const writing = writtenFields(value, text);
    try {
        if (columns !== undefined)
            return {kind: "examples", form: "columns", examples: [endingInModelTurn(mappedTurns(value, columns, writing))]};
        const preference = preferenceMethod(value);
        if (preference !== undefined)
            return {kind: "preference", method: preference};
        const shape = shapes.find((candidate) => candidate.fits(value));
        if (shape === undefined)
            return {kind: "unreadable", message: "the record has none of the known forms (instruction and output, prompt and completion, conversations, messages, ...)"};
        return {kind: "examples", form: shape.form, examples: shape.read(value, writing).map(endingInModelTurn)};
    } catch (error) {
        if (error instanceof Unreadable)
            return {kind: "unreadable", message: error.message};
        throw error;
    }
}

function preferenceMethod(record: JsonObject): "DPO" | "KTO" | undefined {
    if (has(record, "chosen", "rejected"))
        return "DPO";
    const judged = typeof own(record, "label") === "boolean" && (has(record, "prompt") || has(record, "messages") || has(record, "conversations"));
    return judged || has(record, "kto_tag") ? "KTO" : undefined;
}

/** LLaMA-Factory's ShareGPT files may hold the system text in a field of its own. */
function withSystem(record: JsonObject, turns: Turn[]): Turn[] {
    const system = own(record, "system");
    return typeof system !== "string" || system.trim() === "" || turns[0]?.role === "system"
        ? turns
        : [{role: "system", text: system}, ...turns];
}

/** Prompt and completion are texts, or (TRL's conversational form) lists of messages. */
function promptTurns(record: JsonObject, answer: string, writing: FieldWriting): Turn[] {
    if (Array.isArray(own(record, "prompt")))
        return [...conversationTurns(own(record, "prompt"), "prompt", writing), ...conversationTurns(own(record, answer), answer, writing)];
    return flatTurns({instruction: textField(record, "prompt"), output: textField(record, answer)});
}

/** What a person says after the model's last turn teaches nothing and is left out. */
function endingInModelTurn(turns: readonly Turn[]): readonly Turn[] {
    const last = turns.findLastIndex(isModelTurn);
    if (last < 0)
        throw new Unreadable("no turn is the assistant's, so there is nothing to learn from");
    return last === turns.length - 1 ? turns : turns.slice(0, last + 1);
}
