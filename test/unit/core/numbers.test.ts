import assert from "node:assert/strict";
import {numbersIn} from "../../../src/core/numbers.js";

const narrow = "\u202f"; // what stands between thousands in French

describe("numbers for people", () => {
    for (const [language, whole, decimal] of [["en", "52,002", "-1.204"], ["de", "52.002", "-1,204"], ["fr", `52${narrow}002`, "-1,204"], ["pt-br", "52.002", "-1,204"], ["de_DE", "52,002", "-1.204"], ["", "52,002", "-1.204"]] as const)
        it(`are written as ${language === "" ? "a language without a name" : language} has them`, () => {
            assert.deepEqual([numbersIn(language).whole(52_002), numbersIn(language).decimal(-1.204, 3)], [whole, decimal]);
        });

    it("are rounded as toFixed rounds them, whatever the language", () => {
        const {decimal} = numbersIn("en");
        for (let wins = 0; wins <= 1000; wins++)
            for (const digits of [0, 1, 2, 3])
                assert.equal(decimal(wins / 1000, digits), (wins / 1000).toFixed(digits));
    });

    it("have as many digits as a share in percent is worth", () => {
        for (const [value, text] of [[0, "0"], [100, "100"], [12.5, "13"], [9.96, "10"], [1.04, "1"], [1.5, "1.5"], [0.96, "1"], [0.04, "0.04"], [0.0001, "0.0001"]] as const)
            assert.equal(numbersIn("en").percent(value), text);
        assert.equal(numbersIn("de").percent(1.5), "1,5");
    });
});
