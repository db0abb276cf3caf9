import type {ToolCall, Turn} from "../example.js";
import {isObject, own, textField, type JsonObject} from "./fields.js";
import {parseJsonText, RawJson} from "./rawJson.js";
import {evenlySpelled} from "./recordText.js";
import {writtenFields, type FieldWriting} from "./writtenFields.js";

/**
 * A call as an object of name and arguments. OpenAI writes arguments as a JSON text, others as an object.
 * @throws Unreadable when the name is no text
 */
export function toolCall(target: JsonObject, writing: FieldWriting): ToolCall {
    const name = textField(target, "name"), value = own(target, "arguments");
    if (typeof value === "string")
        return {name, arguments: value, isText: true};
    return {name, arguments: value === undefined || value === null ? "{}" : writing(target, "arguments"), isText: false};
}

/**
 * A call as the model reads it, `{"name":...,"arguments":...}`: the same whether the arguments were written as text or not, and
 * however they are spaced. Numbers keep their letters, objects all of their fields. A text that is no JSON, or is nested too deeply,
 * is itself the argument.
 */
export function callText({name, arguments: written, isText}: ToolCall): string {
    const parsed = parseJsonText(written);
    return `{"name":${JSON.stringify(name)},"arguments":${parsed !== undefined ? evenly(written, parsed.value) : isText ? JSON.stringify(written) : evenlySpelled(written)}}`;
}

/** Most are spelled evenly already, which `JSON.stringify` tells in a fraction of the time. */
function evenly(text: string, value: unknown): string {
    return JSON.stringify(value) === text ? text : evenlySpelled(text);
}

/** The call of a turn: as its record holds it, or read from its text. Undefined for one that was written by hand and is no JSON, or is nested too deeply. */
export function calledTool({text, call}: Turn): ToolCall | undefined {
    return call ?? parsedCall(text);
}

/** The call that a text holds as JSON, its arguments to the letter. */
export function parsedCall(text: string): ToolCall | undefined {
    const value = parseJsonText(text)?.value;
    if (!isObject(value) || typeof own(value, "name") !== "string")
        return undefined;
    const call = toolCall(value, writtenFields(value, text));
    return own(value, "arguments") === null ? {...call, arguments: "null"} : call;
}

/** The arguments as a JSON object; none at all are an empty one. Undefined for other values, and for texts that hold no object. */
export function objectArguments({arguments: written, isText}: ToolCall): RawJson | undefined {
    if (isText && written.trim() === "")
        return new RawJson("{}");
    const value = parseJsonText(written)?.value;
    return value === null ? new RawJson("{}") : isObject(value) ? new RawJson(written) : undefined;
}

/** Whether a text is one call or a list of them, each with its name and an object of arguments. */
export function isCallList(text: string): boolean {
    const value = parseJsonText(text)?.value;
    const calls: readonly unknown[] = Array.isArray(value) ? value : [value];
    return calls.every((call) => isObject(call) && typeof own(call, "name") === "string" && isObject(own(call, "arguments")));
}
