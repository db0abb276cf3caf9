import {firstFromLine, type Position} from "../core/formats/located.js";
import {openFlags, type ExampleView} from "./fileScores.js";

/** Which examples have lenses above them: every one, those that ask for a look and the cursor's, the cursor's alone, or none. */
export const lensModes = ["all", "flagged", "cursor", "off"] as const;
export type LensMode = typeof lensModes[number];

/** More examples on one line share one lens: their own would run out of sight. */
const sharedLine = 3;

/** What stands above one line. */
export interface LensesOfLine {
    /** Whether one lens sums up all examples of the line. */
    readonly isShared: boolean;
    /** Those that have lenses of their own. */
    readonly examples: readonly ExampleView[];
}

/**
 * Chooses by the mode, and by where the cursors are.
 * @param views all examples that begin on one line
 * @param cursors of all editors that show the text
 */
export function lensesOfLine(mode: LensMode, views: readonly ExampleView[], cursors: readonly Position[]): LensesOfLine {
    const isUnder = (view: ExampleView): boolean => cursors.some((cursor) => contains(view, cursor));
    if (views.length > sharedLine) {
        const under = new Set(mode === "off" ? [] : cursors.flatMap((cursor) => views.find((view) => contains(view, cursor)) ?? [])); // of the examples of one record the first
        return {isShared: mode === "all" || (mode === "flagged" && views.some(asksForALook)), examples: [...under]};
    }
    switch (mode) {
        case "all":
            return {isShared: false, examples: views};
        case "flagged":
            return {isShared: false, examples: views.filter((view) => asksForALook(view) || isUnder(view))};
        case "cursor":
            return {isShared: false, examples: views.filter(isUnder)};
        case "off":
            return {isShared: false, examples: []};
    }
}

/** Whether other lenses may be shown when a cursor goes to another example. */
export function followsCursor(mode: LensMode, views: readonly ExampleView[]): boolean {
    const first = views[0];
    return mode === "flagged" || mode === "cursor" || (mode === "all" && first !== undefined && views[sharedLine]?.located.start.line === first.located.start.line);
}

/** The first example at a place, found without looking at all of them. @param views in the order of the text */
export function viewAt(views: readonly ExampleView[], position: Position): ExampleView | undefined {
    let at = firstFromLine(views, position.line + 1, ({located}) => located) - 1, found: ExampleView | undefined;
    for (let view = views[at]; view !== undefined && !isBefore(view.located.end, position); view = views[--at])
        if (contains(view, position))
            found = view;
        else if (found !== undefined)
            break;
    return found;
}

function asksForALook(view: ExampleView): boolean {
    return view.decision !== undefined || openFlags(view).length > 0;
}

function contains({located: {start, end}}: ExampleView, position: Position): boolean {
    return !isBefore(position, start) && !isBefore(end, position);
}

function isBefore(a: Position, b: Position): boolean {
    return a.line < b.line || (a.line === b.line && a.character < b.character);
}
