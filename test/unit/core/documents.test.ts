import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {lintRules, measurementFlags} from "../../../src/core/lint/rules.js";
import {protocolFor} from "../../../src/core/protocol.js";

describe("the documents", () => {
    const formats = readFileSync("docs/formats.md", "utf8");

    it("list every flag", () => {
        const codes = [...lintRules.map(({code}) => code), ...Object.keys(measurementFlags)];
        assert.deepEqual(codes.filter((code) => !formats.includes(`| \`${code}\` |`)), []);
    });

    it("state the protocol's constants", () => {
        const protocol = readFileSync("docs/protocol.md", "utf8");
        assert.match(protocol, new RegExp(`cut at ${protocolFor("reference", 4096).anchorCut ?? 0} tokens`));
        assert.match(protocol, new RegExp(protocolFor("paper", 1e9).contextSize.toLocaleString("en-US")));
    });
});
