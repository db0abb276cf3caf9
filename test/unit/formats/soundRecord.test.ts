import assert from "node:assert/strict";
import {readdirSync, readFileSync} from "node:fs";
import {uniformInt} from "pure-rand/distribution/uniformInt";
import {xoroshiro128plus} from "pure-rand/generator/xoroshiro128plus";
import {findValueEnd, likelyObject, maximumNesting} from "../../../src/core/formats/jsonValue.js";
import {byteText, parseSound} from "../../../src/core/formats/parseRecord.js";

/** What the scan, which is the measure, says of all of the bytes. */
function isSound(bytes: Uint8Array): boolean {
    const found = findValueEnd(bytes, 0, true);
    return found.kind === "value" && found.fault === undefined && found.end === bytes.length && found.depth <= maximumNesting;
}

const nested = (levels: number): string => `${"[".repeat(levels)}${"]".repeat(levels)}`;

describe("the quick way to a record", () => {
    const cases: readonly (readonly [text: string, sound: boolean])[] = [
        ["{\"a\": \"x\\\\\", \"b\": [1, {\"}\": \"{\\\"\"}]}", true], ["{\"a\": \"\\ud83d\"}", false], ["{\"a\": NaN}", false], ["{\"a\": 1,}", false], ["{\"a\": \"\t\"}", false],
        ["{\"a\": 1} ", true], ["\ufeff{}", false], ["{} {}", false], [nested(maximumNesting), true], [nested(maximumNesting + 1), false], [nested(100_000), false], ["{\"__proto__\": 1}", true], ["", false]
    ];
    for (const [text, sound] of cases)
        it(`${sound ? "takes" : "does not take"} ${JSON.stringify(text.slice(0, 50))}`, () => {
            assert.equal(parseSound(Buffer.from(text)) !== undefined, sound);
        });

    it("does not take what is not UTF-8", () => {
        assert.equal(parseSound(Buffer.from("{\"a\": \"\xff\"}", "latin1")), undefined);
    });

    it("takes nothing that the scan finds unsound, and ends where the scan ends, in texts that were damaged at random", () => {
        const folder = "test/fixtures/formats";
        const random = xoroshiro128plus(7), below = (end: number): number => uniformInt(random, 0, end - 1);
        let taken = 0, damaged = 0;
        for (const name of readdirSync(folder)) {
            const whole = readFileSync(`${folder}/${name}`);
            for (let round = 0; round < 60; round++) {
                const bytes = Buffer.from(whole);
                for (let change = 0; change < round % 4; change++)
                    bytes[below(bytes.length)] = "{}[]\",:\\u \n1\ud83d".charCodeAt(below(13)) & 0xff;
                const text = byteText(bytes);
                for (let start = text.indexOf("{"), records = 0; start >= 0 && records < 20; start = text.indexOf("{", start + 1), records++) {
                    const end = likelyObject(bytes, start)?.end;
                    const sound = end !== undefined && parseSound(bytes.subarray(start, end)) !== undefined;
                    const found = findValueEnd(bytes, start, true);
                    damaged += found.kind === "value" ? 0 : 1;
                    if (!sound)
                        continue;
                    taken++;
                    assert.ok(isSound(bytes.subarray(start, end)));
                    assert.ok(found.kind === "value" && found.end === end, `${name}, round ${round}, at ${start}`);
                }
            }
        }
        assert.ok(taken > 1000 && damaged > 100, `${taken} taken, ${damaged} damaged`);
    });
});
