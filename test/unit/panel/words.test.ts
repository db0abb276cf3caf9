import assert from "node:assert/strict";
import {words} from "../../../webview/words.js";

describe("the words of the panel", () => {
    it("give a correlation two digits, a minus that is one, and no sign where all digits are zero", () => {
        for (const [value, text] of [[0.456, "0.46"], [-0.456, "−0.46"], [-1, "−1.00"], [0.004, "0.00"], [-0.004, "0.00"], [-0.005001, "−0.01"], [-0, "0.00"], [NaN, "–"]] as const) {
            assert.equal(words.compare.correlation(value), text);
            assert.equal(words.correlation(1000, value, value, value), `Pearson ${text} (${text} with the logarithm) · Spearman ${text} · n = 1,000`);
        }
    });
});
