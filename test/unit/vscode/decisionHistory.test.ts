import assert from "node:assert/strict";
import type {Decision} from "../../../src/core/selection.js";
import {DecisionHistory} from "../../../src/vscode/panel/decisionHistory.js";

function decisions(...entries: readonly (readonly [string, Decision | undefined])[]): ReadonlyMap<string, Decision | undefined> {
    return new Map(entries);
}

describe("the history of a panel's decisions", () => {
    it("takes steps back, the last one first, and makes them again", () => {
        const history = new DecisionHistory();
        const first = {before: decisions(["a", undefined], ["b", "keep"]), after: decisions(["a", "drop"], ["b", "drop"])};
        const second = {before: decisions(["a", "drop"]), after: decisions(["a", "keep"])};
        history.note(first.before, first.after);
        history.note(second.before, second.after);
        assert.deepEqual([history.undo(), history.undo(), history.undo()], [second.before, first.before, undefined]);
        assert.deepEqual([history.canUndo, history.canRedo], [false, true]);
        assert.deepEqual([history.redo(), history.redo(), history.redo()], [first.after, second.after, undefined]);
    });

    it("forgets what was taken back once something else is decided", () => {
        const history = new DecisionHistory();
        history.note(decisions(["a", undefined]), decisions(["a", "drop"]));
        history.undo();
        history.note(decisions(["b", undefined]), decisions(["b", "keep"]));
        assert.deepEqual([history.canRedo, history.redo()], [false, undefined]);
        assert.deepEqual(history.undo(), decisions(["b", undefined]));
    });
});
