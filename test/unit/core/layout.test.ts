import assert from "node:assert/strict";
import {countAnswerTokens, layOutAnchor, layOutExample, layOutZeroShot, positionsNeeded} from "../../../src/core/layout.js";
import {exampleText, promptText, type PromptText} from "../../../src/core/prompt.js";
import {protocolFor, type Protocol} from "../../../src/core/protocol.js";
import {toyTokenizer, type ToyTokenizer} from "./toyTokenizer.js";

const bos = 9999;
const paper = protocolFor("paper", 4096), reference = protocolFor("reference", 4096);

const example = exampleText([{role: "user", text: "Say hi", input: "to Ann"}, {role: "assistant", text: "Hi Ann"}]);
const anchor = promptText([{role: "user", text: "Add 1 and 1"}, {role: "assistant", text: "The sum is 2"}]);

const exampleTokens = ["Instruction:", "\n", "Say", "hi", "\n", "Input:", "\n", "to", "Ann", "\n", "Response:", "\n", "Hi", "Ann"];
const anchorTokens = ["Instruction:", "\n", "Add", "1", "and", "1", "\n", "Response:", "\n", "The", "sum", "is", "2"];

/** An anchor's texts, those scored last. */
function spellAnchor(text: PromptText, protocol: Protocol, {tokenize, spell}: ToyTokenizer): {context: unknown; scored: unknown} | string {
    const layout = layOutAnchor(text, protocol, tokenize);
    if (layout.kind === "refused")
        return layout.reason;
    return {context: spell(layout.tokens.slice(0, layout.scoredFrom)), scored: spell(layout.tokens.slice(layout.scoredFrom))};
}

function words(amount: number): string {
    return Array.from({length: amount}, (_, i) => `w${i}`).join(" ");
}

describe("the tokens of both passes", () => {
    const toy = toyTokenizer();
    const cases: readonly (readonly [name: string, protocol: Protocol, bos: number | null, front: readonly (string | null)[], zeroShotFront: readonly (string | null)[]])[] = [
        ["paper, a model with BOS", paper, bos, [null, ...exampleTokens, "\n", "\n"], [null]],
        ["paper, a model without BOS", paper, null, [...exampleTokens, "\n", "\n"], []],
        ["reference, a model with BOS", reference, bos, [null, ...exampleTokens], []],
        ["reference, a model without BOS", reference, null, exampleTokens, []]
    ];
    for (const [name, protocol, ownBos, front, zeroShotFront] of cases)
        it(name, () => {
            const prefix = layOutExample(example, protocol, ownBos, toy.tokenize);
            assert.deepEqual(toy.spell(prefix.tokens, bos), front);
            assert.equal(prefix.truncated, false);
            assert.deepEqual(toy.spell(layOutZeroShot(protocol, ownBos), bos), zeroShotFront);
            const spelt = {context: anchorTokens.slice(0, 9), scored: anchorTokens.slice(9)};
            assert.deepEqual(spellAnchor(anchor, protocol, toy), spelt);
        });
});

describe("layOutAnchor", () => {
    const toy = toyTokenizer();

    it("scores only the last answer of a conversation", () => {
        const text = promptText([{role: "user", text: "a"}, {role: "assistant", text: "b c"}, {role: "user", text: "d"}, {role: "assistant", text: "e f"}]);
        assert.deepEqual(spellAnchor(text, paper, toy), {
            context: ["Instruction:", "\n", "a", "\n", "Response:", "\n", "b", "c", "\n", "Instruction:", "\n", "d", "\n", "Response:", "\n"], scored: ["e", "f"]
        });
    });

    it("divides at the token count of the query alone where the answer merges with the query's end", () => {
        // "\nThe" is one token here, so it lies at the place of the query's last token and is not scored.
        assert.deepEqual(spellAnchor(anchor, paper, toyTokenizer(/\n\S+|\n|\S+/g)), {
            context: ["Instruction:", "\nAdd", "1", "and", "1", "\nResponse:", "\nThe"], scored: ["sum", "is", "2"]
        });
    });

    it("divides at the token count of the query alone where the query's end is fewer tokens alone", () => {
        // At the end of a text "Response:\n" is one token, inside it is two: the line break is scored, too.
        assert.deepEqual(spellAnchor(anchor, paper, toyTokenizer(/Response:\n$|\n|\S+/g)), {
            context: anchorTokens.slice(0, 8), scored: ["\n", "The", "sum", "is", "2"]
        });
    });

    it("refuses an anchor whose answer has no token of its own", () => {
        assert.equal(spellAnchor({query: "Response:\n", answer: ""}, paper, toy), "its answer has no token to score");
        assert.equal(spellAnchor({query: "Response:\n", answer: ""}, reference, toy), "its answer has no token to score");
        assert.equal(spellAnchor({query: "Response:\n", answer: "merged"}, paper, toyTokenizer(/\n\S+|\n|\S+/g)), "its answer has no token to score");
    });

    it("takes an anchor of exactly C / 2 tokens and refuses a longer one by name", () => {
        const small = protocolFor("paper", 20);
        assert.deepEqual(spellAnchor({query: "Response:\n", answer: words(8)}, small, toy), {context: ["Response:", "\n"], scored: words(8).split(" ")});
        assert.equal(spellAnchor({query: "Response:\n", answer: words(9)}, small, toy), "it is 11 tokens long, more than half the context (10)");
    });

    const cuts: readonly (readonly [query: number, answer: number, tokens: number, scored: number])[] = [
        [50, 150, 200, 150], [50, 151, 200, 150], [50, 3000, 200, 150], [199, 9, 200, 1], [200, 9, 200, 0], [900, 9, 200, 0]
    ];
    for (const [query, answer, tokens, scored] of cuts)
        it(`reference: of a query of ${query} and an answer of ${answer} tokens, ${tokens} stay and ${scored} are scored`, () => {
            const layout = layOutAnchor({query: words(query) + " ", answer: words(answer)}, reference, toy.tokenize);
            assert.ok(layout.kind === "anchor");
            assert.equal(layout.tokens.length, tokens);
            assert.equal(layout.tokens.length - layout.scoredFrom, scored);
            assert.deepEqual(layout.tokens, toy.tokenize(words(query) + " " + words(answer)).slice(0, tokens));
        });

    it("reference: a model of a tiny context refuses what the cut leaves too long", () => {
        assert.equal(spellAnchor({query: words(90) + " ", answer: words(200)}, protocolFor("reference", 300), toy), "it is 200 tokens long, more than half the context (150)");
    });
});

