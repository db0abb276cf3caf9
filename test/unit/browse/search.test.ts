import assert from "node:assert/strict";
import {readFileSync, writeFileSync} from "node:fs";
import {performance} from "node:perf_hooks";
import {gzipSync} from "node:zlib";
import {textMatcher} from "../../../src/core/filter/textMatcher.js";
import type {TextField, TextTerm} from "../../../src/core/filter/terms.js";
import {hasBit} from "../../../src/core/table/bits.js";
import {rawFilter} from "../../../src/browse/rawFilter.js";
import {temporaryFolder} from "../store/support.js";
import {datasetOf, options, Watched} from "./browsing.js";

const lines = readFileSync("samples/instructions.jsonl", "utf8").trim().split("\n");
/** Some with escapes where there need be none, and several examples in a record. */
const many = [
    ...Array.from({length: 30}, (_, round) => lines.map((line) => round % 3 === 0 ? line.replace(/e/g, "\\u0065").replace(/\\u0065/g, (escape, at: number) => at % 2 === 0 ? escape : "e") : line)).flat().filter((line) => isJson(line)),
    JSON.stringify({instruction: "Add", instances: [{input: "one and one", output: "two"}, {input: "twice two", output: "four"}]})
];

function isJson(text: string): boolean {
    try {
        return "instruction" in (JSON.parse(text) as object); // the field names must not be escaped, or the record is of no known form
    } catch {
        return false;
    }
}

function plain(text: string, field: TextField = "text", negated = false): TextTerm {
    return {kind: "text", negated, field, pattern: {kind: "plain", text}};
}

function regex(source: string, flags = "", field: TextField = "text"): TextTerm {
    return {kind: "text", negated: false, field, pattern: {kind: "regex", source, flags}};
}

/** The rows that a search has found; its pieces must follow each other without a gap. */
function foundRows(file: Watched, search: number): number[] {
    const pieces = file.all("found").filter((event) => event.search === search);
    const rows: number[] = [];
    let at = 0;
    for (const {from, to, bits} of pieces) {
        assert.equal(from, at);
        at = to;
        for (let row = from; row < to; row++)
            if (hasBit(new Uint32Array(bits), row - from))
                rows.push(row);
    }
    return rows;
}

async function done(file: Watched, search: number): Promise<void> {
    await file.settled(() => file.all("found").some((event) => event.search === search && event.done));
}

