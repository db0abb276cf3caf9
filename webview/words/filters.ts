import {t} from "@vscode/l10n";
import {flagMeanings} from "../../src/core/lint/rules.js";
import {examples, numberWords} from "./numbers.js";

const {number, percent, share} = numberWords;
const translated = t; // of what is no plain string: tools/l10n knows of the core's sentences
const meanings: ReadonlyMap<string, string> = new Map(Object.entries(flagMeanings).map(([code, meaning]) => [code, translated(meaning)]));

/** The filter as a line of text, and as controls. What somebody writes there is the same in every language. */
export const filterWords = {
    filterLabel: t("Filter"),
    filterPlaceholder: "score>=0.8 -flag:any decision:none \"black hole\" …",
    problemAt: (column: number, message: string): string => t("Column {0}: {1}", number(column), message),
    clear: t("Clear"),
    clearWhy: t("Clear the filter (Escape)"),
    copy: t("Copy"),
    copyWhy: t("Copy the filter"),
    save: t("Save …"),
    saveName: t("Name of the filter"),
    saveNow: t("Save"),
    cancel: t("Cancel"),
    savedFilters: t("Saved filters"),
    savedNone: t("Saved filters …"),
    remove: t("Remove"),
    removeSaved: (name: string): string => t("Remove the saved filter {0}", name),
    controls: t("Filters"),
    controlsWhy: t("Show or hide the filter controls"),
    shown: (passing: number, all: number): string => {
        if (passing === all)
            return all === 1 ? examples(1) : t("all {0} examples", number(all));
        return all === 1 ? t("{0} of 1 example ({1})", number(passing), percent(passing, all)) : t("{0} of {1} examples ({2})", number(passing), number(all), percent(passing, all));
    },
    notSearched: t("Not all texts have been searched, so it is not known what passes the filter."),
    searching: (part: number): string => t("searching {0}", share(part)),
    announceShown: (passing: number, all: number): string => {
        if (passing === all)
            return all === 1 ? t("1 example shown") : t("All {0} examples shown", number(all));
        return all === 1 ? t("{0} of 1 example shown", number(passing)) : t("{0} of {1} examples shown", number(passing), number(all));
    },

    // Controls
    groupScore: t("Golden score"),
    groupFlags: t("Flags"),
    groupDecision: t("Decision"),
    groupLengths: t("Lengths and places"),
    groupText: t("Text search"),
    from: t("from"),
    to: t("to"),
    rangeFrom: (name: string): string => t("{0}, from", name),
    rangeTo: (name: string): string => t("{0}, to", name),
    range: {"score": t("Score"), "length": t("Answer"), "prompt-length": t("Prompt"), "tokens": t("Tokens"), "index": t("Example")},
    rangeWhy: {
        "score": t("Golden score, 0 to 1"), "length": t("Characters of the answer"), "prompt-length": t("Characters in front of the answer"), "tokens": t("Tokens of the answer"),
        "index": t("Number in the file, from 1")
    },
    best: t("Best"),
    bestLabel: t("The best so many examples, or so many percent"),
    bestUnit: {amount: t("examples"), percent: "%"},
    bestUnitLabel: t("Unit of the best"),
    withoutScore: t("no score"),
    anyFlag: t("any flag"),
    meaning: (code: string): string | undefined => meanings.get(code),
    flagWithMeaning: (code: string): string => meanings.has(code) ? `${code}: ${meanings.get(code)}` : code,
    without: t("without"),
    withoutName: (name: string): string => t("without {0}", name),
    withoutWhy: (name: string): string => t("Leave out: {0}", name),
    withWhy: (name: string): string => t("Only: {0}", name),
    noValue: t("(none)"),
    moreValues: (amount: number): string => amount === 1 ? t("1 more value") : t("{0} more values", number(amount)),
    fewerValues: t("Fewer"),
    searchLabel: t("Search the texts"),
    searchPlaceholder: t("words, or a regular expression"),
    searchField: t("Where to search"),
    searchFields: {text: t("everywhere"), instruction: t("instruction"), input: t("input"), output: t("output"), system: t("system")},
    regex: t("Regular expression"),
    decisions: {none: t("none"), keep: t("kept"), drop: t("dropped"), fixed: t("reviewed")}
};
