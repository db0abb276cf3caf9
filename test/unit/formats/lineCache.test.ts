import assert from "node:assert/strict";
import {LineCache} from "../../../src/core/formats/lineCache.js";
import {hashText} from "../../../src/core/contentKey.js";
import {line, randomSource, read} from "./support.js";

const broken = ["{\"instruction\": 1", "[1]", "nonsense", "{\"a\": 1}", "{\"chosen\": \"a\", \"rejected\": \"b\", \"prompt\": \"c\"}"];
const lines = [line("a"), ` \t${line("b 😀 ü")}  `, "", "   ", line("a"), line("N/A"), ...broken, `\ufeff${line("c")}`];

describe("a cache of lines", () => {
    for (const lineEnd of ["\n", "\r\n"]) {
        it(`gives what reading the whole text gives, ends of ${lineEnd.length} bytes`, () => {
            const random = randomSource(7);
            const cache = new LineCache();
            let text = [line("first")];
            for (let edit = 0; edit < 200; edit++) {
                const place = 1 + random(text.length);
                const choice = lines[random(lines.length)] ?? "";
                text = random(3) === 0 ? [...text.slice(0, place), ...text.slice(place + 1)] : [...text.slice(0, place), choice, ...text.slice(place)];
                assert.deepEqual(cache.read(text, lineEnd.length).map(({item}) => item), read(text.join(lineEnd)).items);
            }
            assert.ok(text.length > 20);
        });
    }

    it("names the characters of a record in its line", () => {
        const text = `\t${line("ü 😀")} `;
        assert.deepEqual(new LineCache().read([text], 1).map(({from, to}) => text.slice(from, to)), [line("ü 😀")]);
    });

    it("gathers the problems of a long row of lines that are no records", () => {
        const text = Array.from({length: 1500}, (_, at) => `line ${at}`);
        const items = new LineCache().read([line("a"), ...text], 1);
        assert.deepEqual(items.map(({item}) => item), read([line("a"), ...text].join("\n")).items);
    });

    it("judges only lines that were not there before", () => {
        let hashed = 0;
        const cache = new LineCache(undefined, (text) => {
            hashed++;
            return hashText(text);
        });
        const before = Array.from({length: 100}, (_, at) => line(`answer ${at}`));
        cache.read(before, 1);
        assert.equal(hashed, 100);
        cache.read(before.with(50, line("edited")), 1);
        assert.equal(hashed, 101);
    });
});
