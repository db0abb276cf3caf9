import {flagCodes} from "../table/flagBits.js";
import {decisions, parseTop} from "../selection.js";
import {compiled} from "./textMatcher.js";
import {parseNumbers} from "./parseNumbers.js";
import {Refused, Scanner} from "./scan.js";
import {mostTerms, numberFields, textFields, type Filter, type Pattern, type Term} from "./terms.js";

/** A term whose sign is read elsewhere. */
type Unsigned = Term extends infer T ? T extends Term ? Omit<T, "negated"> : never : never;

export interface FilterProblem {
    /** In UTF-16 code units, from 1. */
    readonly column: number;
    /** One sentence, without the place. */
    readonly message: string;
}

export type ParsedFilter = {readonly filter: Filter; readonly problem?: never} | {readonly filter?: never; readonly problem: FilterProblem};

/** Longer texts are no filters that anybody wrote. */
export const longestFilter = 10_000;

/**
 * Reads the filter language of docs/filters.md. Never throws on any text.
 * @param categories the names that are known; without a list any name is taken for a category
 */
export function parseFilter(text: string, categories?: readonly string[]): ParsedFilter {
    try {
        if (text.length > longestFilter)
            throw new Refused(longestFilter, `A filter has ${longestFilter.toLocaleString("en-US")} characters at most.`);
        return {filter: parseTerms(new Scanner(text), categories)};
    } catch (error) {
        if (error instanceof Refused)
            return {problem: {column: error.at + 1, message: error.message}};
        throw error;
    }
}

function parseTerms(scanner: Scanner, categories: readonly string[] | undefined): Filter {
    const terms: Term[] = [];
    while (!scanner.atEnd()) {
        const start = scanner.at;
        if (terms.length === mostTerms)
            throw new Refused(start, `A filter has ${mostTerms} terms at most; one term may hold several values, as in flag:refusal,duplicate.`);
        const negated = scanner.take(/-/y) !== undefined;
        terms.push({...parseTerm(scanner, categories), negated});
        if (scanner.take(/(?=\s)|$/y) === undefined)
            throw new Refused(scanner.at, "A space is missing here, or quotation marks around the value.");
    }
    return terms;
}

function parseTerm(scanner: Scanner, categories: readonly string[] | undefined): Unsigned {
    const start = scanner.at;
    if (scanner.sees("/"))
        return {kind: "text", field: "text", pattern: parsePattern(scanner)};
    if (scanner.sees("\"")) {
        const text = scanner.takeQuoted();
        return scanner.take(/:/y) === undefined ? {kind: "text", field: "text", pattern: plain(text, start)} : parseCategory(scanner, text, start, categories);
    }
    const name = scanner.take(/[^\s":<>=,/]+/y)?.[0] ?? "";
    if (name === "")
        throw new Refused(start, "A term begins with a name, as in score>=0.8 or flag:duplicate, or is a quoted text to search for.");
    if (includes(numberFields, name))
        return parseNumbers(scanner, name);
    if (name === "unscored" && scanner.take(/(?=\s)|$/y) !== undefined)
        return {kind: "unscored"};
    if (scanner.take(/:/y) === undefined)
        throw new Refused(start, scanner.take(/[<>=]/y) === undefined ? unknownWord(name) : `${JSON.stringify(name)} is no number; numbers are ${numberFields.join(", ")}.`);
    return parseNamed(scanner, name, start, categories);
}

function parseNamed(scanner: Scanner, name: string, start: number, categories: readonly string[] | undefined): Unsigned {
    if (name === "top") {
        const at = scanner.at;
        const rule = parseTop(scanner.takeValue());
        if (rule === undefined)
            throw new Refused(at, "Write a whole number from 1, such as top:500, or a share above 0 %, such as top:5%.");
        return {kind: "top", rule};
    }
    if (name === "flag") {
        const flags = parseList(scanner, (flag) => flag === "any" || flagCodes.includes(flag) ? flag : undefined, `flags are any, ${flagCodes.join(", ")}`);
        return {kind: "flag", flags: flags.includes("any") ? [] : flags};
    }
    if (name === "decision")
        return {kind: "decision", decisions: parseList(scanner, (value) => (["none", ...decisions] as const).find((known) => known === value), `decisions are none, ${decisions.join(", ")}`)};
    if (includes(textFields, name))
        return {kind: "text", field: name, pattern: parsePattern(scanner)};
    return parseCategory(scanner, name, start, categories);
}

function parseCategory(scanner: Scanner, name: string, start: number, categories: readonly string[] | undefined): Unsigned {
    if (categories?.includes(name) === false)
        throw new Refused(start, unknownName(name, categories));
    if (scanner.sees("/"))
        throw new Refused(scanner.at, "A regular expression is for texts; put a value that begins with a slash between quotation marks.");
    return {kind: "category", name, values: parseList(scanner, (value) => value, "")};
}

/** Values with commas between them. */
function parseList<T extends string>(scanner: Scanner, accept: (value: string) => T | undefined, choices: string): T[] {
    const values: T[] = [];
    do {
        const start = scanner.at;
        const quoted = scanner.sees("\"");
        const value = scanner.takeValue();
        if (value === "" && !quoted)
            throw new Refused(start, "A value is missing here.");
        const accepted = accept(value);
        if (accepted === undefined)
            throw new Refused(start, `${JSON.stringify(value)} is none of them: ${choices}.`);
        values.push(accepted);
    } while (scanner.take(/,/y) !== undefined);
    return values;
}

function parsePattern(scanner: Scanner): Pattern {
    const start = scanner.at;
    if (!scanner.sees("/"))
        return plain(scanner.takeValue(), start);
    const pattern = {kind: "regex", ...scanner.takeRegex()} as const;
    const problem = compiled(pattern);
    if (typeof problem === "string")
        throw new Refused(start, problem);
    return pattern;
}

function plain(text: string, at: number): Pattern {
    if (text.trim() === "")
        throw new Refused(at, "The text to search for is missing.");
    return {kind: "plain", text};
}

function unknownWord(name: string): string {
    return `${JSON.stringify(name)} is no term; to search for it, write text:${name} or put it between quotation marks.`;
}

function unknownName(name: string, categories: readonly string[]): string {
    const known = [...numberFields, "top", "flag", "decision", ...textFields, ...categories.map((category) => JSON.stringify(category))];
    return `Nothing here is called ${JSON.stringify(name)}; known are ${known.join(", ")}.`;
}

function includes<T extends string>(known: readonly T[], name: string): name is T {
    return (known as readonly string[]).includes(name);
}

