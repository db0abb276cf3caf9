import assert from "node:assert/strict";
import {protocolFor, protocolKey, type Protocol} from "../../../src/core/protocol.js";

describe("protocolFor", () => {
    it("paper: a blank line between the texts, BOS in both passes, anchors never cut", () => {
        assert.deepEqual(protocolFor("paper", 2048), {
            name: "paper", version: 1, template: "Instruction-Input-Response", contextSize: 2048, separator: "\n\n", zeroShotBos: true, anchorCut: null, halfContext: 1024
        } satisfies Protocol);
    });

    it("reference: no separator, no BOS in the zero-shot pass, anchors cut at 200 tokens", () => {
        assert.deepEqual(protocolFor("reference", 2048), {
            name: "reference", version: 1, template: "Instruction-Input-Response", contextSize: 2048, separator: "", zeroShotBos: false, anchorCut: 200, halfContext: 1024
        } satisfies Protocol);
    });

    const contexts: readonly (readonly [trained: number, contextSize: number, halfContext: number])[] = [
        [512, 512, 256], [4095, 4095, 2047], [4096, 4096, 2048], [4097, 4096, 2048], [131_072, 4096, 2048]
    ];
    for (const [trained, contextSize, halfContext] of contexts)
        it(`a trained context of ${trained} gives C = ${contextSize} and C / 2 = ${halfContext}`, () => {
            for (const name of ["paper", "reference"] as const) {
                const protocol = protocolFor(name, trained);
                assert.deepEqual([protocol.contextSize, protocol.halfContext], [contextSize, halfContext]);
            }
        });
});

describe("protocolKey", () => {
    const paper = protocolFor("paper", 4096);

    it("is the same for equal protocols, whatever the order of their fields", () => {
        const reversed = Object.fromEntries(Object.entries(paper).reverse()) as unknown as Protocol;
        assert.equal(protocolKey(reversed), protocolKey(paper));
        assert.equal(protocolKey(protocolFor("paper", 100_000)), protocolKey(paper));
    });

    it("changes with every constant", () => {
        const changes: readonly object[] = [
            {name: "reference"}, {version: 2}, {template: "other"}, {contextSize: 4095}, {separator: "\n"}, {zeroShotBos: false}, {anchorCut: 200}, {halfContext: 2047}
        ];
        assert.deepEqual(changes.flatMap(Object.keys).sort(), Object.keys(paper).sort());
        const keys = changes.map((change) => protocolKey({...paper, ...change}));
        assert.equal(new Set([...keys, protocolKey(paper)]).size, changes.length + 1);
    });

    it("is this for the paper's protocol at 4,096 tokens: another one would make every store cold", () => {
        assert.equal(protocolKey(paper), "9137c45396da853e871ef07f46d070f0");
    });
});
