import {escapeForDisplay} from "../src/core/displayText.js";
import {announce} from "./announce.js";
import {button} from "./controls.js";
import type {Figures} from "./derive/figures.js";
import {hasTable} from "./derive/list.js";
import {make, setAttribute, setHidden, setText} from "./dom.js";
import {post} from "./host.js";
import type {State} from "./state.js";
import type {Store} from "./store.js";
import {words} from "./words.js";

/** The sentences that stand instead of the page's parts, or above them; see `phase`. */
export function notices(store: Store, figures: Figures): HTMLElement {
    const title = make("h2"), why = make("p"), share = make("div", {class: "done"});
    const track = make("div", {"class": "progress", "role": "progressbar", "aria-label": words.readingLabel, "aria-valuemin": 0, "aria-valuemax": 100}, share);
    const first = button(words.score_, "primary", () => {
        post({kind: "command", command: phase(store.get(), figures) === "failed" ? "open-as-text" : "score"});
    });
    const second = button(words.showLog, "secondary", () => {
        post({kind: "command", command: phase(store.get(), figures) === "failed" ? "show-log" : "open-scores-file"});
    });
    const element = make("section", {class: "notice"}, title, why, track, make("div", {class: "line"}, first.element, second.element));
    let said: Phase = "shown";
    store.onFrame((state) => {
        const now = phase(state, figures);
        setAttribute(element, "class", `notice ${now}`);
        setHidden(element, now === "shown" || (now === "unscored" && state.status?.run !== null));
        setHidden(track, now !== "reading");
        share.style.width = `${100 * state.reading.share}%`;
        setAttribute(track, "aria-valuenow", Math.floor(100 * state.reading.share));
        const sentences = notice(state, now);
        setText(title, sentences.title);
        setText(why, sentences.why);
        if (now !== said && !element.hidden)
            announce(`${sentences.title} ${sentences.why}`.trim());
        said = now;
        setHidden(why, sentences.why === "");
        for (const {element} of [first, second])
            setHidden(element, now !== "unscored" && now !== "failed");
        first.show(now === "failed" ? words.openAsText : words.score_, now === "failed" || state.status?.canScore === true);
        second.show(now === "failed" ? words.showLog : words.openScoresFile, true);
    });
    return element;
}

export type Phase = "starting" | "reading" | "failed" | "empty" | "unscored" | "outdated" | "shown";

/** What the page is about to show. While a file is being read, what has been read is shown already. */
export function phase(state: State, figures: Figures): Phase {
    if (state.failure !== null)
        return "failed";
    if (!hasTable(state))
        return "starting";
    if (!state.reading.done)
        return "reading";
    if (state.table.length === 0)
        return "empty";
    if (figures.scored(state) === 0)
        return "unscored";
    const origin = state.status?.origin;
    return origin?.kind === "run" && origin.outdated.length > 0 ? "outdated" : "shown";
}

function notice(state: State, now: Phase): {readonly title: string; readonly why: string} {
    switch (now) {
        case "starting":
            return {title: words.starting, why: ""};
        case "reading":
            return {title: words.reading(state.reading.share, state.table?.length ?? 0), why: ""};
        case "failed":
            return {title: words.failed, why: escapeForDisplay(state.failure ?? "")};
        case "empty":
            return {title: words.empty, why: words.emptyWhy};
        case "unscored":
            return {title: words.unscored, why: words.unscoredWhy};
        case "outdated":
            return {title: words.outdatedNote(state.status?.origin.kind === "run" ? state.status.origin.outdated.map(escapeForDisplay) : []), why: ""};
        case "shown":
            return {title: "", why: ""};
    }
}
