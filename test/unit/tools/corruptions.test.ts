import assert from "node:assert/strict";
import {corrupt, corruptionNames, type CorruptionName} from "../../../tools/embedded-model/evaluation/corruptions.js";
import {contest, drawClean} from "../../../tools/embedded-model/evaluation/corruptionTest.js";
import type {Texts} from "../../../tools/embedded-model/evaluation/examples.js";
import {foreignAnswers, refusals} from "../../../tools/embedded-model/evaluation/foreignAnswers.js";
import {Random} from "../../../tools/embedded-model/evaluation/random.js";

const clean: Texts = {instruction: "Why does bread rise?", input: "", output: "Yeast eats sugar and gives off gas. The gas is caught in the dough. Heat makes it swell & sets it." };
const spoilt = (name: CorruptionName, texts = clean): string => corrupt(texts, name, {random: new Random(1, name), otherAnswer: "Blue."})?.output ?? assert.fail(`${name} changed nothing`);

describe("corruptions", () => {
    it("each changes the answer and leaves the question alone", () => {
        for (const name of corruptionNames) {
            const result = corrupt(clean, name, {random: new Random(1, name), otherAnswer: "Blue."});
            assert.notEqual(result?.output, clean.output, name);
            assert.deepEqual({...result, output: ""}, {...clean, output: ""}, name);
        }
    });

    it("cuts off at about a third, inside a word", () => {
        const cut = spoilt("cut off");
        assert.ok(clean.output.startsWith(cut));
        assert.ok(Math.abs(cut.length - clean.output.length / 3) < 6);
        assert.match(clean.output.slice(cut.length - 1, cut.length + 1), /^\p{L}{2}$/u);
        assert.equal(spoilt("cut off", {...clean, output: "42"}), "4");
    });

    it("shuffles words, keeps them all, and leaves the white space where it was", () => {
        const lines = spoilt("words shuffled", {...clean, output: "one two\nthree\n\nfour  five six"});
        assert.match(lines, /^\w+ \w+\n\w+\n\n\w+ {2}\w+ \w+$/);
        assert.deepEqual(spoilt("words shuffled").split(" ").sort(), clean.output.split(" ").sort());
    });

    it("takes a foreign answer of nearly the same length", () => {
        assert.ok(Object.values<readonly string[]>(foreignAnswers).flat().includes(spoilt("another language")));
        assert.ok(Math.abs(spoilt("another language").length - clean.output.length) < 60);
        for (const times of [5, 30]) {
            const long = clean.output.repeat(times);
            const {length} = spoilt("another language", {...clean, output: long});
            assert.ok(Math.abs(length / long.length - 1) < 0.3, `${length} for ${long.length}`);
        }
    });

    it("repeats the first sentence to about the same length, three times at least", () => {
        assert.equal(spoilt("repeated text"), new Array(3).fill("Yeast eats sugar and gives off gas.").join(" "));
        assert.equal(spoilt("repeated text", {...clean, output: "one two three four five six seven"}), new Array(3).fill("one two three four five six").join(" "));
    });

    it("writes markup with entities", () => {
        const text = spoilt("markup debris");
        assert.match(text, /Yeast.*&amp;.*sets/s);
        assert.ok(text.length > clean.output.length + 40);
    });

    it("takes the other answer, an empty one, or a refusal", () => {
        assert.equal(spoilt("answer of another question"), "Blue.");
        assert.equal(spoilt("empty"), "");
        assert.ok(refusals.includes(spoilt("boilerplate refusal")));
    });

    it("says when nothing changes", () => {
        assert.equal(corrupt({...clean, output: " one "}, "words shuffled", {random: new Random(1, ""), otherAnswer: ""}), null);
        assert.equal(corrupt(clean, "answer of another question", {random: new Random(1, ""), otherAnswer: clean.output}), null);
    });
});

describe("contest", () => {
    it("reports ties apart and counts them as halves", () => {
        const {higher, equal, lower, winShare, cleanMean, corruptMean} = contest([[0.5, 0.2], [0.4, 0.4], [0.4, 0.4], [0.1, 0.7]], 0);
        assert.deepEqual([higher, equal, lower, winShare.value], [1, 2, 1, 0.5]);
        assert.ok(Math.abs(cleanMean - 0.35) < 1e-12 && Math.abs(corruptMean - 0.425) < 1e-12);
    });
});

describe("drawClean", () => {
    const many = (name: string, amount: number): Texts[] => Array.from({length: amount}, (_, i) => ({instruction: `${name} ${i}`, input: "", output: "An answer of five good words."}));

    it("takes a half of each, and more of the one where the other has too few", () => {
        const sizes = (sample: number, heldOut: number): number[] => {
            const drawn = drawClean(many("own", sample), many("other", heldOut), 20, 0);
            return [drawn.sample.length, drawn.heldOut.length];
        };
        assert.deepEqual(sizes(50, 50), [10, 10]);
        assert.deepEqual(sizes(50, 3), [17, 3]);
        assert.deepEqual(sizes(4, 50), [4, 16]);
        assert.deepEqual(sizes(4, 0), [4, 0]);
    });

    it("leaves out answers of a few words, and those that the text rules flag", () => {
        const bad: Texts[] = [{instruction: "q", input: "", output: "too short"}, {instruction: "q", input: "", output: "I'm sorry, but as an AI language model I cannot answer this question."}];
        assert.deepEqual(drawClean(bad, [], 20, 0).sample, []);
    });
});
