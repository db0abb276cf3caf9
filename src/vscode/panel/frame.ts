/** What the frame of a panel is made of. */
export interface FrameParts {
    readonly nonce: string;
    /** Where style sheets and fonts may come from, as a content security policy names it. */
    readonly source: string;
    readonly script: string;
    readonly style: string;
    /** As BCP 47 names it; of the translations, English where there are none. */
    readonly language: string;
    /** What translators have made of the extension's English texts. */
    readonly translations: Readonly<Record<string, string>> | undefined;
}

/**
 * The frame of a panel. Data never comes in here, only by messages; nothing but our own script and style sheet is let in. Translations must be
 * there before anything is shown, so they stand in an attribute, whose value is text whatever is in it.
 */
export function frame({nonce, source, script, style, language, translations}: FrameParts): string {
    const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${source}; font-src ${source}; img-src ${source} data: blob:`;
    const told = translations === undefined ? "" : ` data-translations="${attributeText(JSON.stringify(translations))}"`;
    return `<!DOCTYPE html>
<html lang="${attributeText(language)}">
<head>
    <meta charset="UTF-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Goldpan</title>
    <link rel="stylesheet" href="${style}">
</head>
<body${told}>
    <script type="module" nonce="${nonce}" src="${script}"></script>
</body>
</html>
`;
}

function attributeText(text: string): string {
    return text.replaceAll("&", "&amp;").replaceAll("\"", "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