describe("layOutExample", () => {
    const small = protocolFor("paper", 20);

    it("tokenises example and separator in one go", () => {
        const merging = toyTokenizer(/\S+\n\n$|\n\n|\S+/g);
        const {tokens} = layOutExample("one two", paper, bos, merging.tokenize);
        assert.deepEqual(merging.spell(tokens, bos), [null, "one", "two\n\n"]);
    });

    it("leaves an example of exactly C / 2 tokens whole", () => {
        const toy = toyTokenizer();
        const prefix = layOutExample(words(10), small, bos, toy.tokenize);
        assert.deepEqual(toy.spell(prefix.tokens, bos), [null, ...words(10).split(" "), "\n", "\n"]);
        assert.equal(prefix.truncated, false);
    });

    it("cuts a longer one to C / 2 tokens, then the separator's, and says so", () => {
        for (const ownBos of [bos, null]) {
            const toy = toyTokenizer();
            const prefix = layOutExample(words(11), small, ownBos, toy.tokenize);
            assert.deepEqual(toy.spell(prefix.tokens, bos), [...ownBos === null ? [] : [null], ...words(10).split(" "), "\n", "\n"]);
            assert.equal(prefix.truncated, true);
        }
    });

    it("tokenises only the beginning of a text of megabytes, with the same result", () => {
        const toy = toyTokenizer();
        const longest: number[] = [];
        const short = protocolFor("paper", 64);
        const watched = (text: string): readonly number[] => {
            longest.push(text.length);
            return toy.tokenize(text);
        };
        const text = words(500_000);
        const prefix = layOutExample(text, short, bos, watched);
        assert.deepEqual(toy.spell(prefix.tokens, bos), [null, ...words(32).split(" "), "\n", "\n"]);
        assert.ok(prefix.truncated && Math.max(...longest) < 10_000, `${Math.max(...longest)} characters`);
    });

    it("tokenises all of a text whose tokens are so long that its beginning holds too few of them", () => {
        const toy = toyTokenizer();
        const short = protocolFor("paper", 64);
        const text = Array.from({length: 20}, (_, i) => `w${i}`.padEnd(5000, "x")).join(" ");
        const prefix = layOutExample(text, short, bos, toy.tokenize);
        assert.equal(prefix.truncated, false);
        assert.equal(prefix.tokens.length, 1 + 20 + 2);
    });

    it("reference: cuts without a separator", () => {
        const toy = toyTokenizer();
        const prefix = layOutExample(words(11), protocolFor("reference", 20), bos, toy.tokenize);
        assert.deepEqual(toy.spell(prefix.tokens, bos), [null, ...words(10).split(" ")]);
        assert.equal(prefix.truncated, true);
    });
});

describe("countAnswerTokens", () => {
    it("counts what an anchor's scored tokens would be", () => {
        const {tokenize} = toyTokenizer(/:\n\w+|\n|\S+/g); // the answer's first token begins in the query
        for (const text of [anchor, {...anchor, answer: "one"}, {query: "q ", answer: "one two three"}]) {
            const layout = layOutAnchor(text, paper, tokenize);
            assert.ok(layout.kind === "anchor");
            assert.equal(countAnswerTokens(text.query + text.answer, text.query.length, tokenize), layout.tokens.length - layout.scoredFrom);
        }
    });

    it("counts none in an empty answer, also where the query's end would be tokenised otherwise alone", () => {
        assert.equal(countAnswerTokens("q:\n", 3, toyTokenizer().tokenize), 0);
        assert.equal(countAnswerTokens("ab c", 3, toyTokenizer(/ab c|\w| /g).tokenize), 0);
    });

    it("does not tokenise a text of more than 100,000 characters", () => {
        const {tokenize} = toyTokenizer();
        assert.equal(countAnswerTokens(`${"a ".repeat(49_999)}b`, 0, tokenize), 50_000);
        assert.equal(countAnswerTokens("a ".repeat(50_001), 0, () => assert.fail("tokenised")), null);
    });
});

describe("positionsNeeded", () => {
    it("holds the longest example and the longest anchor", () => {
        const {tokenize} = toyTokenizer();
        for (const [name, trained] of [["paper", 20], ["paper", 21], ["reference", 20]] as const) {
            const protocol = protocolFor(name, trained);
            const prefix = layOutExample(words(500), protocol, bos, tokenize);
            const longest = layOutAnchor({query: "q ", answer: words(protocol.halfContext - 1)}, protocol, tokenize);
            assert.ok(longest.kind === "anchor");
            assert.equal(longest.tokens.length, protocol.halfContext);
            const needed = positionsNeeded(protocol, tokenize(protocol.separator).length);
            assert.ok(prefix.tokens.length + longest.tokens.length <= needed);
            assert.ok(needed <= prefix.tokens.length + longest.tokens.length + trained % 2, "and not more than that");
        }
    });
});
