import {parseTree, type Node} from "jsonc-parser";
import type {Form} from "../example.js";
import type {ColumnMapping} from "../formats/columns.js";
import {isTextPart} from "../formats/conversation.js";
import {parseRecord} from "../formats/parseRecord.js";
import {recognize} from "../formats/recognize.js";

/** The string literals that one text of a turn is put together from; undefined stands for a part that is no text, such as an image. */
export type TextLiterals = readonly (Node | undefined)[];

/** The literals of a record, by what they hold. */
export interface TurnLiterals {
    readonly texts: readonly TextLiterals[];
    /** The inputs of the Alpaca and Dolly families; they are among the texts, too. */
    readonly inputs: readonly Node[];
}

/** Finds the places of what `recognize` reads; none when the record cannot be read. Of fields with one name the last counts, as in JSON.parse. */
export function turnLiterals(record: string, columns?: ColumnMapping): TurnLiterals {
    const parsed = parseRecord(new TextEncoder().encode(record)); // refuses what is nested so deeply that parseTree would exhaust the stack
    const recognition = parsed.kind === "parsed" ? recognize(parsed.value, columns, parsed.text) : undefined;
    const root = recognition?.kind === "examples" ? parseTree(record) : undefined;
    if (recognition?.kind !== "examples" || root === undefined)
        return {texts: [], inputs: []};
    const {texts, inputs} = recognition.form === "columns" ? mappedFields(root, columns ?? {}) : fieldsOf[recognition.form](root);
    return {texts: texts.flatMap(textsOf), inputs: inputs.filter(isText)};
}

interface Fields {
    /** Texts, lists of turns, or (Alpaca's history) lists of lists of texts. */
    readonly texts: readonly (Node | undefined)[];
    readonly inputs: readonly (Node | undefined)[];
}

const fieldsOf: Readonly<Record<Exclude<Form, "columns">, (record: Node) => Fields>> = {
    "alpaca": (record) => flatFields(record, ["system", "history", "instruction", "output"], "input"),
    "dolly": (record) => flatFields(record, ["instruction", "response"], "context"),
    "prompt-completion": (record) => flatFields(record, ["prompt", "completion"]),
    "prompt-response": (record) => flatFields(record, ["prompt", "response"]),
    "sharegpt": (record) => ({texts: [systemText(record), field(record, "conversations")], inputs: []}),
    "messages": (record) => ({texts: [systemText(record), field(record, "messages")], inputs: []}),
    "self-instruct": (record) => {
        const instances = field(record, "instances")?.children ?? [];
        const inputs = instances.map((instance) => field(instance, "input"));
        return {texts: [field(record, "instruction"), ...inputs, ...instances.map((instance) => field(instance, "output"))], inputs};
    }
};

function flatFields(record: Node, texts: readonly string[], input?: string): Fields {
    const inputs = input === undefined ? [] : [field(record, input)];
    return {texts: [...texts.map((name) => field(record, name)), ...inputs], inputs};
}

function mappedFields(record: Node, {instruction, input, output, system, messages}: ColumnMapping): Fields {
    const at = (path: string | undefined): Node | undefined => path === undefined ? undefined : nodeAt(record, path);
    return messages === undefined
        ? {texts: [at(system), at(instruction), at(input), at(output)], inputs: [at(input)]}
        : {texts: [at(system), at(messages)], inputs: []};
}

/** Beside a list of turns anything else may have this name. */
function systemText(record: Node): Node | undefined {
    const system = field(record, "system");
    return isText(system) ? system : undefined;
}

function textsOf(node: Node | undefined): TextLiterals[] {
    switch (node?.type) {
        case "string":
            return [[node]];
        case "array":
            return (node.children ?? []).flatMap((entry) => entry.type === "object" ? contentOf(entry) : textsOf(entry));
        default:
            return [];
    }
}

/** The text of a turn in a conversation. */
function contentOf(entry: Node): TextLiterals[] {
    const content = present(field(entry, "content")) ?? field(entry, "value");
    return content?.type === "array" ? [(content.children ?? []).map(partOf)] : textsOf(content);
}

function partOf(part: Node): Node | undefined {
    if (part.type === "string")
        return part;
    const type = field(part, "type"), text = present(field(part, "text")) ?? field(part, "value");
    const holdsText = type === undefined || (isText(type) && isTextPart(type.value));
    return holdsText && isText(text) ? text : undefined;
}

function isText(node: Node | undefined): node is Node {
    return node?.type === "string";
}

function present(node: Node | undefined): Node | undefined {
    return node?.type === "null" ? undefined : node;
}

function field(node: Node | undefined, name: string): Node | undefined {
    return node?.type === "object" ? node.children?.findLast(({children}) => children?.[0]?.value === name)?.children?.[1] : undefined;
}

/** As in `mappedTurns`: a field whose name is the whole path wins. */
function nodeAt(record: Node, path: string): Node | undefined {
    let node = field(record, path);
    if (node !== undefined)
        return node;
    node = record;
    for (const step of path.split("."))
        node = node?.type === "array" && /^\d+$/.test(step) ? node.children?.[Number(step)] : field(node, step);
    return node;
}
