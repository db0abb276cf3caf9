import assert from "node:assert/strict";
import {readdirSync} from "node:fs";
import path from "node:path";
import koffi from "koffi";
import {getLlama, LlamaLogLevel} from "node-llama-cpp";
import {ggmlTypes} from "../../src/core/gguf/ggmlTypes.js";
import {bindLlama} from "../../src/engine/llama/direct/binding.js";
import {llamaVersion} from "../../src/engine/llama/direct/declarations.js";
import {requireExpected} from "../../src/engine/llama/direct/expectations.js";
import {findLlamaLibrary, findProcessorLibrary} from "../../src/engine/llama/direct/libraries.js";

describe("the llama.cpp library that node-llama-cpp loads", () => {
    before(async () => {
        await getLlama({gpu: false, build: "never", skipDownload: true, logLevel: LlamaLogLevel.error});
    });

    it("comes with a library for this kind of processor, which is named where there is a choice", () => {
        const library = findProcessorLibrary();
        const folder = path.dirname(findLlamaLibrary());
        const choice = readdirSync(folder).filter((name) => name.includes("ggml-cpu-"));
        assert.equal(library === null, choice.length === 0);
        assert.ok(library === null || choice.some((name) => name.includes(`ggml-cpu-${library}.`)), String(library));
    });

    it("is found, can be bound, and is the release that the declarations are of", () => {
        const file = findLlamaLibrary();
        assert.ok(path.isAbsolute(file));
        const library = bindLlama(file);
        assert.equal(library.version(), llamaVersion);
        requireExpected(library);
    });

    it("stores tensors as the check of headers expects", () => {
        const folder = path.dirname(findLlamaLibrary());
        const base = koffi.load(path.join(folder, readdirSync(folder).find((name) => /^(lib)?ggml-base\b/.test(name)) ?? ""));
        const elements = base.func("int64_t ggml_blck_size(int type)") as (id: number) => number;
        const bytes = base.func("size_t ggml_type_size(int type)") as (id: number) => number;
        const name = base.func("const char *ggml_type_name(int type)") as (id: number) => string;
        const all = Array.from({length: 43}, (_, id) => id).filter((id) => elements(id) > 0); // GGML_TYPE_COUNT
        assert.deepEqual([...ggmlTypes.keys()], all);
        for (const [id, type] of ggmlTypes)
            assert.deepEqual(type, {name: name(id), elements: elements(id), bytes: bytes(id)});
    });
});
