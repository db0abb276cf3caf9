import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import type {Turn} from "../../../src/core/example.js";
import {flagMeanings, flagPlaces, lintFlags, lintRules} from "../../../src/core/lint/rules.js";
import {read} from "./support.js";

/** Question, answer and input. */
type Case = readonly [question: string, answer: string, input?: string];

interface Cases {
    readonly noisy: readonly Case[];
    readonly clean: readonly Case[];
}

const cases: Readonly<Record<string, Cases>> = {
    "empty-output": {
        noisy: [["Add 2 and 3.", ""], ["Add 2 and 3.", " \n\t"]],
        clean: [["Add 2 and 3.", "5"], ["Add 2 and 3.", "."]]
    },
    "placeholder-input": {
        noisy: ["<noinput>", "No input", "no_input", "No Input.", "(no input)", "[No Input]", "\"<noinput>\"", "`<noinput>`", "\\<noinput\\>", "<noinput", "N/A", "<N/A>",
            "NA", "none", "None.", "Not applicable", "No input required.", "<input>", "{input}"].map((input) => ["Name a fish.", "Trout", input]),
        clean: ["", "Input: 5", "none of them", "No input devices were found", "input", "empty", "a", "North America", "nonet"].map((input) => ["Name a fish.", "Trout", input])
    },
    "placeholder-output": {
        noisy: [["Draw a cat.", "<nooutput>"], ["Draw a cat.", "<No Output>"], ["Draw a cat.", "No output required"], ["Draw a cat.", "N/A"], ["Draw a cat.", "<noinput>"],
            ["Draw a cat.", "<nooutput> - Pictures cannot be made by a language model."], ["Draw a cat.", "N/A (the model cannot draw)"], ["Sing.", "<output audio>"]],
        clean: [["What does 0/0 give in JavaScript?", "NaN"], ["What does the call return?", "undefined"], ["Which value means nothing?", "null"],
            ["What is the opposite of input?", "Output"], ["What is printed?", "No output is printed, because the loop never runs."], ["Which of these?", "None."]]
    },
    "copied-instruction": {
        noisy: [["Why is the sky blue?", "Why is the sky blue?"], ["Why is the sky blue?", "why is the sky blue"], ["Replace the cliché.", "Replace the cliché: strong as an ox.", "strong as an ox"]],
        clean: [["Why is the sky blue?", "Why is the sky blue? Because air scatters blue light."], ["Say yes.", "Say yes."], ["Correct the sentence.", "She sings well every day.", "She sings well every day."]]
    },
    "refusal": {
        noisy: [["Bake a cake.", "I'm sorry, but as an AI language model I am not able to help with that request."], ["Bake a cake.", "I’m sorry, but I can’t assist with that."],
            ["Shorten it.", "As an AI language model, I do not have the ability to process text.", "A long text."], ["Tell a story.", "I apologize, but I cannot fulfill this request."],
            ["Sing a song.", "Sorry, the task involves sounds. We cannot complete this task."], ["Order a pizza.", "I am unable to perform external tasks."],
            ["Draw a cat.", "This task cannot be completed by a language model."], ["Order a pizza.", "Sorry, I can't order pizza."], ["Paint it.", "Unable to perform this task."]],
        clean: [["Write an apology to a customer.", "I'm sorry that we cannot deliver today."], ["What do you say when you did not hear?", "Sorry, could you say that again?"],
            ["Rewrite it in formal words.", "I am sorry, I cannot attend.", "can't come"], ["How do I decline?", "I'm sorry, I can't make it."], ["Explain the case.", "As an AI pioneer, Turing is remembered."],
            ["Write a reply that an assistant gives when it cannot help.", "I'm sorry, I'm not able to do that."], ["Why?", "I cannot recommend this film enough."],
            ["Who are you?", "As an AI assistant, I answer questions."], ["Judge the task.", "The task is easy, and it does not need tools."], ["What is it?", "An error: sorry, I cannot open the file."],
            ["Name two limits of GPT models.", "GPT models cannot see and cannot act."]]
    },
    "repeated-text": {
        noisy: [["Sum up.", "It is safer and it is safer and it is safer and it is safer and"], ["Advise me.", "Use padded straps. Use padded straps. Use padded straps."],
            ["Find synonyms.", "- Contemplate\n- Contemplate \n- Contemplate"], ["Find synonyms.", "- Contemplaté\u00a0- Contemplaté\u2003 - Contemplaté"], ["Explain.", `First of all: ${"this is a long sentence that goes on and on, ".repeat(3)}`]],
        clean: [["Write a song.", "We go home tonight. We go home tonight. We go home tonight."], ["Explain.", "It was very, very, very cold."], ["Draw a table.", "| a | b |\n|   |   |\n|   |   |\n|   |   |\n"],
            ["Make a table.", "<tr>\n<td>Row one</td>\n<td>Row one</td>\n<td>Row one</td>\n</tr>"], ["Encode it.", "1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0"], ["Say it twice.", "Use padded straps. Use padded straps."],
            ["Build a model.", "Dense(128, activation='relu') Dense(128, activation='relu') Dense(128, activation='relu')"], ["Print it.", "hello there hello there hello there"]]
    },
    "prompt-leak": {
        noisy: [["Name roots.", "Carrots.\n\n### Instruction:\nName fruits."], ["Name roots.", "Carrots.\n12. Instruction: Name fruits.\n12. Output: Apples"], ["Dedupe.", "### Output:\n[1]"],
            ["Turn it.", "Assistant: 87 %.\nHuman: And 5/8?"], ["Name roots.", "Carrots.<|im_end|>"], ["Name roots.", "Carrots. [/INST]"], ["Name roots.", "Carrots <|endoftext|>"]],
        clean: [["Write a dialogue.", "Human: Hi.\nAssistant: Hello."], ["Classify them.", "Human: living\nCar: not living"], ["Give a recipe.", "Ingredients: eggs\nInstructions:\n1. Boil them."],
            ["Create a task.", "Instruction: Name a fish.\nOutput: Trout"], ["Clone it.", "git clone https://example.org/<user>/repo"], ["Write test cases.", "1. Input: 2\n2. Output: 4"], ["How does a computer work?", "1. Input: data come in.\n2. Output: data go out."],
            ["Explain the chat template.", "<|im_start|> begins a turn."], ["Continue.", "### Output: b", "### Output: a"]]
    },
    "markup-debris": {
        noisy: [["Write a haiku.", "Spring comes<br>\nThe river runs<br>Sunset"], ["Explain dew.", "Water&nbsp;droplets &amp; air"], ["Name a fish.", "<p>Trout</p>"]],
        clean: [["Write an HTML list.", "<ul><li>a</li></ul>"], ["Make it bold.", "<b>a</b> <b>b</b>"], ["Explain.", "If a < b and b > c, then a <b> c"], ["Clean it.", "<p>x</p>", "<p>x"], ["Which shops?", "Marks &amp Spencer"],
            ["Explain.", "Like so:\n```\n<p>x</p>\n```"], ["Build a login form.", "<div><br></div>"]]
    },
    "encoding-debris": {
        noisy: [["Explain.", "Itâ€™s cold"], ["Explain.", "CafÃ©"], ["Explain.", "20Â°C"], ["Explain.", "caf\ufffd"], ["Itâ€œs?", "yes"], ["Explain.", "fine", "naÃ¯ve"]],
        clean: [["Explain.", "It’s a café at 20 °C"], ["Name a city.", "São Paulo, CORAÇÃO, Âge"], ["Fix the encoding.", "It’s", "Itâ€™s"], ["Explain.", "â and €"]]
    }
};

