import "./translated.js"; // before all that says something
import "./style.css";
import {announcer} from "./announce.js";
import {distribution} from "./charts/distribution.js";
import {Comparisons} from "./derive/comparisons.js";
import {Figures} from "./derive/figures.js";
import {hasTable, Lists} from "./derive/list.js";
import {tokensKnown} from "./derive/tokens.js";
import {make, setHidden, setText} from "./dom.js";
import {Actions} from "./examples/actions.js";
import {details} from "./examples/details.js";
import {footer} from "./examples/footer.js";
import {grid} from "./examples/grid.js";
import {listenForKeys} from "./examples/keys.js";
import {Texts} from "./examples/texts.js";
import {toolbar} from "./examples/toolbar.js";
import {filterControls} from "./filters/filterControls.js";
import {filterLine} from "./filters/filterLine.js";
import {header} from "./header.js";
import {listen, post} from "./host.js";
import {keysHelp} from "./keysHelp.js";
import {notices} from "./notices.js";
import {listenEverywhere} from "./pageKeys.js";
import {persist} from "./persist.js";
import {receiver} from "./receive.js";
import {Searches} from "./searches.js";
import {split} from "./splits.js";
import {initialState} from "./state.js";
import {Store} from "./store.js";
import {TextSorts} from "./textSorts.js";
import {words} from "./words.js";

const wide = 900; // as in the styles
const store = new Store({...initialState, controlsOpen: window.innerWidth >= wide});
const lists = new Lists(), figures = new Figures(lists), texts = new Texts(store), searches = new Searches(store), textSorts = new TextSorts(store);
const keys = keysHelp();

// In the order in which they are drawn: the list first, because that is where somebody looks while filtering.
const line = filterLine(store, lists);
const examples = grid(store, lists, texts);
const actions = new Actions(store, lists, examples);
const bar = toolbar(store, actions), foot = footer(store, lists, keys.open);
const detail = details(store, texts, actions);
const head = header(store, lists, figures), notice = notices(store, figures);
const controls = filterControls(store, lists);
const charts = distribution(store, lists, figures, new Comparisons(lists, figures), texts, (row) => {
    actions.show(row);
});

const nonePassing = make("p", {class: "none quiet"});
const chartSplit = split(words.resizeChart, "y", 1, [110, 480], (chartHeight) => {
    store.set({chartHeight});
});
const detailsSplit = split(words.resizeDetails, "x", -1, [240, 900], (detailsWidth) => {
    store.set({detailsWidth});
});
const listArea = make("div", {class: "list-area"}, bar, examples.element, nonePassing, foot);
const area = make("div", {class: "examples"}, listArea, detailsSplit.element, detail.element);
const main = make("main", {}, line.element, make("div", {class: "body"}, controls, make("div", {class: "center"}, charts, chartSplit.element, area)));

store.onFrame((state) => {
    const usable = hasTable(state) && state.table.length > 0 && state.failure === null;
    setHidden(main, !usable);
    main.style.setProperty("--chart-height", `${state.chartHeight}px`);
    main.style.setProperty("--details-width", `${state.detailsWidth}px`);
    setHidden(nonePassing, !usable || lists.list(state).length > 0);
    if (usable && !nonePassing.hidden)
        setText(nonePassing, state.filter.some((term) => "field" in term && term.field === "tokens") && !tokensKnown(state) ? words.noneCounted : words.noneShown);
    chartSplit.show(state.chartHeight, !usable || figures.scored(state) === 0);
    detailsSplit.show(state.detailsWidth, !usable);
});
const keepSoon = persist(store, examples.scrollTop);
examples.onScroll(keepSoon);
listenForKeys(area, examples, actions, store, {focusFilter: line.focus, showKeys: keys.open});
listenEverywhere(store, keys);

document.body.replaceChildren(head, notice, main, announcer(), keys.element);
listen(receiver(store, {
    lists, texts, searches, textSorts, details: detail,
    scrollTop: examples.scrollTop, scrollTo: examples.scrollTo
}));
store.set({});
post({kind: "ready"});
