import assert from "node:assert/strict";
import {chooseLlamaLibrary, chooseProcessorLibrary, findLlamaLibrary} from "../../../src/engine/llama/direct/libraries.js";

const linux = ["llama-addon.node", "libllama-common.so", "libggml-base.so", "libggml-cpu-zen4.so"];
const mac = ["llama-addon.node", "libllama-common.dylib", "libggml-base.dylib", "libggml-metal.so", "libggml-blas.so"];
const windows = ["llama-addon.node", "llama-common.dll", "ggml-base.dll", "ggml-cpu-haswell.dll"];

/** File names of node-llama-cpp's prebuilt binaries; the library is the first. */
const platforms: Readonly<Record<string, readonly string[]>> = {
    "linux-x64": ["libllama.v0.5.0.so", "libggml.v0.5.0.so", ...linux],
    "linux-x64-cuda": ["libllama.cuda.v0.5.0.so", "libggml.cuda.v0.5.0.so", "libggml-cuda.so", ...linux],
    "linux-x64-vulkan": ["libllama.vulkan.v0.5.0.so", "libggml.vulkan.v0.5.0.so", "libggml-vulkan.so", ...linux],
    "linux-arm64": ["libllama.v0.5.0.so", "libggml.v0.5.0.so", "libggml-cpu-armv8.2_1.so", ...linux],
    "mac-arm64-metal": ["libllama.metal.v0.5.0.dylib", "libggml.metal.v0.5.0.dylib", ...mac],
    "mac-x64": ["libllama.v0.5.0.dylib", "libggml.v0.5.0.dylib", ...mac],
    "win-x64": ["llama.v0.5.0.dll", "ggml.v0.5.0.dll", ...windows],
    "win-x64-cuda": ["llama.cuda.v0.5.0.dll", "ggml.cuda.v0.5.0.dll", "ggml-cuda.dll", ...windows],
    "win-x64-vulkan": ["llama.vulkan.v0.5.0.dll", "ggml.vulkan.v0.5.0.dll", "ggml-vulkan.dll", ...windows],
    "win-arm64": ["llama.v0.5.0.dll", "ggml.v0.5.0.dll", ...windows]
};

function installed(platform: string, root = "/home/some one/node_modules"): string[] {
    const separator = platform.startsWith("win") ? "\\" : "/";
    return (platforms[platform] ?? []).map((name) => [root, "@node-llama-cpp", platform, "bins", platform, name].join(separator));
}

describe("chooseLlamaLibrary", () => {
    for (const platform of Object.keys(platforms))
        it(`finds it among what is loaded on ${platform}`, () => {
            const files = installed(platform, platform.startsWith("win") ? "C:\\Users\\some one\\node_modules" : undefined);
            const others = ["/lib/x86_64-linux-gnu/libc.so.6", "C:\\Windows\\System32\\ntdll.dll", "linux-vdso.so.1", ""];
            assert.equal(chooseLlamaLibrary([...others, ...[...files].reverse(), ...files]), files[0]);
        });

    it("ignores a llama library of somebody else, in another folder", () => {
        const files = installed("linux-x64");
        assert.equal(chooseLlamaLibrary(["/usr/lib/libllama.v0.5.0.so", ...files]), files[0]);
    });

    it("knows a folder on Windows again without its prefix and in other case", () => {
        const files = installed("win-x64", "C:\\Users\\me");
        const [library, ...rest] = files;
        for (const prefixed of [rest.map((file) => `\\\\?\\${file}`), rest.map((file) => file.toUpperCase().replace(/[^\\]*$/, "llama-addon.node"))])
            assert.equal(chooseLlamaLibrary([library ?? "", ...prefixed]), library);
        const shared = installed("win-x64", "\\\\server\\share");
        assert.equal(chooseLlamaLibrary(shared.map((file, i) => i === 0 ? file : file.replace("\\\\", "\\\\?\\UNC\\"))), shared[0]);
    });

    it("says so where the addon is not loaded", () => {
        for (const files of [[], installed("linux-x64").filter((file) => !file.endsWith(".node"))])
            assert.throws(() => chooseLlamaLibrary(files), {message: "node-llama-cpp has not loaded its addon into this process"});
    });

    it("refuses a library that is not of a prebuilt release, and libllama-common", () => {
        for (const name of ["libllama.so", "libllama.b9000.so", "libllama.v0.5.0.1a2b3c4d.so", "libllama-common.so", "libllama-common.v0.5.0.so", "libllama.v0.5.0.so.bak"])
            assert.throws(() => chooseLlamaLibrary(["/a/llama-addon.node", `/a/${name}`]), {
                message: "node-llama-cpp's addon has no llama library of a prebuilt release beside it"
            });
    });

    it("refuses to guess between two", () => {
        assert.throws(() => chooseLlamaLibrary([...installed("linux-x64"), ...installed("linux-x64-cuda")]), {
            message: "node-llama-cpp has loaded more than one llama library: libllama.v0.5.0.so, libllama.cuda.v0.5.0.so"
        });
    });
});

describe("chooseProcessorLibrary", () => {
    for (const [platform, name] of [["linux-x64-vulkan", "zen4"], ["win-x64-cuda", "haswell"], ["mac-arm64-metal", null], ["mac-x64", null]] as const)
        it(`names the one that is loaded on ${platform}: ${name ?? "none, as there is no choice"}`, () => {
            assert.equal(chooseProcessorLibrary(installed(platform)), name);
        });

    it("names that of ARM, too", () => {
        assert.equal(chooseProcessorLibrary(["/bins/libggml-cpu-armv8.2_1.so"]), "armv8.2_1");
    });

    it("names none where it cannot be known", () => {
        assert.equal(chooseProcessorLibrary([]), null);
        assert.equal(chooseProcessorLibrary(["/a/libggml-cpu-zen4.so", "/a/libggml-cpu-x64.so"]), null);
        assert.equal(chooseProcessorLibrary(["/a/libggml-cpu.so", "/a/libggml-base.so"]), null);
    });
});

describe("findLlamaLibrary", () => {
    it("leaves the report's settings as they were", () => {
        const report = process.report as {excludeNetwork?: boolean};
        for (const setting of [true, false]) {
            if (report.excludeNetwork === undefined)
                break;
            report.excludeNetwork = setting;
            try {
                findLlamaLibrary();
            } catch { // nothing may be loaded here
            }
            assert.equal(report.excludeNetwork, setting);
        }
    });
});
