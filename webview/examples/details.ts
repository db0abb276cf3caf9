import {escapeForDisplay} from "../../src/core/displayText.js";
import {flagsOf} from "../../src/core/table/flagBits.js";
import {button} from "../controls.js";
import {hasTable, type Shown} from "../derive/list.js";
import {rankOf} from "../derive/ranks.js";
import {afterQuiet, make, setAttribute, setHidden, setText} from "../dom.js";
import {nextNumber, post} from "../host.js";
import type {RowReasons, ToPanel} from "../protocol.js";
import {keyAt} from "../places.js";
import type {State} from "../state.js";
import type {Store} from "../store.js";
import {words} from "../words.js";
import type {Actions} from "./actions.js";
import {anchorTable} from "./anchorTable.js";
import {decisionOf, scoreBar, showBar} from "./columns.js";
import {conversation} from "./conversation.js";
import {flagList} from "./flagList.js";
import type {Texts} from "./texts.js";

export interface Details {
    readonly element: HTMLElement;
    readonly receive: (message: Extract<ToPanel, {kind: "reasons"}>) => void;
}

interface Answer {
    readonly request: number;
    readonly revision: number;
    /** What the row holds. */
    readonly key: string;
    readonly reasons: RowReasons;
}

/** Keys go through the list faster than reasons are worth to be looked up. */
const quietMs = 60;

/** The active example whole: numbers at once, its text as soon as the list has it, reasons when they come. */
export function details(store: Store, texts: Texts, actions: Actions): Details {
    const title = make("h2"), figures = make("p", {class: "line"}), score = make("strong"), bar = scoreBar(), rank = make("span", {class: "quiet"}), decision = make("span", {class: "tag"});
    const open = button(words.open, "secondary", () => {
        actions.open();
    });
    const body = make("div", {class: "details-body"}), none = make("p", {class: "quiet none", text: words.detailsNone});
    figures.append(score, bar, rank, decision);
    const content = make("div", {class: "details-content"}, make("div", {class: "line top"}, title, open.element), figures, body);
    const element = make("section", {"class": "details", "aria-label": words.details, "tabindex": 0}, none, content);
    let asked: {readonly request: number; readonly row: number; readonly revision: number; readonly told: string} | undefined;
    let answer: Answer | undefined, drawn: readonly unknown[] = [];
    const askSoon = afterQuiet(quietMs, () => {
        const state = store.get();
        if (state.active < 0)
            return;
        asked = {request: nextNumber(), row: state.active, revision: state.revision, told: toldBy(state)};
        post({kind: "reasons", request: asked.request, revision: asked.revision, row: asked.row});
    });

    function drawBody(state: Shown): void {
        const {active, revision, keys} = state, key = keyAt(keys, active);
        const current = answer?.revision === revision;
        // After a change of the file the answer about the same content stands until the next one, but for its rows.
        const known = (current ? answer?.reasons.row === active : answer?.key === key) ? answer?.reasons : undefined;
        const turns = known?.turns ?? texts.turns(active);
        const mask = state.table.flags[active] ?? 0, flags = flagsOf(mask);
        const next = [active, key, known, turns, current, mask];
        if (drawn.length > 0 && drawn.every((part, at) => part === next[at]))
            return;
        const same = drawn[0] === active || drawn[1] === key;
        drawn = next;
        const whole = turns && conversation(turns, flags);
        body.replaceChildren(
            ...flagList(flags, whole),
            ...known === undefined || known.sentences.length === 0 ? [] : [make("h3", {text: words.reasons}), make("ul", {class: "sentences"}, ...known.sentences.map((sentence) => make("li", {text: escapeForDisplay(sentence)})))],
            whole ?? make("p", {class: "quiet", text: words.waiting}),
            ...known === undefined ? [] : [...anchorTable(words.helped, known.helped), ...anchorTable(words.hurt, known.hurt), ...current ? copies(known, state) : []]);
        if (!same)
            element.scrollTop = 0;
    }

    function copies({copies: rows}: RowReasons, {table}: Shown): readonly HTMLElement[] {
        if (rows.length === 0)
            return [];
        return [make("h3", {text: words.copies}), make("p", {class: "line copies"}, ...rows.slice(0, 50).map((row) => {
            const link = make("button", {type: "button", class: "link", text: words.copyOf(table.index[row] ?? row)});
            link.addEventListener("click", () => {
                actions.show(row);
            });
            return link;
        }))];
    }

    const draw = (): void => {
        const state = store.get();
        const row = state.active;
        const shown = hasTable(state) && row >= 0 && row < state.table.length;
        setHidden(element, !hasTable(state) || state.table.length === 0);
        setHidden(none, shown);
        setHidden(content, !shown);
        if (!shown)
            return;
        const {goldenScore, ciLow, ciHigh, index, line} = state.table;
        const golden = goldenScore[row] ?? NaN, low = ciLow[row] ?? NaN, high = ciHigh[row] ?? NaN;
        setText(title, words.detailsTitle(index[row] ?? 0, line[row] ?? 0));
        setText(score, Number.isNaN(golden) ? words.withoutScore : words.fromTo(words.score(golden), words.score(low), words.score(high)));
        setHidden(bar, Number.isNaN(golden));
        showBar(bar, golden, low, high);
        const ranked = rankOf(state.table, row);
        setText(rank, ranked === undefined ? "" : words.rankOf(ranked));
        const decided = decisionOf(state.table.decision[row]);
        setHidden(decision, decided === undefined);
        setText(decision, decided === undefined ? "" : words.decisions[decided]);
        setAttribute(decision, "data-decision", decided);
        if (asked?.row !== row || asked.revision !== state.revision || (asked.told !== toldBy(state) && answer?.request === asked.request))
            askSoon();
        drawBody(state);
    };
    store.onFrame(draw);
    texts.onArrival(draw);
    return {
        element,
        receive: ({request, reasons: next}) => {
            const {revision, keys} = store.get();
            if (asked?.request !== request || asked.revision !== revision)
                return;
            answer = {request, revision, key: keyAt(keys, next.row), reasons: next};
            draw();
        }
    };
}

/** What reasons speak of besides the row: scores, decisions, copies in what has been read, whether the run is outdated. */
function toldBy({tables, scored, decided, status}: State): string {
    return JSON.stringify([tables, scored, decided, status?.origin]);
}
