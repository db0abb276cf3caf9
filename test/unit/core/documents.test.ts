import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {longestFilter, parseFilter} from "../../../src/core/filter/parse.js";
import {mostTerms, numberFields, textFields} from "../../../src/core/filter/terms.js";
import {lintRules, measurementFlags} from "../../../src/core/lint/rules.js";
import {protocolFor} from "../../../src/core/protocol.js";

describe("the documents", () => {
    const formats = readFileSync("docs/formats.md", "utf8");

    it("list every flag", () => {
        const codes = [...lintRules.map(({code}) => code), ...Object.keys(measurementFlags)];
        assert.deepEqual(codes.filter((code) => !formats.includes(`| \`${code}\` |`)), []);
    });

    it("begin with a picture and three steps for whoever uses Goldpan, before anything is built", () => {
        const readme = readFileSync("README.md", "utf8");
        const before = readme.slice(0, readme.indexOf("```"));
        assert.match(before, /^# Goldpan\n\n[^#]*!\[[^\]]+\]\(docs\/images\/\w+\.png\)[^#]*^1\. [^#]*^2\. [^#]*^3\. /m);
        assert.doesNotMatch(before, /\bnpm\b/);
    });

    it("give the two commands first, of which the second is the one that CI runs", () => {
        const blocks = [...readFileSync("README.md", "utf8").matchAll(/^```(\w*)\n([^]*?)\n```$/gm)].map(([, language, text]) => [language, text]);
        assert.deepEqual(blocks.slice(0, 2), [["sh", "npm ci && npm run sample"], ["sh", "npm ci && npm test"]]);
        assert.ok(readFileSync(".ci/run", "utf8").split("\n").includes("npm ci && npm test"));
    });

    it("give filters that are read, and name every term", () => {
        const page = readFileSync("docs/filters.md", "utf8");
        const examples = [...page.matchAll(/^\| `(.+?)` \|/gm)].map(([, text = ""]) => text.replaceAll("\\|", "|"));
        assert.ok(examples.length > 20);
        assert.deepEqual(examples.filter((text) => parseFilter(text).problem !== undefined), []);
        const named = new Set(examples.map((text) => /^[\w-]+/.exec(text)?.[0]));
        assert.deepEqual([...numberFields, ...textFields, "top", "unscored", "flag", "decision"].filter((name) => !named.has(name)), []);
        assert.match(page, new RegExp(`${mostTerms} terms and ${longestFilter.toLocaleString("en-US")} characters`));
    });

    it("state the protocol's constants", () => {
        const protocol = readFileSync("docs/protocol.md", "utf8");
        assert.match(protocol, new RegExp(`cut at ${protocolFor("reference", 4096).anchorCut ?? 0} tokens`));
        assert.match(protocol, new RegExp(protocolFor("paper", 1e9).contextSize.toLocaleString("en-US")));
    });
});
