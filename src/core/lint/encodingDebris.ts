import {stretches} from "./places.js";
import type {FoundPlace, LintRule} from "./rule.js";

/** UTF-8 that was read as Windows-1252 leaves these pairs; replacement characters tell that bytes were lost. */
const debris = /\u00e2\u20ac[\u0153\u009d\u2122\u02dc\u201c\u201d\u00a6\u00a2]|\u00c3[\u00a0-\u00bf\u0192\u2030]|\u00c2[\u00a0-\u00bf]|\ufffd/;
const asksAboutEncoding = /encod|decod|unicode|utf-?8|mojibake|garbled|character set/i;

export const encodingDebris: LintRule = {
    code: "encoding-debris",
    meaning: "The text was decoded wrongly once: it holds debris such as â€™.",
    finds: ({turns, question, ascii}) => !ascii && turns.some(({text, input = ""}) => debris.test(text) || debris.test(input)) && !asksAboutEncoding.test(question),
    places: ({turns}) => turns.flatMap(({text, input = ""}, turn) => (["text", "input"] as const).flatMap((part) =>
        stretches(part === "text" ? text : input, debris).map(([from, to]): FoundPlace => ({turn, part, from, to}))))
};
