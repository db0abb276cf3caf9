import {parseTree, type Node} from "jsonc-parser";
import {own, type JsonObject} from "./fields.js";
import {onOneLine} from "./recordText.js";

/** Says how a field of an object of a record is written: JSON on one line, to the letter. */
export type FieldWriting = (holder: JsonObject, name: string) => string;

/**
 * How the fields of a record are written in its text, which is gone through when the first of them is asked for. Of fields with one
 * name the last counts, as in `JSON.parse`.
 * @param text of the record; where nobody has it, fields are written anew, and numbers as JavaScript holds them
 * @param record what `JSON.parse` made of the text
 */
export function writtenFields(record: unknown, text: string | undefined): FieldWriting {
    let nodes: Map<unknown, Node> | undefined;
    return (holder, name) => {
        if (text !== undefined && nodes === undefined) {
            nodes = new Map();
            addNodes(parseTree(text), record, nodes);
        }
        const node = fieldNode(nodes?.get(holder), name);
        return node === undefined || text === undefined ? JSON.stringify(own(holder, name)) : onOneLine(text.slice(node.offset, node.offset + node.length));
    };
}

/** Goes through a value and its text side by side. Not deeper than records may be nested. */
function addNodes(node: Node | undefined, value: unknown, nodes: Map<unknown, Node>): void {
    if (node === undefined || typeof value !== "object" || value === null)
        return;
    nodes.set(value, node);
    if (Array.isArray(value)) {
        for (const [at, child] of (node.children ?? []).entries())
            addNodes(child, value[at], nodes);
        return;
    }
    for (const {children} of node.children ?? []) {
        const [name, child] = children ?? [];
        if (typeof name?.value === "string")
            addNodes(child, own(value as JsonObject, name.value), nodes); // an earlier field of the same name is overwritten by the last
    }
}

function fieldNode(node: Node | undefined, name: string): Node | undefined {
    return node?.children?.findLast(({children}) => children?.[0]?.value === name)?.children?.[1];
}
