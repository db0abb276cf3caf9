import type {Turn} from "../example.js";
import {has, isObject, own, textField, textOf, Unreadable, type JsonObject} from "./fields.js";

/** The texts of a record of one question and one answer, whatever its fields are called. */
export interface FlatTexts {
    readonly system?: string;
    readonly instruction: string;
    readonly input?: string;
    readonly output: string;
}

/** Turns of a question and its answer; a blank system text and a blank input are left out. */
export function flatTurns({system = "", instruction, input = "", output}: FlatTexts): Turn[] {
    const question: Turn = input.trim() === "" ? {role: "user", text: instruction} : {role: "user", text: instruction, input};
    const turns: Turn[] = [question, {role: "assistant", text: output}];
    return system.trim() === "" ? turns : [{role: "system", text: system}, ...turns];
}

/** Alpaca, with the `system` and `history` ([question, answer] pairs) columns that LLaMA-Factory adds to it. */
export function alpacaTurns(record: JsonObject): Turn[] {
    const turns = flatTurns({
        instruction: textField(record, "instruction"), input: textField(record, "input"), output: textField(record, "output")
    });
    const system = textField(record, "system");
    if (system === "" && own(record, "history") === undefined)
        return turns;
    return [...(system.trim() === "" ? [] : [{role: "system", text: system} as const]), ...historyTurns(own(record, "history")), ...turns];
}

function historyTurns(history: unknown): Turn[] {
    if (history === undefined || history === null)
        return [];
    if (!Array.isArray(history))
        throw new Unreadable("the field \"history\" is not a list of question and answer pairs");
    return history.flatMap((pair: unknown) => {
        if (!Array.isArray(pair) || pair.length !== 2)
            throw new Unreadable("the field \"history\" is not a list of question and answer pairs");
        return flatTurns({instruction: textOf(pair[0], "history"), output: textOf(pair[1], "history")});
    });
}

/** Characters that the instances of a record may hold together. Each repeats the instruction, so a record of some megabytes could hold a million times as much. */
const mostCharacters = 1 << 27;

/** Self-instruct's seed tasks: one instruction with several instances of input and output. */
export function selfInstructTurns(record: JsonObject): Turn[][] {
    const instruction = textField(record, "instruction");
    const instances = own(record, "instances");
    if (!Array.isArray(instances) || instances.length === 0)
        throw new Unreadable("the field \"instances\" is not a list with at least one instance");
    if (instances.length * instruction.length > mostCharacters)
        throw new Unreadable("the instruction is so long, and the \"instances\" are so many, that its examples would hold more than 128 million characters");
    return instances.map((instance: unknown) => {
        if (!isObject(instance) || !has(instance, "output"))
            throw new Unreadable("an entry of \"instances\" is no object with an \"output\"");
        return flatTurns({instruction, input: textField(instance, "input"), output: textField(instance, "output")});
    });
}
