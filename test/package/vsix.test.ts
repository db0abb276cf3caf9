import assert from "node:assert/strict";
import {copyFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync} from "node:fs";
import path from "node:path";
import type {ScoreRow} from "../../src/core/scoresFile.js";
import {choosePlatform, type LockFile} from "../../tools/package/platform.js";
import {reachableFiles} from "../../tools/package/reachable.js";
import {distFile} from "../engine/support.js";
import {mustHold, mustNotHold} from "./contents.js";
import {runNode, unpackedVsix} from "./unpacked.js";

interface Manifest {
    readonly version: string;
    readonly main: string;
    readonly bin: Readonly<Record<string, string>>;
}

const platform = choosePlatform(JSON.parse(readFileSync("package-lock.json", "utf8")) as LockFile, process.platform, process.arch, false);

describe("the VSIX", function () {
    this.timeout(600_000);
    let folder = "", vsix = "", extension = "";
    let files: readonly string[] = [];
    let manifest: Manifest;

    before(async () => {
        ({folder, vsix, extension} = await unpackedVsix());
        files = readdirSync(extension, {recursive: true}).map((name) => String(name).replaceAll("\\", "/")).filter((name) => statSync(path.join(extension, name)).isFile());
        manifest = JSON.parse(readFileSync(path.join(extension, "package.json"), "utf8")) as Manifest;
    });

    it("is named for its platform and version, says its platform, and is smaller than 120 MB", () => {
        assert.equal(path.basename(vsix), `goldpan-${platform.target}-${manifest.version}.vsix`);
        assert.match(readFileSync(path.join(extension, "..", "extension.vsixmanifest"), "utf8"), new RegExp(`TargetPlatform="${platform.target}"`));
        assert.ok(statSync(vsix).size < 120e6, String(statSync(vsix).size));
    });

    it("holds what Goldpan needs and what its users read", () => {
        assert.deepEqual(mustHold.filter((name) => !files.includes(name)), []);
    });

    it("holds the binaries of its platform, and of no other", () => {
        const scopes = [...new Set(platform.binaries.map((name) => path.posix.dirname(name)))];
        const packages = scopes.flatMap((scope) => readdirSync(path.join(extension, "dist/node_modules", scope)).map((name) => `${scope}/${name}`));
        assert.deepEqual(packages.filter((name) => name !== "@reflink/reflink").sort(), [...platform.binaries].sort());
        for (const name of platform.binaries) {
            const source = readdirSync(path.join("node_modules", name), {recursive: true}).map((file) => String(file).replaceAll("\\", "/"));
            const binaries = source.filter((file) => /\.(node|so|dylib|dll|metal|metallib)$/.test(file) && !file.includes("musl"));
            assert.ok(binaries.length > 0, name);
            for (const file of binaries)
                assert.ok(files.includes(`dist/node_modules/${name}/${file}`), `${name}/${file}`);
        }
    });

    for (const [what, pattern] of mustNotHold) {
        it(`leaves out ${what}`, () => {
            assert.deepEqual(files.filter((name) => pattern.test(name)), []);
        });
    }

    it("holds every file that its own files import", async () => {
        const bundles = files.filter((name) => /^dist\/[^/]+\.c?js$/.test(name));
        assert.ok((await reachableFiles(extension, bundles)).length > 300); // an import that leads nowhere fails the call
    });

    it("has every file that its manifest names", () => {
        const named = [...JSON.stringify(manifest).matchAll(/"(?:\.\/)?((?:dist|docs|media|models|samples)\/[^"]+)"/g)].map(([, name]) => name ?? "");
        assert.ok(named.includes("dist/cli.js") && named.includes("dist/extension.cjs"));
        assert.deepEqual(named.filter((name) => !existsSync(path.join(extension, name))), []);
    });

    it("names no folder of the machine that it was built on", () => {
        for (const name of files.filter((file) => /^(dist\/[^/]+|package\.json)$/.test(file)))
            assert.ok(!readFileSync(path.join(extension, name), "utf8").includes(process.cwd()), name);
    });

    it("scores with the model and the libraries that it brings", async () => {
        const out = path.join(folder, "scores.jsonl");
        const {code, stderr} = await runNode(extension, folder, manifest.bin.goldpan ?? "", "score", "samples/instructions.jsonl", "--limit", "3", "--anchors", "samples/anchors.jsonl", "--engine", "direct", "--out", out);
        assert.equal(code, 0, stderr);
        const rows = readFileSync(out, "utf8").trimEnd().split("\n").map((line) => JSON.parse(line) as ScoreRow);
        assert.deepEqual(rows.map(({index}) => index), [0, 1, 2]);
        for (const {goldenScore} of rows)
            assert.ok(typeof goldenScore === "number" && goldenScore >= 0 && goldenScore <= 1, String(goldenScore));
    });

    it("downloads a model and reads its header with the node-llama-cpp that it brings", async () => {
        const script = path.join(extension, "dist/download.mjs");
        copyFileSync(distFile("test/package/download.js"), script);
        const {code, stdout, stderr} = await runNode(extension, folder, script);
        rmSync(script);
        assert.equal(code, 0, stderr);
        assert.deepEqual(JSON.parse(stdout), {bytes: statSync("models/goldpan-scorer.gguf").size, architecture: "llama", processor: true});
    });
});
