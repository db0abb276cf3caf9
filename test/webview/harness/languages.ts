import {readFileSync} from "node:fs";

/** What the panel is given of a language. */
export interface Language {
    readonly language: string;
    readonly translations: Readonly<Record<string, string>> | undefined;
}

/** In brackets, and longer by a third. What is put in stays outside of the brackets, so that English in it is seen. */
export function pseudo(text: string): string {
    if (!/[a-z]/i.test(text))
        return text;
    let missing = Math.ceil(text.length / 3);
    const longer = text.replace(/\{[^}]*\}|[aeiou]/gi, (part) => {
        if (part.startsWith("{"))
            return `⟧${part}⟦`;
        missing--;
        return missing >= 0 ? part + part.toLowerCase() : part;
    });
    return `⟦${longer}${"·".repeat(Math.max(0, missing))}⟧`.replaceAll("⟦⟧", "");
}

/** Wants to be markup, to run, to end what it stands in, or to reach what it is not given. */
export const hostileTranslation = "\"'></script></body><script>window.hacked = true</script><img src=x onerror=\"window.hacked = true\">&lt;b&gt; {constructor} {__proto__} \u2028 \\u003c ";

const bundle = JSON.parse(readFileSync("l10n/bundle.l10n.json", "utf8")) as Readonly<Record<string, string>>;

function translated(translate: (text: string) => string): Readonly<Record<string, string>> {
    return Object.fromEntries(Object.keys(bundle).map((text) => [text, translate(text)]));
}

/** The languages that `language=…` of a page's address names. German stands for one that writes numbers otherwise. */
export const languages: Readonly<Record<string, Language>> = {
    english: {language: "en", translations: undefined},
    pseudo: {language: "de", translations: translated(pseudo)},
    hostile: {language: "de", translations: translated((text) => hostileTranslation + text)}
};
