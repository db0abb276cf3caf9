import {Refused, type Scanner} from "./scan.js";
import type {NumberField, Operator, Term} from "./terms.js";

type NumberTerm = Omit<Extract<Term, {kind: "compare"}>, "negated"> | Omit<Extract<Term, {kind: "range"}>, "negated">;

const number = /-?(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?(?![\w%]|\.\d)/y;

/** What stands behind a number field: `>=0.8`, `:>=0.8`, `:0.2..0.4`, `:..0.4`, `:0.2..` or `:0.5`. */
export function parseNumbers(scanner: Scanner, field: NumberField): NumberTerm {
    const colon = scanner.take(/:/y) !== undefined;
    const operator = scanner.take(/>=|<=|>|<|=/y)?.[0] as Operator | undefined;
    if (operator !== undefined)
        return {kind: "compare", field, operator, value: takeNumber(scanner, field)};
    if (!colon)
        throw new Refused(scanner.at, `Write what ${field} is compared with, as in ${field}>=${example(field)}.`);
    const start = scanner.at;
    if (scanner.take(/\.\.(?=[-.\d])/y) !== undefined)
        return {kind: "compare", field, operator: "<=", value: takeNumber(scanner, field)};
    const from = takeNumber(scanner, field);
    if (scanner.take(/\.\./y) === undefined)
        return {kind: "compare", field, operator: "=", value: from};
    if (scanner.take(/(?=\s)|$/y) !== undefined)
        return {kind: "compare", field, operator: ">=", value: from};
    const to = takeNumber(scanner, field);
    if (from > to)
        throw new Refused(start, `No number is in the range ${from}..${to}; write ${to}..${from}.`);
    return {kind: "range", field, from, to};
}

function takeNumber(scanner: Scanner, field: NumberField): number {
    const start = scanner.at;
    const text = scanner.take(number)?.[0];
    const value = Number(text) + 0; // -0 is 0
    if (text === undefined || !Number.isFinite(value))
        throw new Refused(start, `A number is missing here, as in ${field}>=${example(field)}.`);
    if ((value < 0 || value > 1) && (field === "score" || field === "ci-low" || field === "ci-high"))
        throw new Refused(start, "A golden score is a number from 0 to 1; for a share of the examples write top:5%.");
    return value;
}

function example(field: NumberField): string {
    return field === "score" || field === "ci-low" || field === "ci-high" ? "0.8" : field === "gain" ? "0.1" : "100";
}
