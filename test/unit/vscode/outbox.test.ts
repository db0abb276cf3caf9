import assert from "node:assert/strict";
import {packPatch, packTable} from "../../../src/core/table/transfer.js";
import {patchOf} from "../../../src/core/table/patch.js";
import {Outbox} from "../../../src/vscode/panel/outbox.js";
import type {ToPanel} from "../../../webview/protocol.js";
import {tableOf} from "../table/tables.js";

const whole = tableOf([{}, {}, {}]);

function table(revision: number, from: number): ToPanel {
    return {kind: "table", revision, file: {uri: "file:///a.jsonl", name: "a.jsonl"}, table: packTable(whole, from), keys: new Uint32Array(12), reading: {done: false, share: 0, problems: 0}};
}

const patch: ToPanel = {kind: "patch", revision: 1, patch: packPatch(patchOf(whole, Uint32Array.of(1)))}, lookedUp: ToPanel = {kind: "looked-up", revision: 1};

describe("what is said to a page", () => {
    const posted: ToPanel[] = [], logged: string[] = [];
    let alive = true;
    const panel = {title: "Gold", webview: {postMessage: (message: ToPanel) => {
        posted.push(message);
        return alive ? Promise.resolve(true) : Promise.reject(new Error("gone"));
    }}} as unknown as ConstructorParameters<typeof Outbox>[0]; // nothing else of it is used
    const outbox = (closed = new AbortController().signal): Outbox => new Outbox(panel, closed, {debug: (text) => logged.push(text)});

    beforeEach(() => {
        posted.length = logged.length = 0;
        alive = true;
    });

    it("waits in order until the page listens, and goes out at once from then on", () => {
        const box = outbox(), said = [table(1, 0), patch, table(1, 3), lookedUp];
        for (const message of said)
            box.send(message);
        assert.deepEqual([posted.length, box.isOpen], [0, false]);
        box.open();
        assert.deepEqual([posted, box.isOpen], [said, true]);
        box.send(lookedUp);
        assert.equal(posted.length, 5);
        box.open();
        assert.equal(posted.length, 5, "nothing is said twice");
    });

    it("is without what a newer table or status has made worthless", () => {
        const box = outbox(), failed: ToPanel = {kind: "failed", sentence: "It cannot be read."}, filters: ToPanel = {kind: "saved-filters", filters: []};
        for (const message of [failed, filters, table(1, 0), patch, table(1, 3), lookedUp, table(2, 0), patch])
            box.send(message);
        box.open();
        assert.deepEqual(posted.map((message) => message.kind === "table" ? message.revision : message.kind), ["saved-filters", 2, "patch"]);
    });

    it("is said to nobody when the panel is closed, and a page that has gone is no failure", async () => {
        const closing = new AbortController(), box = outbox(closing.signal);
        box.open();
        alive = false;
        box.send(lookedUp);
        await Promise.resolve();
        closing.abort();
        box.send(lookedUp);
        assert.equal(posted.length, 1);
        await new Promise(setImmediate);
        assert.deepEqual(logged, ["Gold: the panel has gone (Error: gone)"]);
    });
});
