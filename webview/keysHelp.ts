import {button} from "./controls.js";
import {make} from "./dom.js";
import {words} from "./words.js";

export interface KeysHelp {
    readonly element: HTMLDialogElement;
    readonly open: () => void;
}

/** The keys, in a dialog that gives the focus back. */
export function keysHelp(): KeysHelp {
    const element = make("dialog", {"class": "keys", "aria-labelledby": "keys-title"});
    const close = button(words.close, "primary", () => {
        element.close();
    });
    element.append(make("h2", {id: "keys-title", text: words.keysTitle}), make("dl", {}, ...words.keyList.map(([key, what]) => make("div", {}, make("dt", {text: key}), make("dd", {text: what})))), close.element);
    return {
        element,
        open: () => {
            element.showModal();
        }
    };
}
