import assert from "node:assert/strict";
import type {ExampleView} from "../../../src/vscode/fileScores.js";
import {followsCursor, lensesOfLine, lensModes, viewAt} from "../../../src/vscode/lensChoice.js";
import {randomSource} from "../formats/support.js";

type Place = readonly [line: number, character: number];

function viewOf(index: number, start: Place, end: Place, flags: readonly string[] = [], decision?: "keep" | "fixed"): ExampleView {
    const place = {start: {line: start[0], character: start[1]}, end: {line: end[0], character: end[1]}};
    return {
        located: {example: {index, line: start[0] + 1, form: "alpaca", key: String(index), turns: [], flags}, ...place}, score: null, measured: false, decision, flags, allFlags: flags
    };
}

describe("the choice of lenses", () => {
    const plain = viewOf(0, [4, 0], [6, 1]), flagged = viewOf(1, [4, 0], [6, 1], ["refusal"]), kept = viewOf(2, [4, 0], [6, 1], [], "keep"), settled = viewOf(3, [4, 0], [6, 1], ["refusal"], "fixed");
    const inside = {line: 5, character: 70}, outside = {line: 6, character: 2};
    const indexes = (views: readonly ExampleView[]): number[] => views.map(({located}) => located.example.index);

    for (const [mode, away, at] of [["all", [0, 1, 2, 3], [0, 1, 2, 3]], ["flagged", [1, 2, 3], [0, 1, 2, 3]], ["cursor", [], [0, 1, 2, 3]], ["off", [], []]] as const)
        it(`takes those of ${mode}, and by the cursor inside of an example of several lines`, () => {
            const chosen = (cursors: Parameters<typeof lensesOfLine>[2]): number[] => [plain, flagged, kept, settled].flatMap((view) => indexes(lensesOfLine(mode, [view], cursors).examples));
            assert.deepEqual([chosen([]), chosen([outside]), chosen([outside, inside])], [away, away, at]);
        });

    it("has one lens for many examples on a line, unless only the cursor's is wanted, and that of the cursor", () => {
        const quiet = Array.from({length: 5}, (_, at) => viewOf(at, [0, 10 * at], [0, 10 * at + 8]));
        const loud = quiet.with(3, viewOf(3, [0, 30], [0, 38], ["refusal"]));
        const told = (views: readonly ExampleView[], character?: number): unknown[] => lensModes.map((mode) => {
            const {isShared, examples} = lensesOfLine(mode, views, character === undefined ? [] : [{line: 0, character}]);
            return [isShared, ...indexes(examples)];
        });
        assert.deepEqual(told(quiet), [[true], [false], [false], [false]]);
        assert.deepEqual(told(loud), [[true], [true], [false], [false]]);
        assert.deepEqual(told(loud, 24), [[true, 2], [true, 2], [false, 2], [false]]);
        assert.deepEqual(told(Array.from({length: 5}, (_, at) => viewOf(at, [0, 0], [0, 90])), 24), [[true, 0], [false, 0], [false, 0], [false]], "of the examples of one record one");
    });

    it("depends on the cursor in some modes only", () => {
        const apart = Array.from({length: 5}, (_, at) => viewOf(at, [at, 0], [at, 9])), together = apart.map((_, at) => viewOf(at, [0, at], [0, at]));
        assert.deepEqual(lensModes.map((mode) => [followsCursor(mode, apart), followsCursor(mode, together)]), [[false, true], [true, true], [true, true], [false, false]]);
    });

    it("finds the example under the cursor as looking at all of them does", () => {
        const random = randomSource(3), views: ExampleView[] = [];
        let line = 0, character = 0;
        for (let index = 0; index < 300; index++) {
            const start: Place = [line, character];
            const lines = random(3) === 0 ? random(4) : 0;
            line += lines;
            character = (lines === 0 ? character : 0) + 1 + random(6);
            for (let copy = random(6) === 0 ? 2 : 1; copy > 0; copy--) // several examples of one record
                views.push(viewOf(index, start, [line, character]));
            if (random(3) > 0)
                [line, character] = [line + 1 + random(2), random(3)];
            else
                character += random(3);
        }
        for (let at = 0; at <= line; at++)
            for (let column = 0; column < 12; column++) {
                const isBefore = (a: Place, b: Place): boolean => a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);
                const expected = views.find(({located: {start, end}}) => !isBefore([at, column], [start.line, start.character]) && !isBefore([end.line, end.character], [at, column]));
                assert.equal(viewAt(views, {line: at, character: column}), expected, `${at}:${column}`);
            }
    });
});
