import assert from "node:assert/strict";
import {FlaggedTree, type FlaggedNode} from "../../../src/vscode/flaggedTree.js";
import {Parts} from "./parts.js";
import {activated, record} from "./support.js";

const text = [
    record({instruction: "Name a red bird.", output: "A robin."}), record({instruction: "Name a fish.", output: ""}), record({instruction: "Name a tree.", output: "An oak, which a BIRD likes."}),
    record({instruction: "Name a stone.", output: "Flint."}), record({instruction: "Name a lake.", output: "Garda."})
].join("\n");

describe("the tree of flagged examples", () => {
    let parts: Parts;
    before(async () => {
        await activated();
        parts = new Parts();
    });
    after(() => {
        parts.dispose();
    });

    it("groups by flag, the smallest group first and in each the worst example, and shows what its filter lets through", async () => {
        const {document: {uri}} = await parts.open("data.jsonl", text);
        const tree = parts.add(new FlaggedTree(parts.index));
        let changes = 0;
        parts.add(tree.onDidChangeTreeData(() => {
            changes++;
        }));
        const label = (node: FlaggedNode): string => {
            const item = tree.getTreeItem(node);
            return [item.label, item.description].map(String).join("|");
        };
        const shown = (): unknown => Object.fromEntries(tree.getChildren().map((group) => [label(group), tree.getChildren(group).map(label)]));
        assert.deepEqual(shown(), {"empty-output|1": ["Name a fish.|line 2"]});

        parts.score(uri, [0.4, undefined, 0.1, 0.3, 0.9]);
        const low = ["Name a tree.|0.10 · line 3", "Name a stone.|0.30 · line 4", "Name a red bird.|0.40 · line 1"];
        const all = {"empty-output|1": ["Name a fish.|line 2"], "low-golden-score|3": low};
        assert.deepEqual(shown(), all);
        assert.deepEqual(Object.keys(shown() as object), Object.keys(all)); // in this order

        for (const [words, expected] of [
            ["bird", {"low-golden-score|2": [low[0], low[2]]}], [" Stone ", {"low-golden-score|1": [low[1]]}], ["empty", {"empty-output|1": ["Name a fish.|line 2"]}], ["nothing of the kind", {}], ["", all]
        ] as const) {
            const before = changes;
            tree.setFilter(words);
            assert.deepEqual([shown(), changes], [expected, before + 1]);
        }
        const [first] = parts.index.get(uri)?.scores.views() ?? [];
        parts.index.decide(new Map([[first?.located.example.key ?? "", "keep"]]));
        assert.deepEqual(shown(), {"empty-output|1": ["Name a fish.|line 2"], "low-golden-score|2": low.slice(0, 2)});
    });
});
