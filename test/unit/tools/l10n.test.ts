import assert from "node:assert/strict";
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import os from "node:os";
import path from "node:path";
import {flagMeanings} from "../../../src/core/lint/rules.js";
import {words} from "../../../webview/words.js";
import {allStrings, bundle, bundleText, collectStrings, sources} from "../../../tools/l10n/collect.js";

describe("strings for people", () => {
    const strings = new Set(Object.keys(JSON.parse(readFileSync(bundle, "utf8")) as object));

    it("stand in the bundle that translators begin with (npm run l10n writes it)", () => {
        assert.equal(readFileSync(bundle, "utf8"), bundleText(allStrings()));
    });

    it("are also what the core says of its rules", () => {
        assert.deepEqual(Object.values(flagMeanings).filter((text) => !strings.has(text)), []);
    });

    it("are also those of the panel, but for names, keys and what is written into filters", () => {
        assert.ok(collectStrings("webview").length > 250);
        const named = new Set(["Spearman", "Pearson", "Jaccard", "K, D, R, C", "N, P", words.filterPlaceholder]);
        const constant = (value: unknown): string[] => typeof value === "string" ? [value] : typeof value === "object" && value !== null ? Object.values(value).flatMap(constant) : [];
        assert.deepEqual(constant(words).filter((text) => /\p{L}/u.test(text) && !named.has(text) && !strings.has(text)), []);
    });

    it("are found where they are said, and must be plain", () => {
        const folder = mkdtempSync(path.join(os.tmpdir(), "goldpan-l10n-"));
        try {
            writeFileSync(path.join(folder, "host.ts"), "vscode.l10n.t(\"of the host\"); t(\"of nobody\");");
            writeFileSync(path.join(folder, "page.ts"), "import {config, t} from \"@vscode/l10n\";\nconst a = t(\"of the {0}\", t(\"page\"));");
            assert.deepEqual(collectStrings(folder), ["of the host", "of the {0}", "page"]);
            writeFileSync(path.join(folder, "worse.ts"), "import {t} from \"@vscode/l10n\";\nt(`${1} page`);");
            assert.throws(() => collectStrings(folder), /worse\.ts:2: the first argument of t must be a plain string/);
        } finally {
            rmSync(folder, {recursive: true});
        }
    });

    it("that count something are never put together of an English noun", () => {
        const files = sources.flatMap((folder) => readdirSync(folder, {recursive: true, encoding: "utf8"}).map((file) => path.join(folder, file))).filter((file) => file.endsWith(".ts"));
        assert.deepEqual(files.filter((file) => /import \{[^}]*\bcount\b[^}]*\} from "[./]+(src\/)?core\/displayText\.js"/.test(readFileSync(file, "utf8"))), []);
    });

    it("of the manifest stand in package.nls.json, each used and each there", () => {
        const named = [...readFileSync("package.json", "utf8").matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key);
        assert.deepEqual([...new Set(named)].sort(), Object.keys(JSON.parse(readFileSync("package.nls.json", "utf8")) as object).sort());
    });

    it("are told to the person only: every title and description of the manifest is a key", () => {
        const plain = [...readFileSync("package.json", "utf8").matchAll(/"(title|markdownDescription|contents|altText|userDescription|displayName)": "(?!%)([^"]+)"/g)];
        assert.deepEqual(plain.map(([text]) => text), []);
    });
});
