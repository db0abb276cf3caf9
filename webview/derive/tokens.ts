import {knowsTokens} from "../../src/core/table/table.js";
import {Kept} from "./kept.js";
import type {Shown} from "./list.js";

const kept = new Kept<boolean>();

/** Whether the tokens of any answer were counted, which takes a look at all of them where none were. */
export function tokensKnown({table, tables, scored}: Shown): boolean {
    return kept.get([tables, scored], () => knowsTokens(table));
}
