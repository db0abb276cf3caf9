import assert from "node:assert/strict";
import path from "node:path";
import {getLlama, LlamaLogLevel} from "node-llama-cpp";
import {bindLlama} from "../../src/engine/llama/direct/binding.js";
import {llamaVersion} from "../../src/engine/llama/direct/declarations.js";
import {requireExpected} from "../../src/engine/llama/direct/expectations.js";
import {findLlamaLibrary} from "../../src/engine/llama/direct/libraries.js";

describe("the llama.cpp library that node-llama-cpp loads", () => {
    before(async () => {
        await getLlama({gpu: false, build: "never", skipDownload: true, logLevel: LlamaLogLevel.error});
    });

    it("is found, can be bound, and is the release that the declarations are of", () => {
        const file = findLlamaLibrary();
        assert.ok(path.isAbsolute(file));
        const library = bindLlama(file);
        assert.equal(library.version(), llamaVersion);
        requireExpected(library);
    });
});
