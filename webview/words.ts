import {compareWords} from "./compare/compareWords.js";
import {chartWords} from "./words/charts.js";
import {exampleWords} from "./words/examples.js";
import {filterWords} from "./words/filters.js";
import {headerWords} from "./words/header.js";
import {numberWords} from "./words/numbers.js";

/** Every text for people that the panel has, in the language of the page. Those of one sentence are a whole one each, also for one and for many, as languages order and count otherwise. */
export const words = {...numberWords, ...headerWords, ...chartWords, ...filterWords, ...exampleWords, compare: compareWords};
