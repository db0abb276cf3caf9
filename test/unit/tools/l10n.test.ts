import assert from "node:assert/strict";
import {readdirSync, readFileSync} from "node:fs";
import path from "node:path";
import {lintRules, measurementFlags} from "../../../src/core/lint/rules.js";
import {allStrings, bundle, bundleText} from "../../../tools/l10n/collect.js";

describe("strings for people", () => {
    it("stand in the bundle that translators begin with (npm run l10n writes it)", () => {
        assert.equal(readFileSync(bundle, "utf8"), bundleText(allStrings()));
    });

    it("are also what the core says of its rules", () => {
        const strings = Object.keys(JSON.parse(readFileSync(bundle, "utf8")) as object);
        assert.deepEqual([...lintRules.map(({meaning}) => meaning), ...Object.values(measurementFlags)].filter((text) => !strings.includes(text)), []);
    });

    it("that count something are never put together of an English noun", () => {
        const files = readdirSync("src/vscode", {recursive: true, encoding: "utf8"}).filter((file) => file.endsWith(".ts"));
        const counting = files.filter((file) => /import \{[^}]*\bcount\b[^}]*\} from "[./]+core\/displayText\.js"/.test(readFileSync(path.join("src/vscode", file), "utf8")));
        assert.deepEqual(counting, []);
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
