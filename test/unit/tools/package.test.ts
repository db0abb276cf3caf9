import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {UserError} from "../../../src/core/errors.js";
import {choosePlatform, type LockFile} from "../../../tools/package/platform.js";
import {packageFolder} from "../../../tools/package/reachable.js";
import {sizeTable} from "../../../tools/package/sizes.js";

const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as LockFile;

describe("the platform of a VSIX", () => {
    const expected: readonly [os: string, cpu: string, target: string, ...binaries: readonly string[]][] = [
        ["linux", "x64", "linux-x64", "@koromix/koffi-linux-x64", "@libsql/linux-x64-gnu", "@node-llama-cpp/linux-x64", "@node-llama-cpp/linux-x64-vulkan", "@reflink/reflink-linux-x64-gnu"],
        ["linux", "arm64", "linux-arm64", "@koromix/koffi-linux-arm64", "@libsql/linux-arm64-gnu", "@node-llama-cpp/linux-arm64", "@reflink/reflink-linux-arm64-gnu"],
        ["linux", "arm", "linux-armhf", "@koromix/koffi-linux-arm", "@libsql/linux-arm-gnueabihf", "@node-llama-cpp/linux-armv7l"],
        ["darwin", "x64", "darwin-x64", "@koromix/koffi-darwin-x64", "@libsql/darwin-x64", "@node-llama-cpp/mac-x64", "@reflink/reflink-darwin-x64"],
        ["darwin", "arm64", "darwin-arm64", "@koromix/koffi-darwin-arm64", "@libsql/darwin-arm64", "@node-llama-cpp/mac-arm64-metal", "@reflink/reflink-darwin-arm64"],
        ["win32", "x64", "win32-x64", "@koromix/koffi-win32-x64", "@libsql/win32-x64-msvc", "@node-llama-cpp/win-x64", "@node-llama-cpp/win-x64-vulkan", "@reflink/reflink-win32-x64-msvc"]
    ];
    for (const [os, cpu, target, ...binaries] of expected) {
        it(`brings exactly the binaries of ${target}`, () => {
            const platform = choosePlatform(lock, os, cpu, false);
            assert.deepEqual([platform.target, platform.binaries], [target, binaries]);
        });
    }

    it("names the binaries of which the lock file has no checksum", () => {
        assert.deepEqual(choosePlatform(lock, "linux", "x64", true).unchecked, []);
        assert.deepEqual(choosePlatform({
            packages: {...lock.packages, "node_modules/@libsql/linux-x64-gnu": {optional: true, os: ["linux"], cpu: ["x64"]}}
        }, "linux", "x64", false).unchecked, ["@libsql/linux-x64-gnu"]);
    });

    it("adds both CUDA packages where they are asked for", () => {
        const without = choosePlatform(lock, "linux", "x64", false).binaries;
        const added = choosePlatform(lock, "linux", "x64", true).binaries.filter((name) => !without.includes(name));
        assert.deepEqual(added, ["@node-llama-cpp/linux-x64-cuda", "@node-llama-cpp/linux-x64-cuda-ext"]);
    });

    for (const [os, cpu, cuda, message] of [
        ["win32", "arm64", false, /no package @libsql\/\* for it/],
        ["freebsd", "x64", false, /no package @node-llama-cpp\/\* for it/],
        ["darwin", "arm64", true, /no CUDA binaries for darwin-arm64; make the VSIX without --cuda/]
    ] as const) {
        it(`says why there is none for ${os}-${cpu}${cuda ? " with CUDA" : ""}`, () => {
            assert.throws(() => choosePlatform(lock, os, cpu, cuda), (error) => error instanceof UserError && message.test(error.message));
        });
    }
});

describe("the parts of a VSIX", () => {
    for (const [file, folder] of [
        ["node_modules/koffi/index.js", "node_modules/koffi"],
        ["node_modules/@libsql/linux-x64-gnu/index.node", "node_modules/@libsql/linux-x64-gnu"],
        ["node_modules/ora/node_modules/cli-spinners/index.js", "node_modules/ora/node_modules/cli-spinners"]
    ] as const) {
        it(`has ${file} belong to ${folder}`, () => {
            assert.equal(packageFolder(file), folder);
        });
    }

    it("are listed by their packed size, and all of them are counted", () => {
        const table = sizeTable([
            {name: "extension/dist/node_modules/b/index.js", packed: 1e6, unpacked: 3e6},
            {name: "extension/models/m.gguf", packed: 2e6, unpacked: 2e6},
            {name: "extension/dist/node_modules/b/more.js", packed: 4e6, unpacked: 5e6},
            {name: "extension/readme.md", packed: 0, unpacked: 0}
        ]).split("\n").slice(1).map((line) => line.replace(/ +/g, " "));
        assert.deepEqual(table, ["b 5.00 8.00 2", "models 2.00 2.00 1", "files at the top 0.00 0.00 1", "all 7.00 10.00 4"]);
    });
});
