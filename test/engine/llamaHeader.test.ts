import assert from "node:assert/strict";
import {spawnSync} from "node:child_process";
import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import koffi, {type TypeObject} from "koffi";
import {getLlama, LlamaLogLevel} from "node-llama-cpp";
import {bindLlama, type LlamaLibrary} from "../../src/engine/llama/direct/binding.js";
import * as declarations from "../../src/engine/llama/direct/declarations.js";
import {findLlamaLibrary} from "../../src/engine/llama/direct/libraries.js";
import {parseHeader} from "../support/cHeader.js";
import {differences} from "../support/headerDifferences.js";

const source = "node_modules/node-llama-cpp/llama";
const headerFolders = ["include", "ggml/include"];

describe("the declarations of llama.cpp's interface", () => {
    let folder: string;

    before(() => {
        folder = mkdtempSync(path.join(tmpdir(), "goldpan-test-"));
        checkOutHeaders(folder);
    });

    after(() => {
        rmSync(folder, {recursive: true, force: true});
    });

    it("are those of the headers that node-llama-cpp brings along", () => {
        const headers = ["include/llama.h", "ggml/include/ggml.h", "ggml/include/ggml-backend.h"];
        const text = headers.map((header) => readFileSync(path.join(folder, header), "utf8")).join("\n");
        const found = differences(declarations, parseHeader(text));
        assert.ok(found.length === 0, found.join("\n"));
    });

    it("need no change for node-llama-cpp's patches, which leave every header alone", () => {
        const patches = path.join(source, "patches");
        for (const name of readdirSync(patches)) {
            const files = readFileSync(path.join(patches, name), "utf8").split("\n").filter((line) => /^(?:---|\+\+\+|rename to) /.test(line));
            assert.ok(files.length > 0, `${name} is no patch`);
            assert.deepEqual(files.filter((line) => /\.h(?:pp)?\s*$/.test(line)), [], `${name} changes a header: look whether declarations.ts must follow`);
        }
    });

    it("are laid out as by a C compiler", async function () {
        if (spawnSync("cc", ["--version"]).error !== undefined) {
            process.stdout.write("      skipped: there is no C compiler (cc) here\n");
            this.skip();
        }
        const expected = compiledLayout(folder);
        await getLlama({gpu: false, build: "never", skipDownload: true, logLevel: LlamaLogLevel.error});
        const library = bindLlama(findLlamaLibrary());
        const layouts = {
            llama_model_params: resultOf(library, "modelDefaultParams"),
            llama_context_params: resultOf(library, "contextDefaultParams"),
            llama_batch: koffi.struct(Object.fromEntries(declarations.structs.llama_batch.map(([type, field]) => [field, type.endsWith("*") ? "void *" : type])))
        };
        for (const [name, {size, members}] of Object.entries(layouts))
            assert.deepEqual({size, ...Object.fromEntries(Object.entries(members ?? {}).map(([field, {offset}]) => [field, offset]))}, expected.get(name), name);
    });
});

/** @throws Error when git is missing or the bundle cannot be read */
function checkOutHeaders(folder: string): void {
    const repository = path.join(folder, "llama.cpp.git");
    git("clone", "--quiet", "--bare", path.resolve(source, "gitRelease.bundle"), repository);
    git(`--git-dir=${repository}`, `--work-tree=${folder}`, "checkout", "--quiet", "HEAD", "--", ...headerFolders);
}

function git(...args: readonly string[]): void {
    const {error, status, stderr} = spawnSync("git", args, {encoding: "utf8"});
    if (error !== undefined)
        throw new Error(`llama.cpp's headers are in a git bundle of node-llama-cpp, and git cannot be run here (${error.message}): install git`);
    assert.equal(status, 0, stderr);
}

/** Bytes: "size" and the offset of every field, of every struct that is declared. */
function compiledLayout(folder: string): ReadonlyMap<string, Readonly<Record<string, number>>> {
    const lines = Object.entries(declarations.structs).flatMap(([name, fields]) => [
        `printf("${name} size %zu\\n", sizeof(struct ${name}));`,
        ...fields.map(([, field]) => `printf("${name} ${field} %zu\\n", offsetof(struct ${name}, ${field}));`)
    ]);
    const build = path.join(folder, "layout");
    mkdirSync(build);
    writeFileSync(path.join(build, "layout.c"), `#include <stddef.h>\n#include <stdio.h>\n#include "llama.h"\nint main(void) {\n${lines.join("\n")}\nreturn 0;\n}\n`);
    const includes = headerFolders.map((name) => `-I${path.join(folder, name)}`);
    const compiled = spawnSync("cc", [...includes, "-o", path.join(build, "layout"), path.join(build, "layout.c")], {encoding: "utf8"});
    assert.equal(compiled.status, 0, compiled.stderr);
    const layout = new Map<string, Record<string, number>>();
    for (const line of spawnSync(path.join(build, "layout"), {encoding: "utf8"}).stdout.trim().split("\n")) {
        const [struct = "", field = "", bytes] = line.split(" ");
        layout.set(struct, {...layout.get(struct), [field]: Number(bytes)});
    }
    return layout;
}

/** What is bound is a function of koffi's, which tells its types. */
function resultOf(library: LlamaLibrary, name: "modelDefaultParams" | "contextDefaultParams"): TypeObject {
    return (library[name] as unknown as {readonly info: {readonly result: TypeObject}}).info.result;
}
