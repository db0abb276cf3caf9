import {UserError} from "../errors.js";
import type {Turn} from "../example.js";
import {conversationTurns} from "./conversation.js";
import {isObject, own, textOf, Unreadable, type JsonObject} from "./fields.js";
import {flatTurns} from "./flat.js";
import type {FieldWriting} from "./writtenFields.js";

const columnNames = ["instruction", "input", "output", "system", "messages"] as const;
export type ColumnName = typeof columnNames[number];

/** A user's own mapping: which (dotted) path of a record holds which text. */
export type ColumnMapping = Readonly<Partial<Record<ColumnName, string>>>;

/**
 * Parses `instruction=q.text,output=a`.
 * @throws UserError for unknown names, empty paths, and a mapping that has neither an answer nor messages
 */
export function parseColumns(text: string): ColumnMapping {
    const mapping: Partial<Record<ColumnName, string>> = {};
    for (const part of text.split(",")) {
        const [name = "", path = ""] = part.split(/=(.*)/s).map((piece) => piece.trim());
        if (!isColumnName(name))
            throw new UserError(`"${name}" is no column; use ${columnNames.join(", ")}, as in instruction=q.text,output=a.`, "columns");
        if (path === "")
            throw new UserError(`The column "${name}" has no path; write ${name}=<field>.`, "columns");
        mapping[name] = path;
    }
    if (mapping.messages === undefined && (mapping.instruction === undefined || mapping.output === undefined))
        throw new UserError("There are columns missing; give at least instruction=<field> and output=<field>, or messages=<field>.", "columns");
    return mapping;
}

/** The turns of a record by a user's mapping. */
export function mappedTurns(record: JsonObject, mapping: ColumnMapping, writing: FieldWriting): Turn[] {
    const system = optionalText(record, mapping.system);
    if (mapping.messages !== undefined) {
        const turns = conversationTurns(valueAt(record, mapping.messages), mapping.messages, writing);
        return system.trim() === "" ? turns : [{role: "system", text: system}, ...turns];
    }
    return flatTurns({
        system,
        instruction: requiredText(record, mapping.instruction),
        input: optionalText(record, mapping.input),
        output: requiredText(record, mapping.output)
    });
}

function isColumnName(name: string): name is ColumnName {
    return (columnNames as readonly string[]).includes(name);
}

function requiredText(record: JsonObject, path: string | undefined): string {
    const value = path === undefined ? undefined : valueAt(record, path);
    if (value === undefined)
        throw new Unreadable(`there is no field "${path ?? ""}"`);
    return textOf(value, path ?? "");
}

function optionalText(record: JsonObject, path: string | undefined): string {
    return path === undefined ? "" : textOf(valueAt(record, path), path);
}

/** A field whose name is the whole path wins; list positions are numbers, as in `answers.0.text`. */
export function valueAt(record: JsonObject, path: string): unknown {
    const direct = own(record, path);
    if (direct !== undefined)
        return direct;
    let value: unknown = record;
    for (const step of path.split(".")) {
        if (Array.isArray(value) && /^\d+$/.test(step))
            value = (value as unknown[])[Number(step)];
        else if (isObject(value))
            value = own(value, step);
        else
            return undefined;
    }
    return value;
}
