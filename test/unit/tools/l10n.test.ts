import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {bundle, bundleText, collectStrings, source} from "../../../tools/l10n/collect.js";

describe("strings for people", () => {
    it("stand in the bundle that translators begin with (npm run l10n writes it)", () => {
        assert.equal(readFileSync(bundle, "utf8"), bundleText(collectStrings(source)));
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
