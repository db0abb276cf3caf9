import * as vscode from "vscode";
import {numbersIn, type Numbers} from "../core/numbers.js";

/** Of all that the extension says: that of VS Code, English where our strings are not translated into it. */
export function language(): string {
    return vscode.l10n.bundle === undefined ? "en" : vscode.env.language;
}

let known: Numbers | undefined;

/** Made when they are first asked for: VS Code's language never changes under way. */
function numbers(): Numbers {
    return known ??= numbersIn(language());
}

/** `1 example`, `52,002 examples`; each noun for itself, as other languages count them otherwise. */
export function examples(amount: number): string {
    return amount === 1 ? vscode.l10n.t("1 example") : vscode.l10n.t("{0} examples", inDigits(amount));
}

export function scores(amount: number): string {
    return amount === 1 ? vscode.l10n.t("1 score") : vscode.l10n.t("{0} scores", inDigits(amount));
}

export function files(amount: number): string {
    return amount === 1 ? vscode.l10n.t("1 file") : vscode.l10n.t("{0} files", inDigits(amount));
}

export function problems(amount: number): string {
    return amount === 1 ? vscode.l10n.t("1 problem") : vscode.l10n.t("{0} problems", inDigits(amount));
}

/** `52,002`. */
export function inDigits(amount: number): string {
    return numbers().whole(amount);
}

/** With so many digits behind the point, or what the language has for one. */
export function decimal(value: number, digits: number): string {
    return numbers().decimal(value, digits);
}

/** Without the sign. */
export function inPercent(value: number): string {
    return numbers().percent(value);
}

/** `12 s`, `4 min`, `2.5 h`. */
export function describeSeconds(seconds: number): string {
    if (seconds < 90)
        return `${Math.ceil(seconds)} s`;
    return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${decimal(seconds / 3600, 1)} h`;
}
