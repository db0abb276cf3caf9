import {t} from "@vscode/l10n";
import {examples, numberWords} from "./numbers.js";

const {number, share} = numberWords;

/** Above the page: the file, its scores, what can be done with it; and the sentences that stand where there is nothing to show. */
export const headerWords = {
    score_: t("Score file"),
    scoreRest: t("Score the rest"),
    scoreAgain: t("Score again"),
    stop: t("Stop"),
    exportShown: (amount: number): string => amount === 1 ? t("Export 1 example …") : t("Export {0} examples …", number(amount)),
    exportShownWhy: t("Writes the filtered examples to a new file"),
    goldenSubset: t("Golden subset …"),
    goldenSubsetWhy: t("Offers the thresholds of the paper, and counts keep and drop decisions"),
    selectModel: t("Select model …"),
    openAsText: t("Open as text"),
    showLog: t("Show log"),
    openScoresFile: t("Open scores file"),
    demonstration: t("demonstration only"),
    outdated: t("outdated"),
    origin: {
        none: t("Not scored"),
        run: (model: string, protocol: string, anchors: number, source: string): string => anchors === 1
            ? t("{0} · protocol {1} · 1 anchor ({2})", model, protocol, source)
            : t("{0} · protocol {1} · {2} anchors ({3})", model, protocol, number(anchors), source),
        file: (name: string, model: string | null): string => model === null ? t("Scores from {0}", name) : t("Scores from {0} · {1}", name, model)
    },
    outdatedNote: (settings: readonly string[]): string => t("These scores were measured with other settings than now ({0}). They are kept; score again to have the new ones.", settings.join(", ")),
    demonstrationNote: t("Measured with the small model that comes along, which is for demonstration only. For a dataset that matters select a base model."),
    problems: (amount: number): string => amount === 1 ? t("1 record cannot be read") : t("{0} records cannot be read", number(amount)),
    figures: (all: number, scored: number): string => {
        if (scored === 0)
            return examples(all);
        if (scored < all)
            return t("{0} examples, {1} scored", number(all), number(scored));
        return all === 1 ? t("1 example, scored") : t("{0} examples, all scored", number(all));
    },
    runProgress: t("Scoring"),

    // States
    starting: t("Opening the file …"),
    reading: (part: number, rows: number): string => {
        if (rows === 0)
            return t("Reading the file: {0}", share(part));
        return rows === 1 ? t("Reading the file: {0}, 1 example so far", share(part)) : t("Reading the file: {0}, {1} examples so far", share(part), number(rows));
    },
    readingAgain: (part: number): string => t("reading again: {0}", share(part)),
    readingAgainNote: t("The file is being read again: what is shown is what it held before."),
    readingLabel: t("Share of the file that has been read"),
    empty: t("There is no example in this file that Goldpan can read."),
    emptyWhy: t("Known are Alpaca, Dolly, prompt and completion or response, self-instruct, ShareGPT and OpenAI messages, as JSON arrays and JSON Lines. The setting goldpan.columns names other fields."),
    unscored: t("No example has a golden score yet."),
    unscoredWhy: t("Scoring measures for every example how many of a set of tasks it helps with. What looks noisy by its text alone is flagged already; filters, texts and decisions work without scores."),
    failed: t("The file cannot be shown"),
    noneShown: t("No example passes the filter."),
    noneCounted: t("No example passes the filter: no answer's tokens are known. The engine counts them while it measures.")
};
