import assert from "node:assert/strict";
import {createHash} from "node:crypto";
import {uniformInt} from "pure-rand/distribution/uniformInt";
import {xoroshiro128plus} from "pure-rand/generator/xoroshiro128plus";
import {exampleKey, exampleKeys, hashText} from "../../../src/core/contentKey.js";
import type {Turn} from "../../../src/core/example.js";
import {promptText} from "../../../src/core/prompt.js";
import {traits, traitsOf} from "../../../src/core/textTraits.js";
import {read} from "./support.js";

const turns: readonly Turn[] = [{role: "user", text: "q", input: "i"}, {role: "assistant", text: "é 😀"}];

describe("the content key", () => {
    it("is the first half of the SHA-256 of roles and texts as JSON", () => {
        const content = JSON.stringify([["user", "q", "i"], ["assistant", "é 😀"]]);
        assert.equal(exampleKey(turns), createHash("sha256").update(content).digest("hex").slice(0, 32));
        assert.equal(hashText(content), exampleKey(turns));
    });

    it("never changes, because scores and decisions are stored by it", () => {
        assert.equal(exampleKey([{role: "user", text: "Add 2 and 3."}, {role: "assistant", text: "5"}]), "beb23255e5f6376898cff50aa9a2819c");
    });

    for (const [title, other] of [
        ["white space at the ends of texts", [{role: "user", text: " q\n", input: "\ti "}, {role: "assistant", text: "é 😀\n"}]]
    ] as const) {
        it(`stays the same with other ${title}`, () => {
            assert.equal(exampleKey(other), exampleKey(turns));
            assert.deepEqual(promptText(other), promptText(turns));
        });
    }

    for (const [title, other] of [
        ["another answer", [{role: "user", text: "q", input: "i"}, {role: "assistant", text: "e 😀"}]],
        ["the input in the instruction", [{role: "user", text: "q i"}, {role: "assistant", text: "é 😀"}]],
        ["another role", [{role: "user", text: "q", input: "i"}, {role: "tool-call", text: "é 😀"}]],
        ["one more turn", [{role: "system", text: "s"}, ...turns]],
        ["other case", [{role: "user", text: "Q", input: "i"}, {role: "assistant", text: "é 😀"}]],
        ["other white space inside", [{role: "user", text: "q", input: "i"}, {role: "assistant", text: "é  😀"}]]
    ] as const) {
        it(`differs with ${title}`, () => {
            assert.notEqual(exampleKey(other), exampleKey(turns));
        });
    }

    it("is the same for the same content in every form and place", () => {
        const forms = [
            {instruction: "q", input: "", output: "a"}, {instruction: "q", context: " ", response: "a"}, {prompt: "q", completion: " a"}, {prompt: "q", response: "a"},
            {instruction: "q", instances: [{input: "", output: "a"}]}, {conversations: [{from: "human", value: "q"}, {from: "gpt", value: "a"}]},
            {messages: [{role: "user", content: [{type: "text", text: "q"}]}, {role: "assistant", content: "a"}]}
        ];
        const {examples} = read(forms.map((form) => JSON.stringify(form)).join("\n"));
        assert.equal(examples.length, forms.length);
        assert.equal(new Set(examples.map(({key}) => key)).size, 1);
    });
});

describe("the key of copies", () => {
    it("is the content key where white space is even, and does not depend on white space elsewhere", () => {
        const even: Turn[] = [{role: "user", text: "a b", input: "c d"}, {role: "assistant", text: "e f"}];
        const uneven: Turn[] = [{role: "user", text: "a\n\nb", input: " c  d"}, {role: "assistant", text: "e\tf "}];
        assert.deepEqual(exampleKeys(even), {key: exampleKey(even), copy: exampleKey(even), ascii: true});
        assert.deepEqual(exampleKeys(uneven), {key: exampleKey(uneven), copy: exampleKey(even), ascii: true});
    });

    it("takes white space beyond ASCII for white space", () => {
        const turns = (space: string): Turn[] => [{role: "user", text: `a${space}b`}, {role: "assistant", text: "c"}];
        for (const space of ["\u00a0", "\u2003", "\ufeff", " \u3000"])
            assert.deepEqual(exampleKeys(turns(space)), {key: exampleKey(turns(space)), copy: exampleKey(turns(" ")), ascii: false});
    });
});

describe("the traits of a text", () => {
    it("are those that expressions find, in texts of all lengths", () => {
        const random = xoroshiro128plus(3), below = (end: number): number => uniformInt(random, 0, end - 1);
        const rare = ["  ", "\n", "\t ", "\"", "\\", "\u0000", "\u007f", "\u0080", "\u00a0", "\ud83d", "\ud83d\ude00", " \n", "x"];
        for (let round = 0; round < 2000; round++) {
            const length = round % 20 === 0 ? below(20_000) : below(40);
            const text = `${"word ".repeat(length).slice(0, below(5 * length + 1))}${rare[below(rare.length)] ?? ""}${"a b".repeat(below(20))}`;
            const found = traitsOf(text);
            assert.equal((found & traits.beyondAscii) !== 0, /[^\u0000-\u007f]/.test(text)); // eslint-disable-line no-control-regex -- all of ASCII is meant
            if ((found & traits.beyondAscii) !== 0)
                continue;
            assert.equal((found & traits.escaped) !== 0, JSON.stringify(text) !== `"${text}"`, JSON.stringify(text));
            assert.equal((found & traits.unevenSpace) !== 0, /\s{2,}|[^\S ]/.test(text), JSON.stringify(text));
        }
    });
});
