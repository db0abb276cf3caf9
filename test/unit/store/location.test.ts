import assert from "node:assert/strict";
import path from "node:path";
import {modelFolder, storeFolder} from "../../../src/store/location.js";

describe("storeFolder", () => {
    const usual = storeFolder(undefined, {});

    it("is one folder per user, of our name, unless told otherwise", () => {
        assert.ok(path.isAbsolute(usual));
        assert.match(usual, /goldpan/);
    });

    const cases: readonly (readonly [name: string, chosen: string | undefined, variable: string | undefined, expected: string])[] = [
        ["the environment overrides the default", undefined, "/e", path.resolve("/e")],
        ["an option overrides both", "/o", "/e", path.resolve("/o")],
        ["a relative option is of the working directory", "o", undefined, path.resolve("o")],
        ["an empty variable counts as not set", undefined, "", usual],
        ["an empty option counts as not given", "", "/e", path.resolve("/e")]
    ];
    for (const [name, chosen, variable, expected] of cases)
        it(name, () => {
            assert.equal(storeFolder(chosen, variable === undefined ? {} : {GOLDPAN_STORE: variable}), expected);
        });
});

describe("modelFolder", () => {
    it("is beside the measurements, unless told otherwise", () => {
        assert.equal(modelFolder("/o", "", {}), path.resolve("/o/models"));
        assert.equal(modelFolder("", "", {GOLDPAN_STORE: "/e"}), path.resolve("/e/models"));
        assert.equal(modelFolder("/o", "/m", {GOLDPAN_STORE: "/e"}), path.resolve("/m"));
    });
});
