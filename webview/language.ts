import {config} from "@vscode/l10n";
import {numbersIn} from "../src/core/numbers.js";

/** Numbers as the page's language writes them. */
export let numbers = numbersIn("en");

/**
 * Must come before the words are imported, most of which are put together only once.
 * @param language of the translations @param translations English texts with what they are called in it, as JSON; undefined where the page is English
 */
export function speak(language: string, translations: string | undefined): void {
    numbers = numbersIn(language);
    if (translations !== undefined)
        config({contents: translations});
}
