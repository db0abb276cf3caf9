import type {Role, Turn} from "../example.js";
import {isObject, kindOf, own, Unreadable, type JsonObject} from "./fields.js";
import {callText, toolCall} from "./toolCall.js";
import type {FieldWriting} from "./writtenFields.js";

/** The names that ShareGPT files, OpenAI's chat format and their relatives give to the speakers. */
const roles: ReadonlyMap<string, Role> = new Map<string, Role>([
    ["system", "system"], ["developer", "system"],
    ["human", "user"], ["user", "user"],
    ["gpt", "assistant"], ["assistant", "assistant"], ["model", "assistant"], ["chatgpt", "assistant"],
    ["function_call", "tool-call"], ["tool_call", "tool-call"],
    ["observation", "tool-result"], ["tool", "tool-result"], ["function", "tool-result"], ["function_response", "tool-result"],
    ["tool_response", "tool-result"]
]);

/** Reads ShareGPT `conversations` and OpenAI `messages`; each entry may use either naming. @param writing of the record that they stand in */
export function conversationTurns(list: unknown, field: string, writing: FieldWriting): Turn[] {
    if (!Array.isArray(list) || list.length === 0)
        throw new Unreadable(`the field "${field}" is not a list with at least one turn`);
    return list.flatMap((entry: unknown, position) => {
        if (!isObject(entry))
            throw new Unreadable(`turn ${position + 1} of "${field}" is ${kindOf(entry)} where an object is expected`);
        return entryTurns(entry, position + 1, field, writing);
    });
}

function entryTurns(entry: JsonObject, number: number, field: string, writing: FieldWriting): Turn[] {
    const speaker = own(entry, "role") ?? own(entry, "from");
    const role = typeof speaker === "string" ? roles.get(speaker.toLowerCase()) : undefined;
    if (role === undefined)
        throw new Unreadable(`turn ${number} of "${field}" has no known speaker in "role" or "from"`);
    const text = contentText(own(entry, "content") ?? own(entry, "value"), number, field);
    const calls = toolCalls(entry, number, field, writing);
    if (calls.length === 0)
        return [{role, text}];
    return text.trim() === "" ? calls : [{role, text}, ...calls];
}

function contentText(content: unknown, number: number, field: string): string {
    if (content === undefined || content === null)
        return "";
    if (typeof content === "string")
        return content;
    if (!Array.isArray(content))
        throw new Unreadable(`turn ${number} of "${field}" holds ${kindOf(content)} where text or a list of parts is expected`);
    return content.map((part: unknown) => partText(part, number, field)).join("");
}

/** A typed part: its text (`text` as OpenAI names it, or `value`), or a placeholder such as `[image_url]` for what is no text. */
function partText(part: unknown, number: number, field: string): string {
    if (typeof part === "string")
        return part;
    if (!isObject(part))
        throw new Unreadable(`turn ${number} of "${field}" has a part that is ${kindOf(part)} where an object is expected`);
    const type = own(part, "type");
    const text = own(part, "text") ?? own(part, "value");
    return isTextPart(type) && typeof text === "string" ? text : placeholder(type);
}

/** Whether a part of this type holds text. */
export function isTextPart(type: unknown): boolean {
    return type === undefined || type === "text" || type === "input_text" || type === "output_text";
}

/** The type's name goes into the prompt, so it is kept to what a name needs. */
function placeholder(type: unknown): string {
    const name = typeof type === "string" ? type.replace(/[^A-Za-z0-9_-]/g, "").slice(0, 32) : "";
    return `[${name === "" ? "part" : name}]`;
}

/** OpenAI's `tool_calls` and the older `function_call`. */
function toolCalls(entry: JsonObject, number: number, field: string, writing: FieldWriting): Turn[] {
    const single = own(entry, "function_call");
    const several = own(entry, "tool_calls");
    if (several !== undefined && several !== null && !Array.isArray(several))
        throw new Unreadable(`turn ${number} of "${field}" has "tool_calls" that are no list`);
    const calls: unknown[] = [...(isObject(single) ? [single] : []), ...((several ?? []) as unknown[])];
    return calls.map((call) => {
        const target = isObject(call) ? own(call, "function") ?? call : undefined;
        if (!isObject(target))
            throw new Unreadable(`turn ${number} of "${field}" has a tool call that is no object`);
        const written = toolCall(target, writing);
        return {role: "tool-call", text: callText(written), call: written};
    });
}
