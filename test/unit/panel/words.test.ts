import assert from "node:assert/strict";
import {speak} from "../../../webview/language.js";
import {words} from "../../../webview/words.js";

describe("the words of the panel", () => {
    afterEach(() => {
        speak("en", "{}");
    });

    it("give a correlation two digits, a minus that is one, and no sign where all digits are zero", () => {
        for (const [value, text] of [[0.456, "0.46"], [-0.456, "−0.46"], [-1, "−1.00"], [0.004, "0.00"], [-0.004, "0.00"], [-0.005001, "−0.01"], [-0, "0.00"], [NaN, "–"]] as const) {
            assert.equal(words.compare.correlation(value), text);
            assert.equal(words.correlation(1000, value, value, value), `Pearson ${text} (${text} with the logarithm) · Spearman ${text} · n = 1,000`);
        }
    });

    it("are whole sentences for one and for many", () => {
        assert.deepEqual([0, 1, 2, 52_002].map(words.exportShown), ["Export 0 examples …", "Export 1 example …", "Export 2 examples …", "Export 52,002 examples …"]);
        assert.deepEqual(([[0, 1], [1, 1], [0, 2], [1, 2], [2, 2]] as const).map(([passing, all]) => words.shown(passing, all)),
            ["0 of 1 example (0 %)", "1 example", "0 of 2 examples (0 %)", "1 of 2 examples (50 %)", "all 2 examples"]);
        assert.deepEqual(([[0, 1], [1, 1], [0, 2], [1, 3], [3, 3]] as const).map(([front, back]) => words.bar("0.1", "0.2", front, back, 4)),
            ["0.1 to 0.2: 0 of 1 example, 0 %", "0.1 to 0.2: 1 example, 25 %", "0.1 to 0.2: 0 of 2 examples, 0 %", "0.1 to 0.2: 1 of 3 examples, 25 %", "0.1 to 0.2: 3 examples, 75 %"]);
        assert.deepEqual(([[1, 0], [1, 1], [5, 0], [5, 2], [5, 5]] as const).map(([all, scored]) => words.figures(all, scored)), ["1 example", "1 example, scored", "5 examples", "5 examples, 2 scored", "5 examples, all scored"]);
    });

    it("are those of a language with its numbers, in its order; what it does not know stays English", () => {
        speak("de", JSON.stringify({"{0} of {1} examples ({2})": "({2}) {1} davon {0}", "{0} %": "{0} Prozent", "Export {0} examples …": ""}));
        assert.equal(words.shown(1500, 52_002), "(2,9 Prozent) 52.002 davon 1.500");
        assert.equal(words.exportShown(1500), "Export 1.500 examples …");
        assert.deepEqual([words.score(0.62), words.gainOf(-0.0414), words.mark(0.805), words.compare.signed(0.5, 3)], ["0,62", "−0,041", "≥ 0,805", "+0,500"]);
    });

    it("take a text that is put in for text, also where it looks like a place", () => {
        speak("de", JSON.stringify({"Only: {0}": "Nur {0} {1}"}));
        assert.equal(words.withWhy("{0} $& {1}"), "Nur {0} $& {1} {1}");
    });
});
