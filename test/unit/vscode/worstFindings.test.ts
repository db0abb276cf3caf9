import assert from "node:assert/strict";
import type {LocatedProblem} from "../../../src/core/formats/located.js";
import type {ExampleView} from "../../../src/vscode/fileScores.js";
import {sameWorst, worstFindings, type Findable, type RuleOrder, type WorstFindings} from "../../../src/vscode/worstFindings.js";
import {randomSource} from "../formats/support.js";

const rules: RuleOrder = new Map([["broken-record", 0], ["duplicate", 1], ["low-golden-score", 2], ["refusal", 2]]);

function viewOf(line: number, tenths: number | null, flags: readonly string[], decision?: "keep"): ExampleView {
    const place = {start: {line, character: 0}, end: {line, character: 9}};
    const score = tenths === null ? null : {goldenScore: tenths / 10, wins: tenths, anchors: 10, meanGain: 0, ci95: [0, 1] as const};
    const all = tenths !== null && tenths <= 5 ? ["low-golden-score", ...flags] : flags;
    return {
        located: {example: {index: line, line: line + 1, form: "alpaca", key: "", turns: [], flags: []}, ...place}, score, measured: score !== null, decision,
        flags: all, allFlags: all
    };
}

/** By sorting everything. */
function sorted({problems, views}: Findable, most: number): [string, number][] {
    const all = [...problems.map(({start}) => ({code: "broken-record", line: start.line, bad: 2})),
        ...views.flatMap(({located, score, flags, decision}) => decision === undefined ? flags.map((code) => ({code, line: located.start.line, bad: 1 - (score?.goldenScore ?? 0.5)})) : [])];
    const orderOf = ({code, bad}: {code: string; bad: number}): number => (rules.get(code) ?? NaN) * 10 - bad;
    return all.filter(({code}) => rules.has(code)).sort((a, b) => orderOf(a) - orderOf(b)).slice(0, most).map(({code, line}) => [code, line]);
}

function told({findings}: WorstFindings): [string, number][] {
    return findings.map(({code, place}) => [code, place.start.line]);
}

describe("the worst findings", () => {
    const random = randomSource(5);
    const anything = (line: number): ExampleView => viewOf(line, random(4) === 0 ? null : random(11), [[], [], ["duplicate"], ["refusal", "off"], ["off"]][random(5)] ?? [], random(9) === 0 ? "keep" : undefined);
    const problems: readonly LocatedProblem[] = [7, 90].map((line) => ({problem: {line: line + 1, column: 1, message: "Broken."}, start: {line, character: 0}, end: {line, character: 1}}));

    for (const most of [1, 20, 1000])
        it(`are those that sorting gives (${most}), also where they need not be looked for after an edit`, () => {
            let now: Findable = {problems, views: Array.from({length: 200}, (_, at) => anything(at))};
            let shown = worstFindings(now, rules, most), skipped = 0;
            for (let edit = 0; edit < 400; edit++) {
                const before = now, at = random(now.views.length);
                now = {problems: random(50) === 0 ? problems.slice(random(2)) : before.problems, views: now.views.with(at, anything(at))};
                if (sameWorst(now, {...before, ...shown}, rules))
                    skipped++;
                else
                    shown = worstFindings(now, rules, most);
                assert.deepEqual(told(shown), sorted(now, most));
            }
            assert.ok(skipped > 20 && skipped < 400, String(skipped));
        });
});
