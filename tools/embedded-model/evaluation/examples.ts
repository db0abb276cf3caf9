import {readFile} from "node:fs/promises";
import {exampleKey} from "../../../src/core/contentKey.js";
import {escapeForDisplay} from "../../../src/core/displayText.js";
import {UserError} from "../../../src/core/errors.js";
import type {Example} from "../../../src/core/example.js";
import {flatTurns} from "../../../src/core/formats/flat.js";
import {lintFlags} from "../../../src/core/lint/rules.js";
import {readDataset} from "../../../src/session/readDataset.js";
import {parseNoiseKey} from "../../sample/noiseReport.js";

/** The fields of one example as the evaluation changes them. */
export interface Texts {
    readonly instruction: string;
    readonly input: string;
    readonly output: string;
}

export interface Sourced extends Texts {
    readonly source: string;
}

/** The example that the session scores; where it would stand in a file means nothing here. */
export function toExample({instruction, input, output}: Texts): Example {
    const turns = flatTurns({instruction, input, output});
    return {index: 0, line: 1, span: {start: 0, end: 0}, form: "alpaca", key: exampleKey(turns), turns, flags: []};
}

/** A complaint about one line of a file. */
export type Complain = (what: string) => UserError;

/**
 * The objects of a JSON Lines file, blank lines left out.
 * @throws UserError naming file and line
 */
export async function readLines<T>(file: string, read: (record: Readonly<Record<string, unknown>>, complain: Complain) => T): Promise<T[]> {
    const text = await readFile(file, "utf8").catch((error: unknown) => {
        throw new UserError(`${escapeForDisplay(file)} cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown reason"}); check name and permissions.`);
    });
    return text.split("\n").flatMap((line, i) => {
        if (line.trim() === "")
            return [];
        const complain: Complain = (what) => new UserError(`${escapeForDisplay(file)}:${i + 1}: ${what}`);
        return [read(parseObject(i === 0 ? line.replace(/^\ufeff/, "") : line, complain), complain)];
    });
}

function parseObject(line: string, complain: Complain): Readonly<Record<string, unknown>> {
    try {
        const value: unknown = JSON.parse(line);
        if (typeof value === "object" && value !== null && !Array.isArray(value))
            return value as Readonly<Record<string, unknown>>; // just checked
    } catch {
        // told below, as any other line that is no object
    }
    throw complain("this line is no JSON object; each line must be one example.");
}

/** @throws UserError when the field is missing or no text */
export function textField(record: Readonly<Record<string, unknown>>, name: string, complain: Complain): string {
    const value = Object.hasOwn(record, name) ? record[name] : undefined;
    if (typeof value !== "string")
        throw complain(`the field "${name}" is missing or no text; instruction, input and output must be texts.`);
    return value;
}

export function textsOf(record: Readonly<Record<string, unknown>>, complain: Complain): Texts {
    return {instruction: textField(record, "instruction", complain), input: textField(record, "input", complain), output: textField(record, "output", complain)};
}

/** Held-out examples with a question and an answer, each content once; plain text without a question is no example of a task. */
export async function readHeldOut(file: string): Promise<{examples: Sourced[]; leftOut: number}> {
    const all = await readLines(file, (record, complain): Sourced => ({...textsOf(record, complain), source: textField(record, "source", complain)}));
    const byKey = new Map(all.filter(({instruction, input, output}) => (instruction + input).trim() !== "" && output.trim() !== "")
        .map((example) => [toExample(example).key, example]));
    if (byKey.size === 0)
        throw new UserError(`${escapeForDisplay(file)} holds no example with a question and an answer.`);
    return {examples: [...byKey.values()], leftOut: all.length - byKey.size};
}

/** The sample's examples that the noise key does not name. `folder`: samples/. */
export async function readCleanSample(folder: string): Promise<Texts[]> {
    const noisy = new Set(parseNoiseKey(await readFile(`${folder}/noise-key.jsonl`, "utf8")).map(({index}) => index));
    const {examples} = await readDataset(`${folder}/instructions.jsonl`);
    return examples.filter(({index}) => !noisy.has(index)).map(({turns}) => ({
        instruction: turns[0]?.text ?? "", input: turns[0]?.input ?? "", output: turns.at(-1)?.text ?? ""
    }));
}

/** Whether there is enough of an answer to spoil (five words), and nothing that Goldpan's text rules find wrong already. */
export function isClean(texts: Texts): boolean {
    return texts.output.trim().split(/\s+/).length >= 5 && lintFlags(toExample(texts).turns).length === 0;
}
