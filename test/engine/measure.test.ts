import assert from "node:assert/strict";
import type {MeasureTask} from "../../src/core/measurement.js";
import {protocolFor} from "../../src/core/protocol.js";
import type {Continuation, Evaluator} from "../../src/engine/evaluator.js";
import {measure} from "../../src/engine/measure.js";
import type {EngineEvent} from "../../src/engine/protocol.js";

/** A token for every word and every line break, numbered as they come. */
function toyTokenizer(): (text: string) => number[] {
    const numbers = new Map<string, number>();
    return (text) => (text.match(/\n|[^\s]+/g) ?? []).map((word) => {
        const number = numbers.get(word) ?? numbers.size + 1;
        numbers.set(word, number);
        return number;
    });
}

interface Call {
    readonly prefix: readonly number[];
    readonly continuations: readonly Continuation[];
}

/** Gives each continuation minus its length and writes down what it was asked. */
class FakeEvaluator implements Evaluator {
    public readonly calls: Call[] = [];

    public constructor(private readonly value: (continuation: Continuation) => number = ({tokens}) => -tokens.length) {}

    public evaluate(prefix: readonly number[], continuations: readonly Continuation[], onStep: (tokens: number) => void): Promise<number[]> {
        this.calls.push({prefix, continuations});
        onStep(prefix.length);
        return Promise.resolve(continuations.map(this.value));
    }

    public dispose(): Promise<void> {
        return Promise.resolve();
    }
}

const task: MeasureTask = {
    protocol: protocolFor("paper", 40),
    anchors: [
        {key: "short", query: "Instruction:\nq\nResponse:\n", answer: "one two", zeroShot: true},
        {key: "known", query: "Instruction:\nq\nResponse:\n", answer: "three", zeroShot: false},
        {key: "long", query: "Instruction:\nq\nResponse:\n", answer: "w ".repeat(30).trim(), zeroShot: true}
    ],
    examples: [{key: "all", text: "ex am ple", answerFrom: 6, anchors: [0, 1, 2]}, {key: "some", text: "other", answerFrom: 0, anchors: [1]}]
};

async function events(evaluator: Evaluator, signal = new AbortController().signal): Promise<EngineEvent[]> {
    const reported: EngineEvent[] = [];
    await measure(task, {evaluator, tokenize: toyTokenizer(), bos: 0, tokensPerSecond: null}, (event) => reported.push(event), signal);
    return reported;
}

describe("measure", () => {
    it("asks only for the zero-shot scores that are missing and refuses anchors that do not fit", async () => {
        const reported = await events(new FakeEvaluator());
        assert.deepEqual(reported.filter(({type}) => type === "zeroShot"), [{type: "zeroShot", key: "short", measurement: {logProbability: -8, tokens: 2}}]);
        assert.deepEqual(reported.flatMap((event) => event.type === "anchorRefused" ? [event.key] : []), ["long"]);
    });

    it("measures an example on the anchors it was asked for, without the refused ones", async () => {
        const reported = await events(new FakeEvaluator());
        const oneShots = reported.flatMap((event) => event.type === "oneShot" ? [[event.key, [...event.measurements.keys()]]] : []);
        assert.deepEqual(oneShots, [["all", ["short", "known"]], ["some", ["known"]]]);
    });

    it("says how much is to come once it knows the speed, and nothing without", async () => {
        assert.ok((await events(new FakeEvaluator())).every(({type}) => type !== "estimate"));
        const reported: EngineEvent[] = [];
        const evaluator = new FakeEvaluator();
        await measure(task, {evaluator, tokenize: toyTokenizer(), bos: 0, tokensPerSecond: 10}, (event) => reported.push(event), new AbortController().signal);
        const [estimate, ...more] = reported.filter((event) => event.type === "estimate");
        const oneShots = evaluator.calls.slice(-task.examples.length);
        const toCome = oneShots.reduce((sum, {prefix, continuations}) => sum + prefix.length - 1 + continuations.reduce((own, {tokens}) => own + tokens.length, 0), 0);
        assert.ok(estimate !== undefined && more.length === 0);
        assert.equal(estimate.tokens, toCome, "all but BOS");
        assert.equal(estimate.seconds, estimate.tokens / 10);
    });

    it("puts BOS, example and separator in front, and the anchor's own tokens behind", async () => {
        const evaluator = new FakeEvaluator();
        await events(evaluator);
        const [zeroShot, oneShot] = evaluator.calls;
        assert.ok(zeroShot !== undefined && oneShot !== undefined);
        assert.deepEqual(zeroShot.prefix, [0]);
        assert.equal(oneShot.prefix.length, 1 + 3 + 2); // BOS, three words, two line breaks
        assert.deepEqual(oneShot.continuations[0], zeroShot.continuations[0]);
    });

    it("counts the tokens of each example's answer", async () => {
        assert.deepEqual((await events(new FakeEvaluator())).flatMap((event) => event.type === "oneShot" ? [[event.key, event.answerTokens]] : []), [["all", 1], ["some", 1]]);
    });

    it("says which example is in flight before it is evaluated", async () => {
        const order = (await events(new FakeEvaluator())).flatMap((event) => event.type === "started" || event.type === "oneShot" || event.type === "zeroShot" ? [`${event.type} ${event.key}`] : []);
        assert.deepEqual(order, ["started short", "zeroShot short", "started all", "oneShot all", "started some", "oneShot some"]);
    });

    for (const broken of [Number.NaN, Number.NEGATIVE_INFINITY])
        it(`makes no score of ${broken}`, async () => {
            await assert.rejects(events(new FakeEvaluator(() => broken)), /no finite probability/);
        });

    it("stops between examples when it is cancelled", async () => {
        const controller = new AbortController();
        const evaluator = new FakeEvaluator(() => {
            controller.abort(new Error("stopped"));
            return -1;
        });
        await assert.rejects(events(evaluator, controller.signal), /stopped/);
        assert.equal(evaluator.calls.length, 1);
    });
});
