import type {Texts} from "./examples.js";
import {foreignAnswers, refusals} from "./foreignAnswers.js";
import type {Random} from "./random.js";

/** What a corruption may use besides the answer that it spoils. */
interface Materials {
    readonly random: Random;
    /** The answer of another clean example. */
    readonly otherAnswer: string;
}

type Corrupt = (answer: string, materials: Materials) => string;

/**
 * Ways to spoil an answer that is not blank. `another language` takes an answer of our own in German, French or Spanish whose
 * length is near the clean one's, so that length does not give it away; it is off the subject too (see `foreignAnswers`).
 */
export const corruptions = {
    "empty": () => "",
    "cut off": (answer) => answer.slice(0, insideAWord(answer, Math.floor(answer.length / 3))),
    "words shuffled": (answer, {random}) => random.shuffled(answer.split(/\s+/)).join(" "),
    "answer of another question": (_, {otherAnswer}) => otherAnswer,
    "another language": (answer, {random}) => random.pick(nearestInLength(foreignAnswers, answer.length, 3)),
    "boilerplate refusal": (_, {random}) => random.pick(refusals),
    "repeated text": repeat,
    "markup debris": (answer, {random}) => addMarkup(answer, random)
} as const satisfies Record<string, Corrupt>;

export type CorruptionName = keyof typeof corruptions;
export const corruptionNames = Object.keys(corruptions) as CorruptionName[];

/** The example with its answer spoilt; null where the corruption leaves the answer as it was. */
export function corrupt(texts: Texts, name: CorruptionName, materials: Materials): Texts | null {
    const answer = texts.output.trim();
    const output: string = corruptions[name](answer, materials);
    return output.trim() === answer ? null : {...texts, output};
}

/** The place nearest to `from` with letters on both sides; `from` itself if there is none. At least 1. */
function insideAWord(text: string, from: number): number {
    const places = Array.from({length: Math.max(0, text.length - 1)}, (_, i) => i + 1)
        .filter((place) => /^\p{L}{2}$/u.test(text.slice(place - 1, place + 1)))
        .sort((a, b) => Math.abs(a - from) - Math.abs(b - from));
    return Math.max(1, places[0] ?? from);
}

function nearestInLength(texts: readonly string[], length: number, amount: number): readonly string[] {
    return [...texts].sort((a, b) => Math.abs(a.length - length) - Math.abs(b.length - length)).slice(0, amount);
}

/** The first sentence (or, where it is most of the text, the first six words) again and again, to the length of the whole. */
function repeat(answer: string): string {
    const [sentence = answer] = /^[^]*?[.!?:](?=\s)/.exec(answer) ?? [];
    const unit = sentence.length > answer.length / 2 ? answer.split(/\s+/).slice(0, 6).join(" ") : sentence;
    return new Array<string>(Math.max(3, Math.round(answer.length / (unit.length + 1)))).fill(unit).join(" ");
}

/** Tags around and inside, spaces and marks as entities, and the navigation of a page behind it. */
function addMarkup(answer: string, random: Random): string {
    const body = answer.split(/\s+/).map((word) => {
        const entity = word.replaceAll("&", "&amp;").replaceAll("\"", "&quot;").replaceAll("'", "&#39;");
        return entity + random.pick(["&nbsp;", " ", " ", " ", "<br/>", "</span> <span>"]);
    }).join("");
    return `<div class="content"><p><span>${body}</span></p></td><ul><li><a href="#">Home</a></li><li><a href="#">Next &raquo;</a></li></ul></div>`;
}
