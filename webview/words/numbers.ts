import {t} from "@vscode/l10n";
import {numbers} from "../language.js";

/** What a reader takes for minus; a hyphen is shorter than a plus. */
const minus = "−";

export const numberWords = {
    number: (value: number): string => numbers.whole(value),
    score: (value: number): string => numbers.decimal(value, 2),
    /** Of the scale of an axis. */
    tick: (value: number): string => numbers.decimal(value, 1),
    /** As short as somebody wrote it: of a threshold, or a percentage. */
    asWritten: (value: number): string => numbers.decimal(value, Math.min(6, String(value).split(".")[1]?.length ?? 0)),
    percent: (part: number, whole: number): string => t("{0} %", numbers.percent(whole === 0 ? 0 : 100 * part / whole)),
    /** Without a fraction. */
    share: (part: number): string => t("{0} %", numbers.whole(Math.floor(100 * part))),
    /** In nats per token. */
    logProbability: (value: number): string => `${value < 0 ? minus : ""}${numbers.decimal(Math.abs(value), 3)}`,
    gainOf: (value: number): string => `${value < 0 ? minus : "+"}${numbers.decimal(Math.abs(value), 3)}`
};

/** With its sign, unless all digits are zero. */
export function signed(value: number, digits: number, plus = "+"): string {
    return Number.isNaN(value) ? "–" : `${Number(value.toFixed(digits)) === 0 ? "" : value < 0 ? minus : plus}${numbers.decimal(Math.abs(value), digits)}`;
}

/** Two digits, and a sign only where it is negative. */
export function correlation(value: number): string {
    return signed(value, 2, "");
}

/** `1 example`, `52,002 examples`. */
export function examples(amount: number): string {
    return amount === 1 ? t("1 example") : t("{0} examples", numbers.whole(amount));
}
