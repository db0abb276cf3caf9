import {escapeForDisplay} from "../src/core/displayText.js";
import {printFilter} from "../src/core/filter/print.js";
import {announce} from "./announce.js";
import {button} from "./controls.js";
import {make, setAttribute, setHidden, setText} from "./dom.js";
import type {Figures} from "./derive/figures.js";
import {hasTable, type Lists} from "./derive/list.js";
import {post} from "./host.js";
import type {PanelCommand, PanelStatus} from "./protocol.js";
import {isSearched} from "./searches.js";
import type {Store} from "./store.js";
import {words} from "./words.js";

/** File, origin of the scores, the run that goes on, and what can be done with the file. */
export function header(store: Store, lists: Lists, figures: Figures): HTMLElement {
    const command = (name: PanelCommand) => (): void => {
        post({kind: "command", command: name});
    };
    const name = make("h1"), amounts = make("span", {class: "quiet"}), origin = make("span", {class: "origin"});
    const demonstration = make("span", {class: "tag", text: words.demonstration, title: words.demonstrationNote});
    const outdated = make("span", {class: "tag warning", text: words.outdated});
    const problems = make("span", {class: "tag warning"});
    const again = make("span", {class: "tag again", title: words.readingAgainNote});
    let wasReadAgain = false;
    const score = button(words.score_, "primary", command("score"));
    const exportShown = button(words.exportShown(0), "secondary", () => {
        const state = store.get();
        if (hasTable(state) && isSearched(state))
            post({kind: "export", revision: state.revision, rows: lists.passing(state).slice(), filter: printFilter(state.filter)});
    }, words.exportShownWhy);
    const subset = button(words.goldenSubset, "secondary", command("export-golden-subset"), words.goldenSubsetWhy);
    const model = button(words.selectModel, "secondary", command("select-model"));
    const run = progress(command("stop"));

    store.onFrame((state) => {
        const {status, file, table} = state;
        setText(name, escapeForDisplay(file?.name ?? ""));
        const scored = hasTable(state) ? figures.scored(state) : 0;
        setText(amounts, hasTable(state) && state.table.length > 0 ? words.figures(state.table.length, scored) : "");
        setText(origin, status === null ? "" : describeOrigin(status));
        const measured = status?.origin.kind === "run" ? status.origin : undefined;
        setHidden(demonstration, measured?.demonstration !== true);
        setHidden(outdated, measured === undefined || measured.outdated.length === 0);
        setAttribute(outdated, "title", measured === undefined ? undefined : words.outdatedNote(measured.outdated.map(escapeForDisplay)));
        setHidden(problems, state.reading.problems === 0);
        setText(problems, words.problems(state.reading.problems));
        run.show(status);
        const isReadAgain = state.readingAgain !== null;
        setHidden(again, !isReadAgain);
        setText(again, words.readingAgain(state.readingAgain ?? 0));
        if (isReadAgain && !wasReadAgain)
            announce(words.readingAgainNote);
        wasReadAgain = isReadAgain;
        const usable = table !== null && table.length > 0;
        const complete = usable && scored === table.length;
        setHidden(score.element, status?.run !== null || scored === 0 || (complete && (measured?.outdated.length ?? 0) === 0));
        score.show(complete || (measured?.outdated.length ?? 0) > 0 ? words.scoreAgain : measured !== undefined && scored > 0 ? words.scoreRest : words.score_, usable && status?.canScore === true);
        const shown = hasTable(state) ? lists.passing(state).length : 0;
        exportShown.show(words.exportShown(shown), shown > 0 && state.reading.done && !isReadAgain && isSearched(state), isReadAgain ? words.readingAgainNote : isSearched(state) ? words.exportShownWhy : words.notSearched);
        subset.show(words.goldenSubset, scored > 0 && state.reading.done && !isReadAgain, isReadAgain ? words.readingAgainNote : words.goldenSubsetWhy);
        model.show(words.selectModel, status?.canScore === true);
    });
    const element = make("header", {},
        make("div", {class: "about"}, make("div", {class: "line"}, name, amounts, problems, again), make("div", {class: "line"}, origin, demonstration, outdated), run.element),
        make("div", {"class": "actions", "role": "toolbar", "aria-label": "Goldpan"}, score.element, exportShown.element, subset.element, model.element));
    store.onFrame(({file, failure}) => {
        setHidden(element, file === null || failure !== null);
    });
    return element;
}

function progress(onStop: () => void): {readonly element: HTMLElement; readonly show: (status: PanelStatus | null) => void} {
    const bar = make("div", {class: "done"});
    const track = make("div", {"class": "progress", "role": "progressbar", "aria-label": words.runProgress, "aria-valuemin": 0, "aria-valuemax": 100}, bar);
    const text = make("span");
    const stop = button(words.stop, "secondary", onStop);
    const element = make("div", {class: "line run"}, track, text, stop.element);
    return {
        element,
        show: (status) => {
            const run = status?.run ?? null;
            setHidden(element, run === null);
            if (run === null)
                return;
            setText(text, escapeForDisplay(run.text));
            bar.style.width = `${100 * run.share}%`;
            setAttribute(track, "aria-valuenow", Math.round(100 * run.share));
            setAttribute(track, "aria-valuetext", escapeForDisplay(run.text));
        }
    };
}

function describeOrigin({origin}: PanelStatus): string {
    switch (origin.kind) {
        case "none":
            return words.origin.none;
        case "run":
            return escapeForDisplay(words.origin.run(origin.model, origin.protocol, origin.anchorCount, origin.anchors));
        case "file":
            return escapeForDisplay(words.origin.file(origin.name, origin.model));
    }
}
