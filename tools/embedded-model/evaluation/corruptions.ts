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
 * Ways to spoil an answer that is not blank. `another language` takes answers of our own in German, French or Spanish to about
 * the clean one's length, so that length does not give it away; they are off the subject too (see `foreignAnswers`).
 */
export const corruptions = {
    "empty": () => "",
    "cut off": (answer) => answer.slice(0, insideAWord(answer, Math.floor(answer.length / 3))),
    "words shuffled": (answer, {random}) => shuffleWords(answer, random),
    "answer of another question": (_, {otherAnswer}) => otherAnswer,
    "another language": (answer, {random}) => toLength(random.pick(Object.values(foreignAnswers)), answer.length, random),
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

/** The words in another order, with the white space where it was, so that the length stays. */
export function shuffleWords(text: string, random: Random): string {
    const words = random.shuffled(text.trim().split(/\s+/));
    return text.trim().replace(/\S+/g, () => words.pop() ?? "");
}

/** The place nearest to `from` with letters on both sides; `from` itself if there is none. At least 1. */
function insideAWord(text: string, from: number): number {
    const places = Array.from({length: Math.max(0, text.length - 1)}, (_, i) => i + 1)
        .filter((place) => /^\p{L}{2}$/u.test(text.slice(place - 1, place + 1)))
        .sort((a, b) => Math.abs(a - from) - Math.abs(b - from));
    return Math.max(1, places[0] ?? from);
}

/** One of the two texts nearest in length; where all are shorter by far, several behind each other. */
function toLength(texts: readonly string[], length: number, random: Random): string {
    const longest = Math.max(...texts.map((text) => text.length));
    if (length <= 1.2 * longest)
        return random.pick([...texts].sort((a, b) => Math.abs(a.length - length) - Math.abs(b.length - length)).slice(0, 2));
    let joined = "";
    while (joined.length < 0.9 * length)
        joined += random.shuffled(texts).join("\n\n") + "\n\n";
    const end = joined.slice(0, length).search(/\s+\S*$/);
    return joined.slice(0, end < 0 ? length : end);
}

/** The first sentence (or, where it is most of the text, the first six words) again and again, to the length of the whole. */
function repeat(answer: string): string {
    const [sentence = answer] = /^[^]*?[.!?:](?=\s)/.exec(answer) ?? [];
    const unit = sentence.length > answer.length / 2 ? answer.split(/\s+/).slice(0, 6).join(" ") : sentence;
    return new Array<string>(Math.max(3, Math.round(answer.length / (unit.length + 1)))).fill(unit).join(" ");
}

/** What is left of a page in front of and behind the text; several, because what always ends alike shifts all scores alike. */
const pages: readonly (readonly [before: string, after: string])[] = [
    ["<div class=\"content\"><p><span>", "</span></p></td><ul><li><a href=\"#\">Home</a></li><li><a href=\"#\">Next &raquo;</a></li></ul></div>"],
    ["<td align=\"left\" width=\"60%\">", "</td></tr></table>\n<!-- end main -->\nShare this page | Print | Top"],
    ["{\"id\": 4711, \"type\": \"text\", \"body\": \"", "\", \"meta\": {\"lang\": \"en\", \"score\": null}},"],
    ["Skip to main content\n<h2 id=\"answer\">", "</h2>&nbsp;<br/><br/>[edit] &copy; All rights reserved"],
    ["<![CDATA[<p style=\"margin:0\">", "</p>]]></description></item><item>"],
    ["&lt;blockquote&gt;", "&lt;/blockquote&gt;&lt;script src=&quot;ads.js&quot;&gt;&lt;/script&gt;"]
];

/** Tags around and inside, spaces and marks as entities. */
function addMarkup(answer: string, random: Random): string {
    const [before, after] = random.pick(pages);
    const body = answer.split(/\s+/).map((word) => {
        const entity = word.replaceAll("&", "&amp;").replaceAll("\"", "&quot;").replaceAll("'", "&#39;");
        return entity + random.pick(["&nbsp;", " ", " ", " ", "<br/>", "</span> <span>"]);
    }).join("");
    return before + body + after;
}
