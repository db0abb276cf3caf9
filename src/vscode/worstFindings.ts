import type {LocatedExample, LocatedProblem} from "../core/formats/located.js";
import {openFlags, type ExampleView} from "./fileScores.js";

/** For each rule that is not off how early it comes: VS Code's number of its severity. */
export type RuleOrder = ReadonlyMap<string, number>;

/** What a file has to be said of. */
export interface Findable {
    readonly problems: readonly LocatedProblem[];
    readonly views: readonly ExampleView[];
}

/** What becomes a diagnostic. */
export interface Finding {
    readonly code: string;
    /** That of an example, or of a record that could not be read. */
    readonly place: LocatedExample | LocatedProblem;
    /** What the message tells: the problem's sentence, or the golden score that is too low. */
    readonly about: string | ExampleView["score"];
}

export interface WorstFindings {
    readonly findings: readonly Finding[];
    /** Where the last of them stands in the order of all; infinite when there are no more. */
    readonly last: number;
}

/** As many as asked for: by severity, then the lowest score first, then by place. Only those become objects. */
export function worstFindings({problems, views}: Findable, rules: RuleOrder, most: number): WorstFindings {
    const codes: string[] = [], of: (ExampleView | LocatedProblem)[] = [], places: number[] = [];
    const add = (code: string, one: ExampleView | LocatedProblem, place: number): void => {
        if (place === Infinity)
            return;
        codes.push(code);
        of.push(one);
        places.push(place);
    };
    for (const problem of problems)
        add("broken-record", problem, placeOf(rules, "broken-record", 2));
    for (const view of views)
        for (const code of openFlags(view))
            add(code, view, placeOf(rules, code, badness(view)));
    const worst = smallest(places, most);
    return {
        last: worst.length < places.length ? places[worst.at(-1) ?? 0] ?? Infinity : Infinity,
        findings: worst.flatMap((at): Finding[] => {
            const one = of[at], code = codes[at] ?? "";
            if (one === undefined)
                return [];
            return ["problem" in one ? {code, place: one, about: one.problem.message} : {code, place: one.located, about: code === "low-golden-score" ? one.score : null}];
        })
    };
}

/** Whether the worst are the same as before without looking for them: by an edit few views change, and mostly none of those is, or was, among them. */
export function sameWorst(now: Findable, before: Findable & WorstFindings, rules: RuleOrder): boolean {
    if (now.problems !== before.problems || now.views.length !== before.views.length)
        return false;
    const isAmongThem = (view: ExampleView): boolean => openFlags(view).some((code) => {
        const place = placeOf(rules, code, badness(view));
        return place !== Infinity && place <= before.last;
    });
    return now.views.every((view, at) => {
        const one = before.views[at];
        return view === one || !(one === undefined || isAmongThem(view) || isAmongThem(one));
    });
}

/** The smaller, the earlier; infinite for a rule that is off. */
function placeOf(rules: RuleOrder, code: string, bad: number): number {
    return (rules.get(code) ?? Infinity) * 10 - bad;
}

function badness({score}: ExampleView): number {
    return 1 - (score?.goldenScore ?? 0.5);
}

/** Where the smallest values stand, ascending, equal ones in their order. Values are few, scores being shares of the anchors, so that counting is faster than sorting. */
function smallest(values: readonly number[], most: number): number[] {
    const amounts = new Map<number, number>();
    for (const value of values)
        amounts.set(value, (amounts.get(value) ?? 0) + 1);
    const groups = new Map<number, number[]>();
    let taken = 0;
    for (const [value, amount] of [...amounts].sort(([a], [b]) => a - b)) {
        if (taken >= most)
            break;
        groups.set(value, []);
        taken += amount;
    }
    for (const [at, value] of values.entries())
        groups.get(value)?.push(at);
    return [...groups.values()].flat().slice(0, most);
}
