import assert from "node:assert/strict";
import {writeFileSync} from "node:fs";
import {gzipSync} from "node:zlib";
import type {Position} from "../../../src/core/formats/located.js";
import {temporaryFolder} from "../store/support.js";
import {options, Watched} from "./browsing.js";

/** Of one, two, three and four bytes a character, the last of them two UTF-16 code units. */
const records = ["plain", "\u00fcber", "\u6f22\u5b57", "\u{1f600}\u{1f600}", "plain"].map((output) => JSON.stringify({instruction: "Say it.", output}));

/** Where each of the records stands in the text, by what VS Code takes for ends of lines. */
function expected(text: string): Position[] {
    let from = 0;
    return records.map((record) => {
        from = text.indexOf(record, from) + 1;
        const lines = text.slice(0, from - 1).split(/\r\n|\r|\n/);
        return {line: lines.length - 1, character: lines.at(-1)?.length ?? 0};
    });
}

describe("the place of an example for the text editor", () => {
    const folder = temporaryFolder();
    let file: Watched;
    beforeEach(() => {
        file = new Watched();
    });
    afterEach(() => file.browser.close());

    const broken = Buffer.concat([Buffer.from(`[${records[0] ?? ""},"`), Buffer.of(0xff, 0xe6, 0xbc), Buffer.from(`",${records.slice(1).join()}]`)]);
    const ways: Readonly<Record<string, {text: string; bytes?: Buffer; mark?: boolean}>> = {
        "an array in one line": {text: `[${records.join()}]`},
        "an array in one line, with a byte-order mark": {text: ` [${records.join(", ")}]`, mark: true},
        "an array in one line with a part that is not UTF-8": {text: broken.toString("utf8"), bytes: broken},
        "several in each line": {text: `[${records.slice(0, 2).join(" , ")},\n\n  ${records.slice(2).join()}\n]`},
        "a line each, indented": {text: `[\r\n  ${records.join(",\r\n  ")}\r\n]`},
        "ends of lines of old Macs": {text: `[\r  ${records.join(",\r  ")}\r]`},
        "JSON Lines": {text: records.map((record) => `  ${record}`).join("\n")},
        "JSON Lines that were put together from files with byte-order marks": {text: records.join("\n\ufeff"), mark: true}
    };
    for (const [what, {text, bytes = Buffer.from(text), mark = false}] of Object.entries(ways))
        for (const where of ["in a file", "compressed", "edited"])
            it(`is to the character, of copies each its own: ${what}, ${where}`, async () => {
                const whole = mark ? Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), bytes]) : bytes;
                writeFileSync(folder("a"), where === "compressed" ? gzipSync(whole) : whole);
                file.browser.read(where === "edited" ? {path: folder("a"), bytes: Buffer.from(text)} : {path: folder("a")}, options(folder("store"))); // an editor gives no mark
                await file.until("looked-up");
                assert.equal(file.last.length, records.length);
                const places = await Promise.all(records.map((_, row) => file.browser.place(1, row)));
                assert.deepEqual(places, expected(text));
                assert.equal(await file.browser.place(1, records.length), undefined);
                assert.equal(await file.browser.place(2, 0), undefined);
            });

    it("is looked for over pieces, in the middle of characters too, and no further than 64 MiB into the line", async () => {
        const before = JSON.stringify({instruction: "\u6f22".repeat(1 << 20), output: "a"}); // three bytes each, and pieces are none of their multiples
        writeFileSync(folder("a.json"), `[${before},${records[0] ?? ""},${" ".repeat(1 << 26)}${records[1] ?? ""}]`);
        file.browser.read({path: folder("a.json")}, options(folder("store")));
        await file.until("looked-up");
        assert.deepEqual(await file.browser.place(1, 1), {line: 0, character: before.length + 2});
        assert.equal(await file.browser.place(1, 2), undefined);
    });

    it("is not given when the file has changed", async () => {
        writeFileSync(folder("a.jsonl"), records.join("\n"));
        file.browser.read({path: folder("a.jsonl")}, options(folder("store")));
        await file.until("looked-up");
        writeFileSync(folder("a.jsonl"), `\n${records.join("\n")}`);
        assert.equal(await file.browser.place(1, 1), undefined);
        assert.equal(file.all("changed").length, 1);
    });
});
