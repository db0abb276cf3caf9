import assert from "node:assert/strict";
import {cpSync, rmSync} from "node:fs";
import type {SqliteStore} from "../../../src/store/store.js";
import {oneShot, scope, temporaryFolder, withStore} from "./support.js";

const none = new Map<string, never>(), other = {...scope, protocol: "another"};

describe("a mark of the measurements in a store", () => {
    const folder = temporaryFolder();

    function save(store: SqliteStore, key: string, sum: number, of = scope): void {
        store.saveMeasurements(of, none, new Map([[key, oneShot({a: sum})]]));
    }
    function marked(store: SqliteStore): string {
        const mark = store.oneShotMark();
        assert.ok(mark !== undefined);
        return mark;
    }

    it("is there once something was measured, and stands while nothing of its scope is written, also in another connection", () => {
        withStore(folder(), (store) => {
            assert.equal(store.oneShotMark(), undefined);
            save(store, "e", -1);
            const mark = marked(store);
            assert.equal(store.oneShotMark(), mark);
            assert.equal(store.oneShotsChanged(scope, mark), false);
            withStore(folder(), (reader) => {
                assert.equal(reader.oneShotsChanged(scope, mark), false);
                save(store, "f", -1, other);
                assert.equal(reader.oneShotsChanged(scope, mark), false);
                assert.notEqual(reader.oneShotMark(), mark);
                save(store, "g", -1);
                assert.equal(reader.oneShotsChanged(scope, mark), true);
            });
        });
    });

    it("falls with a measurement that takes the place of another, be it the newest or the same again", () => {
        withStore(folder(), (store) => {
            save(store, "e", -1);
            save(store, "f", -1);
            for (const [key, sum] of [["e", -2], ["f", -2], ["e", -2], ["e", -2]] as const) {
                const mark = marked(store);
                save(store, key, sum);
                assert.equal(store.oneShotsChanged(scope, mark), true, key);
            }
        });
    });

    it("falls with its store: with one that nobody knows, and with an older one in its place", () => {
        const own = (): string => folder("own");
        const marks = withStore(own(), (store) => {
            save(store, "e", -1);
            return [marked(store)];
        });
        cpSync(own(), folder("older"), {recursive: true});
        withStore(own(), (store) => {
            save(store, "f", -1);
            save(store, "f", -3);
            marks.push(marked(store));
        });
        const [first = "", last = ""] = marks;
        withStore(folder("empty"), (store) => {
            assert.equal(store.oneShotsChanged(scope, last), true);
        });
        rmSync(own(), {recursive: true});
        cpSync(folder("older"), own(), {recursive: true});
        withStore(own(), (store) => {
            assert.equal(store.oneShotsChanged(scope, last), true);
            assert.equal(store.oneShotsChanged(scope, first), false);
            for (const sum of [-1, -4])
                save(store, "f", sum);
            assert.equal(store.oneShotsChanged(scope, last), true, "it has come as far, but with other numbers");
        });
    });
});
