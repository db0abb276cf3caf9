import assert from "node:assert/strict";
import type {Turn} from "../../../src/core/example.js";
import {order} from "../../../src/core/table/order.js";
import {rankLines} from "../../../src/core/table/rankLines.js";
import {columnText, lineLength, sortLine, textColumns} from "../../../src/core/table/textColumns.js";
import {tableOf} from "./tables.js";

describe("the text of a column", () => {
    const user = (text: string, input?: string): Turn => input === undefined ? {role: "user", text} : {role: "user", text, input};
    const model = (text: string): Turn => ({role: "assistant", text});
    const cases: readonly (readonly [what: string, turns: readonly Turn[], instruction: string, input: string, output: string])[] = [
        ["a question and its answer", [user("q"), model("a")], "q", "", "a"],
        ["a second field", [user("q", "i"), model("a")], "q", "i", "a"],
        ["a conversation", [{role: "system", text: "s"}, user("q1"), model("a1"), user("q2", "i2"), model("a2")], "q1", "", "a2"],
        ["a call of a tool as the answer", [user("q"), {role: "tool-call", text: "call"}], "q", "", "call"],
        ["nobody asks", [{role: "system", text: "s"}, model("a")], "s", "", "a"],
        ["no answer", [user("q")], "q", "", ""],
        ["nothing", [], "", "", ""]
    ];
    for (const [what, turns, ...expected] of cases)
        it(`is the first question, its second field or the last answer: ${what}`, () => {
            assert.deepEqual(textColumns.map((column) => columnText(turns, column)), expected);
        });
});

describe("the line that a text is sorted by", () => {
    const cases: readonly (readonly [what: string, text: string, line: string])[] = [
        ["as it is", "plain words.", "plain words."],
        ["any case", "Ärger mit ÉLAN und İ", "ärger mit élan und i̇"],
        ["white space of all kinds", "\ufeff \n\t two\u00a0\u3000 words \r\n", "two words"],
        ["two spaces", "two  words", "two words"],
        ["characters that are not seen", "\u202e\u200bu\u00adn\u0000s\u001bee\u200dn \u2066 x", "unseen x"],
        ["nothing but those", " \u200b\u202e\u0007\n", ""],
        ["markup", "<IMG src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"],
        ["names of what objects have", "__proto__", "__proto__"],
        ["emoji", "\u{1f600} Smile", "\u{1f600} smile"],
        ["right to left", "שלום Abc", "שלום abc"],
        ["long, ended before half a character", `${"x".repeat(lineLength - 1)}\u{1f600}`, "x".repeat(lineLength - 1)],
        ["what is far behind much space is not shown", `${" ".repeat(2 * lineLength)}far`, ""],
        ["halves of characters where a text is cut", `${" ".repeat(2 * lineLength - 2)}a\u{1f600}`, "a"]
    ];
    for (const [what, text, line] of cases)
        it(`is what the column shows, in lower case, without what is not seen: ${what}`, () => {
            assert.equal(sortLine(text), line);
        });

    it("puts texts into one order, whatever the machine speaks, equal ones in that of the file and empty ones last in both directions", () => {
        const texts = ["zoo", "", "Éclair", "apple", "\u{1f600}", " APPLE ", "\uff5e", "\u202eשלום", "apple pie", "(note)", "10", "9", "\n", "_x", "Apple"];
        const ranks = rankLines(texts.length, (rows, take) => {
            for (const row of rows)
                take(sortLine(texts[row] ?? ""));
        });
        const table = tableOf(texts.map(() => ({}))), all = Uint32Array.from(texts.keys());
        const sorted = (descending: boolean): string[] => Array.from(order(table, all, {text: "output"}, descending, ranks), (row) => texts[row] ?? "");
        const groups = [["(note)"], ["10"], ["9"], ["_x"], ["apple", " APPLE ", "Apple"], ["apple pie"], ["zoo"], ["Éclair"], ["\u202eשלום"], ["\uff5e"], ["\u{1f600}"]];
        assert.deepEqual(sorted(false), [...groups.flat(), "", "\n"]);
        assert.deepEqual(sorted(true), [...groups.reverse().flat(), "", "\n"]);
    });
});
