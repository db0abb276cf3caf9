import assert from "node:assert/strict";
import {spawnSync} from "node:child_process";

describe("the recipe of the embedded model", () => {
    it("learns from what it may learn from, and spoils what it means to spoil", function () {
        if (spawnSync("python3", ["-c", "import sys; sys.exit(sys.version_info < (3, 11))"]).status !== 0) {
            process.stdout.write("    skipped: there is no python3 from 3.11 on, which only the recipe of the embedded model needs\n");
            this.skip();
        }
        const {status, stderr} = spawnSync("python3", ["-B", "-m", "unittest", "test_recipe"], {cwd: "tools/embedded-model", encoding: "utf8"});
        assert.equal(status, 0, stderr);
    });
});
