import type {FoundPlace, LintedExample} from "./rule.js";

/** A stretch of a text in UTF-16 code units, half-open. */
export type Stretch = readonly [from: number, to: number];

/** More of one kind tell a reader nothing new, and each costs a view an element. */
const mostPlaces = 200;

/** All that a pattern finds, the first ones of very many. */
export function stretches(text: string, pattern: RegExp): Stretch[] {
    const all = new RegExp(pattern, pattern.flags.includes("g") ? pattern.flags : `${pattern.flags}g`), found: Stretch[] = [];
    for (const {0: match, index} of text.matchAll(all)) {
        if (match !== "")
            found.push([index, index + match.length]);
        if (found.length === mostPlaces)
            break;
    }
    return found;
}

/** Stretches of the trimmed answer. */
export function inAnswer({turns}: LintedExample, found: readonly Stretch[]): FoundPlace[] {
    return inTrimmed(turns.length - 1, "text", turns.at(-1)?.text ?? "", found);
}

/** The whole trimmed answer. */
export function wholeAnswer(example: LintedExample): FoundPlace[] {
    return inAnswer(example, [[0, example.answer.length]]);
}

/** The whole trimmed input of the last user turn. */
export function wholeInput({turns, input}: LintedExample): FoundPlace[] {
    const turn = turns.findLastIndex(({role}) => role === "user");
    return inTrimmed(turn, "input", turns[turn]?.input ?? "", [[0, input.length]]);
}

function inTrimmed(turn: number, part: FoundPlace["part"], text: string, found: readonly Stretch[]): FoundPlace[] {
    const before = text.length - text.trimStart().length;
    return found.map(([from, to]) => ({turn, part, from: before + from, to: before + to}));
}
