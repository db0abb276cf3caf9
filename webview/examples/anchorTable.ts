import {make} from "../dom.js";
import type {AnchorEffect} from "../protocol.js";
import {oneLine} from "../visible.js";
import {words} from "../words.js";

/** Anchors with their scores without and with the example in front. */
export function anchorTable(title: string, effects: readonly AnchorEffect[]): readonly HTMLElement[] {
    if (effects.length === 0)
        return [];
    const header = make("tr", {}, ...[words.anchor, words.zeroShot, words.oneShot, words.gain].map((name, at) => make("th", {scope: "col", class: at === 0 ? "" : "number", text: name})));
    const rows = effects.map(({anchor, zeroShot, oneShot}) => make("tr", {},
        make("td", {text: oneLine(anchor, 200), title: oneLine(anchor, 600)}), ...[words.logProbability(zeroShot), words.logProbability(oneShot), words.gainOf(oneShot - zeroShot)].map((text) => make("td", {class: "number", text}))));
    return [make("h3", {text: title}), make("table", {class: "anchors"}, make("caption", {class: "for-ears", text: words.anchorsNote}), make("thead", {}, header), make("tbody", {}, ...rows))];
}
