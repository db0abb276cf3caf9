import {escapeForDisplay} from "../../src/core/displayText.js";
import {flagPlaces} from "../../src/core/lint/rules.js";
import {make} from "../dom.js";
import type {TurnText} from "../protocol.js";
import {markedText, type Mark} from "../visible.js";
import {words} from "../words.js";

/**
 * An example's turns one under the other. With one question and one answer they are called what their fields are called.
 * @param flags what was found in it: marked where it stands
 */
export function conversation(turns: readonly TurnText[], flags: readonly string[]): HTMLElement {
    const places = flags.flatMap((code) => flagPlaces(turns, code).map((place) => ({...place, code})));
    const marksOf = (turn: number, part: "text" | "input"): readonly Mark[] => places.filter((place) => place.turn === turn && place.part === part);
    const single = turns.length === 2 && turns[0]?.role === "user" && turns[1]?.role === "assistant";
    return make("div", {class: "conversation"}, ...turns.flatMap(({role, text, input}, at) => {
        const last = at === turns.length - 1;
        const name = single ? role === "user" ? words.single.user : words.single.assistant : Object.hasOwn(words.roles, role) ? words.roles[role] ?? role : escapeForDisplay(role);
        return [
            turn(name, text, marksOf(at, "text"), last),
            ...input === undefined ? [] : [turn(words.single.input, input, marksOf(at, "input"), false)]
        ];
    }));
}

function turn(name: string, text: string, marks: readonly Mark[], scored: boolean): HTMLElement {
    return make("div", {class: scored ? "turn scored" : "turn"}, make("h3", {text: name}), make("div", {class: "text"}, markedText(text, marks)));
}
