import {escapeForDisplay, quoteForDisplay} from "../core/displayText.js";
import {UserError} from "../core/errors.js";
import type {Example, Span} from "../core/example.js";
import {textTerms, type Filter, type TextTerm} from "../core/filter/terms.js";
import {textMatcher} from "../core/filter/textMatcher.js";
import {valueAt} from "../core/formats/columns.js";
import {isObject} from "../core/formats/fields.js";
import {parseRecord} from "../core/formats/parseRecord.js";
import type {ScoreRow} from "../core/scoresFile.js";
import type {Decision} from "../core/selection.js";
import {newBits, setBit, type Bits} from "../core/table/bits.js";
import {buildTable, exampleRow, mostValues} from "../core/table/buildTable.js";
import {select} from "../core/table/select.js";
import {knowsTokens} from "../core/table/table.js";
import type {Dataset} from "./readDataset.js";
import {readSpans} from "./readSpans.js";

/** The paper's border between helpful and harmful, for the flag `low-golden-score`. */
const lowScore = 0.5;

/**
 * The places of the examples that pass a filter, in the order of the file. Fields of the records that it names are read from the file.
 * @throws UserError when no record has such a field, or its values are all different, or tokens are asked for and none were counted
 */
export async function passingExamples(
    dataset: Dataset, filter: Filter, rowAt: (place: number) => ScoreRow | undefined, decisionOf: (example: Example) => Decision | undefined
): Promise<number[]> {
    const {examples} = dataset;
    const names = [...new Set(filter.flatMap((term) => term.kind === "category" ? term.name : []))];
    const fields = names.length === 0 ? [] : await fieldValues(dataset, names);
    const table = buildTable(examples.length, (place) => {
        const example = examples[place];
        if (example === undefined)
            throw new RangeError("a table has as many rows as the dataset has examples");
        return {...exampleRow(example, rowAt(place), decisionOf(example)), categories: fields[place] ?? []};
    }, lowScore, names);
    if (filter.some((term) => "field" in term && term.field === "tokens") && !knowsTokens(table))
        throw new UserError("No answer's tokens are known to filter by: the engine counts them while it measures. Filter by length, in characters, or measure the examples again.");
    for (const [at, name] of names.entries()) {
        const category = table.categories.find((built) => built.name === name);
        if (category === undefined)
            throw new UserError(`The field ${quoteForDisplay(name)} has more than ${(mostValues - 1).toLocaleString("en-US")} different values, which is too many to filter by; search for a text instead.`);
        if (category.values.length === 1 && fields.every((values) => values[at] === undefined))
            throw new UserError(`No record of ${escapeForDisplay(dataset.path)} has a text, number or truth value in a field ${quoteForDisplay(name)} to filter by; docs/filters.md lists the names that every dataset has.`);
    }
    const found = new Map(textTerms(filter).map((term) => [term, foundIn(examples, term)]));
    return [...select(table, filter, (term) => found.get(term) ?? newBits(examples.length))];
}

function foundIn(examples: readonly Example[], term: TextTerm): Bits {
    const matches = textMatcher(term);
    const bits = newBits(examples.length);
    for (const [place, {turns}] of examples.entries())
        if (matches(turns))
            setBit(bits, place);
    return bits;
}

/** For each example what its record holds in these fields, as text; undefined for lists, objects and nothing at all. */
async function fieldValues(dataset: Dataset, names: readonly string[]): Promise<(readonly (string | undefined)[])[]> {
    const spans = new Map<number, Span>(dataset.examples.map(({span}) => [span.start, span])); // those of self-instruct share one
    const starts = [...spans.keys()];
    const byStart = new Map<number, readonly (string | undefined)[]>();
    for await (const bytes of readSpans(dataset, [...spans.values()])) {
        const parsed = parseRecord(bytes);
        const record = parsed.kind === "parsed" && isObject(parsed.value) ? parsed.value : {};
        byStart.set(starts[byStart.size] ?? 0, names.map((name) => fieldText(valueAt(record, name))));
    }
    return dataset.examples.map(({span}) => byStart.get(span.start) ?? []);
}

function fieldText(value: unknown): string | undefined {
    return typeof value === "string" ? value : typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}
