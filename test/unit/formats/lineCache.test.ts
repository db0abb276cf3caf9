import assert from "node:assert/strict";
import {LineCache, type LinesReading} from "../../../src/core/formats/lineCache.js";
import type {Lines, Untouched} from "../../../src/core/formats/lineReadings.js";
import {hashText} from "../../../src/core/contentKey.js";
import {line, randomSource, read} from "./support.js";

const broken = ["{\"instruction\": 1", "[1]", "nonsense", "{\"a\": 1}", "{\"chosen\": \"a\", \"rejected\": \"b\", \"prompt\": \"c\"}"];
const lines = [line("a"), ` \t${line("b 😀 ü")}  `, "", "   ", line("a"), line("N/A"), ...broken, `\ufeff${line("c")}`];

function withoutSpan(one: object): unknown {
    return {...one, span: undefined};
}

/** What is found by reading the lines as one text. */
function whole(text: readonly string[]): {examples: unknown[]; problems: unknown[]} {
    const {items} = read(text.join("\n"));
    return {
        examples: items.flatMap((item) => item.kind === "example" ? [withoutSpan(item.example)] : []),
        problems: items.flatMap((item) => item.kind === "example" ? [] : [withoutSpan(item.problem)])
    };
}

function linesOf(text: readonly string[]): Lines {
    return {length: text.length, textAt: (at) => text[at] ?? assert.fail(`line ${at} of ${text.length}`)};
}

/** As many equal lines at both ends as there are, or fewer. */
function untouchedOf(before: readonly string[], after: readonly string[], fewer: (most: number) => number): Untouched {
    const shortest = Math.min(before.length, after.length);
    let first = 0, last = 0;
    while (first < shortest && before[first] === after[first])
        first++;
    while (last < shortest - first && before[before.length - 1 - last] === after[after.length - 1 - last])
        last++;
    return {first: fewer(first), last: fewer(last)};
}

function found({examples, problems}: LinesReading): ReturnType<typeof whole> {
    return {examples: examples.map(({example}) => withoutSpan(example)), problems: problems.map(({problem}) => withoutSpan(problem))};
}

describe("a cache of lines", () => {
    it("finds what reading the whole text finds, after every edit", () => {
        const random = randomSource(7);
        const cache = new LineCache(), told = new LineCache();
        let text = [line("first")];
        told.read(linesOf(text));
        for (let edit = 0; edit < 600; edit++) {
            const place = 1 + random(text.length), before = text;
            const choice = random(2) === 0 ? line(`edit ${random(40)}`) : lines[random(lines.length)] ?? "";
            if (random(2) === 0 && place < text.length)
                text = text.with(place, choice);
            else
                text = random(3) === 0 ? [...text.slice(0, place), ...text.slice(place + 1)] : [...text.slice(0, place), choice, ...text.slice(place)];
            if (random(20) === 0)
                text = [line("first"), ...text.slice(1).reverse()];
            const expected = whole(text);
            assert.deepEqual(found(cache.read(linesOf(text))), expected);
            assert.deepEqual(found(told.read(linesOf(text), untouchedOf(before, text, (most) => most - random(2) * random(most + 1)))), expected);
        }
        assert.ok(text.length > 20);
    });

    it("names the characters of a record in its line", () => {
        const text = `\t${line("ü 😀")} `;
        assert.deepEqual(new LineCache().read(linesOf([text])).examples.map(({start, end}) => text.slice(start.character, end.character)), [line("ü 😀")]);
    });

    it("gathers the problems of a long row of lines that are no records", () => {
        const text = [line("a"), ...Array.from({length: 1500}, (_, at) => `line ${at}`)];
        assert.deepEqual(found(new LineCache().read(linesOf(text))), whole(text));
    });

    it("gives the same objects for what stands where it stood", () => {
        const cache = new LineCache();
        const before = Array.from({length: 10}, (_, at) => line(`answer ${at % 9}`));
        const {examples} = cache.read(linesOf(before));
        const again = cache.read(linesOf(before.with(5, line("edited")))).examples;
        assert.deepEqual(again.map((example, at) => example === examples[at]), examples.map((_, at) => at !== 5));
        assert.ok(again[9]?.example.flags.includes("duplicate"));
        assert.ok(!cache.read(linesOf(before.with(0, line("edited")))).examples[9]?.example.flags.includes("duplicate"));
    });

    it("judges only lines that were not there before", () => {
        let hashed = 0;
        const cache = new LineCache(undefined, (text) => {
            hashed++;
            return hashText(text);
        });
        const before = Array.from({length: 100}, (_, at) => line(`answer ${at}`));
        cache.read(linesOf(before));
        assert.equal(hashed, 100);
        const edited = before.with(50, line("edited"));
        cache.read(linesOf(edited));
        assert.equal(hashed, 101);
        cache.read(linesOf([...edited.slice(0, 20), line("inserted"), ...edited.slice(20)]));
        assert.equal(hashed, 102);
        cache.read(linesOf(edited.toReversed()));
        assert.ok(hashed <= 110, String(hashed)); // a few are read sooner than looked up
    });
});
