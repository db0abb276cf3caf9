import assert from "node:assert/strict";
import * as vscode from "vscode";
import {ForeignWrites} from "../../../src/vscode/foreignWrites.js";
import type {ShownFile} from "../../../src/vscode/scoreIndex.js";

describe("writes of others to the store", () => {
    const states = new vscode.EventEmitter<vscode.WindowState>(), opened = new vscode.EventEmitter<void>(), lookedUp = new vscode.EventEmitter<ShownFile>();
    let count: number | undefined, refreshed: number, logged: string[], writes: ForeignWrites;
    const back = (): void => {
        for (const focused of [false, true])
            states.fire({focused, active: focused});
    };
    beforeEach(() => {
        count = 5;
        refreshed = 0;
        logged = [];
        writes = new ForeignWrites({
            index: {all: () => [], onDidLookUp: lookedUp.event, refresh: () => {
                refreshed++;
            }},
            panels: {areOpen: true, onDidOpen: opened.event},
            store: () => {
                if (count === undefined)
                    throw new Error("no store");
                return {foreignWrites: () => count ?? 0};
            },
            log: {error: (text: unknown) => {
                logged.push(String(text));
            }} as unknown as vscode.LogOutputChannel, // nothing else of it is used
            onDidChangeWindowState: states.event
        });
    });
    afterEach(() => {
        writes.dispose();
    });

    it("are looked up when the person comes back to a window that has nothing but a panel, and only where there are some", () => {
        opened.fire();
        back();
        assert.equal(refreshed, 0, "nothing was written since the panel was opened");
        count = 6;
        back();
        back();
        assert.equal(refreshed, 1);
    });

    it("are a line in the log, and no error of a listener, where the store cannot be opened", () => {
        count = undefined;
        opened.fire();
        back();
        assert.deepEqual([refreshed, logged], [0, ["Error: no store", "Error: no store"]]);
        count = 6;
        back();
        assert.equal(refreshed, 1, "it can be opened by now");
    });
});
