import {t} from "@vscode/l10n";
import type {Rank} from "../../src/core/ranking.js";
import {numbers} from "../language.js";
import {numberWords} from "./numbers.js";

const {number} = numberWords;

/** The list of examples, the details of one, and the keys. */
export const exampleWords = {
    examplesLabel: t("Examples"),
    columns: {
        index: t("No."), place: t("Golden score"), flags: t("Flags"), decision: t("Decision"), promptLength: t("Prompt"), answerLength: t("Answer"), answerTokens: t("Tokens"),
        rank: t("Rank"), instruction: t("Instruction"), input: t("Input"), output: t("Output")
    },
    columnsWhy: {
        index: t("Number in the file, from 1"), place: t("Golden score with its 95 % interval"), flags: t("What looks noisy"), decision: t("What you decided"),
        promptLength: t("Characters in front of the answer"), answerLength: t("Characters of the answer"), answerTokens: t("Tokens of the answer"),
        rank: t("Rank among the scored examples; equal scores share it")
    },
    sortBy: (column: string): string => t("Sort by {0}", column),
    sortingBy: (column: string): string => t("Sorting by {0} …", column),
    sortedBy: (column: string, descending: boolean): string => descending ? t("Sorted by {0}, descending", column) : t("Sorted by {0}, ascending", column),
    notScored: "–",
    fromTo: (score: string, low: string, high: string): string => t("{0} ({1} to {2})", score, low, high),
    selected: (amount: number): string => amount === 0 ? t("none selected") : amount === 1 ? t("1 selected") : t("{0} selected", number(amount)),
    selectedUnseen: (amount: number): string => amount === 1 ? t("1 more does not pass the filter") : t("{0} more do not pass the filter", number(amount)),
    keep: t("Keep"),
    drop: t("Drop"),
    reviewed: t("Reviewed"),
    clearDecision: t("Clear decision"),
    undo: t("Undo"),
    undoWhy: t("Undo (Ctrl+Z)"),
    redo: t("Redo"),
    redoWhy: t("Redo (Ctrl+Y)"),
    keys: t("Keys"),
    undoSign: "↶",
    redoSign: "↷",
    refreshList: t("Sort and filter again"),
    listIsOld: t("Scores have come in since this list was made."),
    noFlagged: t("No flagged example without a decision is left in this list."),
    announceSelected: (amount: number): string => amount === 1 ? t("1 example selected") : t("{0} examples selected", number(amount)),
    announceDecision: (amount: number, decision: string): string => amount === 1 ? t("1 example: {0}", decision) : t("{0} examples: {1}", number(amount), decision),
    notInList: (index: number): string => t("Example {0} does not pass the filter.", number(index + 1)),

    // Details
    details: t("Details"),
    detailsNone: t("Choose an example to see it whole."),
    detailsTitle: (index: number, line: number): string => t("Example {0} · line {1}", number(index + 1), number(line)),
    open: t("Open in editor"),
    rankOf: ({rank, of, end, percent}: Rank): string => end === "top"
        ? t("rank {0} of {1}, top {2} %", number(rank), number(of), numbers.percent(percent))
        : t("rank {0} of {1}, bottom {2} %", number(rank), number(of), numbers.percent(percent)),
    roles: {"system": t("System"), "user": t("User"), "assistant": t("Assistant"), "tool-call": t("Tool call"), "tool-result": t("Tool result")} as Readonly<Record<string, string>>,
    single: {user: t("Instruction"), input: t("Input"), assistant: t("Output")},
    flagsFound: t("Flags"),
    toFound: t("Go to where it is"),
    reasons: t("Why"),
    helped: t("Helped most"),
    hurt: t("Hurt most"),
    anchor: t("Anchor"),
    zeroShot: t("zero-shot"),
    oneShot: t("one-shot"),
    gain: t("gain"),
    anchorsNote: t("Log-probability of the anchor's answer in nats per token, without and with this example in front."),
    copies: t("Copies"),
    copyOf: (index: number): string => t("Example {0}", number(index + 1)),
    waiting: "…",
    resizeChart: t("Height of the distribution"),
    resizeDetails: t("Width of the details"),

    // Keys
    keysTitle: t("Keys"),
    close: t("Close"),
    keyList: [
        [t("↑ ↓ PgUp PgDn Home End"), t("go through the examples")],
        [t("Shift + ↑ ↓, Shift + click"), t("select a range")],
        [t("Ctrl + click, Ctrl + Space"), t("add to the selection, or take away")],
        [t("Ctrl + A"), t("select all that pass the filter")],
        [t("Enter"), t("open in the text editor")],
        ["K, D, R, C", t("keep, drop, reviewed, clear the decision (of all selected)")],
        ["N, P", t("next and previous flagged example without a decision")],
        [t("Ctrl + Z, Ctrl + Y"), t("undo and redo a decision")],
        ["/", t("go to the filter")],
        [t("Escape"), t("clear the filter, but not from within another field")],
        [t("↑ ↓ → ← in a list of values"), t("go through the values, and to “without”")],
        [t("← → on an edge of the score range"), t("one possible score; PgUp, PgDn ten; Home, End")],
        ["?", t("show these keys")]
    ] as readonly (readonly [string, string])[]
};
