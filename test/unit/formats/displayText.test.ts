import assert from "node:assert/strict";
import {count, escapeForDisplay, quoteForDisplay} from "../../../src/core/displayText.js";

describe("quoteForDisplay", () => {
    for (const [text, shown] of [
        ["plain", "\"plain\""],
        ["", "\"\""],
        ["say \"hi\" \\ bye", "\"say \\\"hi\\\" \\\\ bye\""],
        ["two\nlines\tand\r", "\"two\\nlines\\tand\\u000d\""],
        ["\u001b[31mred\u001b[0m\u0007", "\"\\u001b[31mred\\u001b[0m\\u0007\""],
        ["left\u202eright\u2066\u200b\ufeff", "\"left\\u202eright\\u2066\\u200b\\ufeff\""],
        ["漢字 é 😀", "\"漢字 é 😀\""],
        ["x".repeat(60), `"${"x".repeat(60)}"`],
        ["x".repeat(61), `"${"x".repeat(60)}…"`],
        ["😀".repeat(61), `"${"😀".repeat(60)}…"`]
    ] as const) {
        it(`shows ${JSON.stringify(text).slice(0, 40)} as ${shown.slice(0, 40)}`, () => {
            assert.equal(quoteForDisplay(text), shown);
        });
    }

    it("does not read the whole of a huge text", () => {
        assert.equal(quoteForDisplay("y".repeat(50_000_000), 3), "\"yyy…\"");
    });
});

describe("escapeForDisplay", () => {
    it("leaves quotes, backslashes and letters of all kinds as they are", () => {
        assert.equal(escapeForDisplay("C:\\data\\\"é 漢\".jsonl"), "C:\\data\\\"é 漢\".jsonl");
    });

    it("replaces what a terminal could act on", () => {
        assert.equal(escapeForDisplay("a\u001b]0;x\u0007\u009b\n\u2028"), "a\\u001b]0;x\\u0007\\u009b\\n\\u2028");
    });
});

describe("count", () => {
    for (const [amount, shown] of [[0, "0 records"], [1, "1 record"], [2, "2 records"], [52_002, "52,002 records"]] as const) {
        it(`writes ${shown}`, () => {
            assert.equal(count(amount, "record"), shown);
        });
    }

    it("takes plurals that are not regular", () => {
        assert.equal(count(2, "query", "queries"), "2 queries");
    });
});