describe("a search", () => {
    const folder = temporaryFolder();
    let file: Watched;
    const runaway = "(a+)+$", victim = JSON.stringify({instruction: "x", output: `${"a".repeat(40)}b`});

    beforeEach(() => {
        file = new Watched({searchLimitMs: 500});
        writeFileSync(folder("a.jsonl"), many.join("\n"));
        writeFileSync(folder("a.jsonl.gz"), gzipSync(many.join("\n")));
    });
    afterEach(() => file.browser.close());

    async function read(name: string): Promise<void> {
        file.browser.read({path: folder(name)}, options(folder("store")));
        await file.until("looked-up");
    }

    it("finds what the texts themselves say, in every field, plain and by expression, negation left aside", async () => {
        const {examples} = await datasetOf(folder("a.jsonl"));
        const terms = [plain("the"), plain("THE  user"), plain("\"", "output"), plain("two", "input"), plain("two", "output"), plain("e", "system"), plain("write", "instruction", true), regex("^[A-Z][a-z]+ ", "", "output"), regex("\\d{3}"), plain("nowhere to be found")];
        for (const name of ["a.jsonl", "a.jsonl.gz"]) {
            await read(name);
            const revision = file.all("looked-up").at(-1)?.revision ?? 0;
            file.events.length = 0;
            for (const [search, term] of terms.entries())
                file.browser.search(search, revision, term);
            for (const [search, term] of terms.entries()) {
                await done(file, search);
                const matches = textMatcher(term);
                assert.deepEqual(foundRows(file, search), examples.filter(({turns}) => matches(turns)).map(({index}) => index), JSON.stringify(term));
            }
        }
        assert.deepEqual(file.all("search-failed"), []);
    });

    it("that begins while the file is read goes on as its rows come", async () => {
        await file.browser.close();
        for (const name of ["a.jsonl", "a.jsonl.gz"]) {
            file = new Watched({pieceBytes: 4096, firstTableMs: 0});
            file.browser.read({path: folder(name)}, options(folder("store")));
            file.browser.search(1, 1, plain("the"));
            await done(file, 1);
            const matches = textMatcher(plain("the"));
            assert.deepEqual(foundRows(file, 1), (await datasetOf(folder(name))).examples.filter(({turns}) => matches(turns)).map(({index}) => index));
            await file.browser.close();
        }
    });

    it("that is stopped says nothing more, even where it has run away, and others go on at once", async () => {
        await file.browser.close();
        file = new Watched({searchLimitMs: 1e9});
        writeFileSync(folder("v.jsonl"), [...many, victim].join("\n"));
        await read("v.jsonl");
        file.browser.search(1, 1, regex(runaway));
        await new Promise((resolve) => setTimeout(resolve, 300));
        file.browser.stopSearch(1);
        file.browser.search(2, 1, plain("b"));
        const before = file.events.length;
        await done(file, 2);
        assert.deepEqual(file.events.slice(before).filter((event) => "search" in event && event.search === 1), []);
        assert.deepEqual(file.all("search-failed"), []);
    });

    it("that runs away is ended with a sentence that names the line; others end well, and questions are answered meanwhile", async () => {
        writeFileSync(folder("v.jsonl"), [...many.slice(0, 20), victim, ...many].join("\n"));
        await read("v.jsonl");
        file.browser.search(1, 1, regex(runaway));
        file.browser.search(2, 1, plain("the"));
        await file.settled(() => file.all("found").some(({search, to}) => search === 1 && to >= 20) || file.all("found").length > 0);
        const asked = performance.now();
        assert.equal((await file.browser.texts(1, [3], 0))?.length, 1);
        const answeredMs = performance.now() - asked;
        const {search, sentence} = await file.until("search-failed");
        assert.equal(search, 1);
        assert.match(sentence, /on the example in line 21 this regular expression takes longer than 0\.5 s/);
        assert.ok(answeredMs < 400, `answered after ${answeredMs} ms`);
        await done(file, 2);
        const matches = textMatcher(plain("the"));
        assert.deepEqual(foundRows(file, 2), (await datasetOf(folder("v.jsonl"))).examples.filter(({turns}) => matches(turns)).map(({index}) => index));
        file.browser.search(3, 1, regex("b$"));
        await done(file, 3);
    });

    it("that runs away does not keep the thread from being closed", async () => {
        writeFileSync(folder("v.jsonl"), victim);
        await file.browser.close();
        file = new Watched({searchLimitMs: 1e9});
        await read("v.jsonl");
        file.browser.search(1, 1, regex(runaway));
        await new Promise((resolve) => setTimeout(resolve, 300));
        await file.browser.close();
    });

    it("fails in a sentence when the expression is none, or the file has changed, which is said too", async () => {
        await read("a.jsonl");
        file.browser.search(1, 1, regex("("));
        assert.match((await file.until("search-failed")).sentence, /This is no regular expression/);
        writeFileSync(folder("a.jsonl"), `${many.join("\n")}\n`);
        file.browser.search(2, 1, plain("the"));
        assert.match((await file.until("search-failed", 2)).sentence, /has changed since it was read/);
        assert.deepEqual(file.all("changed"), [{kind: "changed", revision: 1}]);
    });

    it("of an older revision is not begun", async () => {
        await read("a.jsonl");
        file.browser.search(1, 7, plain("the"));
        file.browser.search(2, 1, plain("the"));
        await done(file, 2);
        assert.deepEqual(new Set(file.all("found").map(({search}) => search)), new Set([2]));
    });
});

describe("a filter on the raw record", () => {
    it("never turns away a record whose texts are found", () => {
        const texts = ["plain words", "a\"quoted\" word", "back\\slash", "sl/ash", "tab\tin\nlines", "\u212aelvin and long \u017f", "sm\u00f6rg\u00e5s", "\u{1f600} smile", "\u0001 control", "caf\u00e9"];
        const patterns = [...texts, "words", "WORDS", "\"", "\\", "/", "kelvin", "LONG s", "SM\u00d6RG", "\u{1f600}", "\u0001", "in lines", "E", "x"];
        const escaped = (json: string): string => json.replace(/[^ -~]|[aeio]/g, (character) => character.split("").map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`).join(""));
        for (const text of texts)
            for (const pattern of patterns) {
                const matches = textMatcher({field: "text", pattern: {kind: "plain", text: pattern}})([{role: "assistant", text}]);
                for (const raw of [JSON.stringify({output: text}), escaped(JSON.stringify({output: text})), JSON.stringify({output: text}).replaceAll("/", "\\/")])
                    assert.ok(!matches || rawFilter({kind: "plain", text: pattern})?.(raw) !== false, JSON.stringify([text, pattern, raw]));
            }
    });

    it("turns away most others, and is none for expressions and for what JSON always escapes", () => {
        assert.equal(rawFilter({kind: "plain", text: "gold  pan"})?.("{\"output\": \"silver\"}"), false);
        assert.equal(rawFilter({kind: "plain", text: "\"\\"}), undefined);
        assert.equal(rawFilter({kind: "regex", source: "a", flags: ""}), undefined);
    });
});
