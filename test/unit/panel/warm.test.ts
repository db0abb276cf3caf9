import assert from "node:assert/strict";
import {warm} from "../../../webview/derive/warm.js";
import {randomRows, tableOf} from "../table/tables.js";

describe("filtering before anybody filters", () => {
    it("leaves a table as it is, be it short or empty", () => {
        for (const length of [0, 3, 5000]) {
            const rows = randomRows(length, 1), table = tableOf(rows, ["source"]);
            warm(table);
            assert.deepEqual(table, tableOf(rows, ["source"]));
        }
    });
});
