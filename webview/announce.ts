import {afterQuiet, make, setText} from "./dom.js";

const element = make("div", {"class": "for-ears", "role": "status", "aria-live": "polite"});
let next = "";
const say = afterQuiet(400, () => {
    setText(element, next);
});

/** What screen readers say, once it has not changed for a moment. */
export function announce(sentence: string): void {
    next = sentence;
    say();
}

export function announcer(): HTMLElement {
    return element;
}
