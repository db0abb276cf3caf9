import assert from "node:assert/strict";
import {readdirSync, readFileSync} from "node:fs";
import path from "node:path";

const folder = "webview/styles";
/** An element of the toolkit in a selector; its variables begin with two hyphens, classes of VS Code's body with a point. */
const element = /(^|[\s,>+~(])vscode-[a-z][\w-]*/gm;

describe("the styles of the panel", () => {
    it("name the toolkit's elements where the toolkit is known only", () => {
        const named = readdirSync(folder).filter((name) => readFileSync(path.join(folder, name), "utf8").search(element) >= 0);
        assert.deepEqual(named, ["controls.css"]);
    });
});