function turnsOf([question, answer, input]: Case): Turn[] {
    return [input === undefined ? {role: "user", text: question} : {role: "user", text: question, input}, {role: "assistant", text: answer}];
}

describe("lint rules", () => {
    for (const [code, {noisy, clean}] of Object.entries(cases)) {
        it(`flag ${code} where it is`, () => {
            for (const example of noisy)
                assert.ok(lintFlags(turnsOf(example)).includes(code), JSON.stringify(example));
        });
        it(`leave alone what only looks like ${code}`, () => {
            for (const example of clean)
                assert.ok(!lintFlags(turnsOf(example)).includes(code), JSON.stringify(example));
        });
    }

    const placeless = ["empty-output", "duplicate"];

    it("tell a place in the texts for all that they find, but for what is not there and for what stands elsewhere", () => {
        for (const [code, {noisy}] of Object.entries(cases))
            for (const [question, answer, input] of noisy) {
                const padded = `\r\n  ${answer} \n`, turns = turnsOf(input === undefined ? [question, padded] : [question, padded, ` ${input}\n`]);
                const places = flagPlaces(turns, code);
                assert.equal(places.length > 0, !placeless.includes(code), JSON.stringify([code, question, answer]));
                for (const {turn, part, from, to} of places) {
                    const text = turns[turn]?.[part] ?? "";
                    assert.ok(from >= 0 && from < to && to <= text.length, JSON.stringify([code, from, to, text]));
                    assert.equal(text.slice(from, to), text.slice(from, to).trim(), code);
                }
            }
    });

    const found: readonly (readonly [code: string, example: Case, expected: readonly string[]])[] = [
        ["placeholder-input", ["Name a fish.", "Trout", " <noinput>\n"], ["<noinput>"]],
        ["placeholder-output", ["Draw a cat.", " <nooutput> - Pictures cannot be made."], ["<nooutput>"]],
        ["placeholder-output", ["Draw a cat.", "No output required"], ["No output required"]],
        ["copied-instruction", ["Why is the sky blue?", " why is the sky blue\n"], ["why is the sky blue"]],
        ["refusal", ["Bake a cake.", "I’m sorry, but I can’t assist with that. Ask somebody."], ["I’m sorry, but I can’t"]],
        ["refusal", ["Order a pizza.", "I am unable to perform external tasks."], ["I am unable to perform"]],
        ["repeated-text", ["Advise me.", "Well.  Use padded straps. Use  padded straps. Use padded straps. And more."], ["Use padded straps. Use  padded straps. Use padded straps."]],
        ["prompt-leak", ["Name roots.", "Carrots.<|im_end|>\n### Instruction: Name fruits.<|im_end|>"], ["<|im_end|>", "### Instruction:", "<|im_end|>"]],
        ["prompt-leak", ["Turn it.", "Assistant: 87 %.\nHuman: And 5/8?"], ["Assistant:", "Human:"]],
        ["markup-debris", ["Explain dew.", "Water&nbsp;droplets &amp; air<br>"], ["&nbsp;", "&amp;", "<br>"]],
        ["encoding-debris", ["Itâ€™s?", "Yes, cafÃ©", "20Â°"], ["â€™", "Â°", "Ã©"]],
        ["empty-output", ["Add 2 and 3.", " "], []],
        ["no-such-flag", ["Add 2 and 3.", "5"], []]
    ];
    for (const [code, example, expected] of found)
        it(`point at what they find: ${code} at ${JSON.stringify(expected)}`, () => {
            const turns = turnsOf(example);
            assert.deepEqual(flagPlaces(turns, code).map(({turn, part, from, to}) => turns[turn]?.[part]?.slice(from, to)), expected);
        });

    it("point at 200 places at most of one kind", () => {
        assert.equal(flagPlaces(turnsOf(["Explain.", "a<br>".repeat(1000)]), "markup-debris").length, 200);
    });

    it("point at something in every example of the sample that they flag", () => {
        for (const {turns, flags} of read(readFileSync("samples/instructions.jsonl")).examples)
            for (const code of flags.filter((flag) => !placeless.includes(flag)))
                assert.ok(flagPlaces(turns, code).length > 0, `${code}: ${JSON.stringify(turns)}`);
    });

    it("flag an example as a duplicate of an earlier one whatever its white space, and no other", () => {
        const texts = ["a  b\n\nc", "a b c", " a b\tc ", "a b", "A b c", "a b c"].map((output) => JSON.stringify({instruction: "q", output}));
        const flagged = read(texts.join("\n")).examples.filter(({flags}) => flags.includes("duplicate"));
        assert.deepEqual(flagged.map(({index}) => index), [1, 2, 5]);
    });

    it("do not call instances of one record duplicates unless they are", () => {
        const {examples} = read(JSON.stringify({instruction: "q", instances: [{input: "i", output: "a"}, {input: "j", output: "a"}, {input: "i", output: "a"}]}));
        assert.deepEqual(examples.map(({flags}) => flags), [[], [], ["duplicate"]]);
    });

    it("look at the last question and the last answer of a conversation", () => {
        const turns: Turn[] = [{role: "user", text: "Hi."}, {role: "assistant", text: ""}, {role: "user", text: "Write a dialogue."}, {role: "assistant", text: "Human: Hi.\nAssistant: Hello."}];
        assert.deepEqual(lintFlags(turns), []);
    });

    it("have a case here each, codes of lower case and one sentence of meaning", () => {
        assert.deepEqual(lintRules.map(({code}) => code).filter((code) => code !== "duplicate").sort(), Object.keys(cases).sort());
        for (const [code, meaning] of Object.entries(flagMeanings)) {
            assert.match(code, /^[a-z]+(-[a-z]+)*$/);
            assert.match(meaning, /^[A-Z].*\.$/);
        }
    });

    it("flag no example of the sample that is not noisy, and name the noise as the key does", () => {
        const key = new Map(readFileSync("samples/noise-key.jsonl", "utf8").trim().split("\n").map((entry) => {
            const {index, noise} = JSON.parse(entry) as {index: number; noise: string};
            return [index, noise];
        }));
        const {examples} = read(readFileSync("samples/instructions.jsonl"));
        const flagged = examples.filter(({flags}) => flags.length > 0);
        for (const {index, flags} of flagged)
            assert.deepEqual(flags, [key.get(index)], `example ${index}`);
        assert.ok(flagged.length >= 20, `${flagged.length} flagged`);
    });
});
