import assert from "node:assert/strict";
import {UserError} from "../../../src/core/errors.js";
import {modelUri, parseModelName, splitParts} from "../../../src/core/modelName.js";

describe("parseModelName", () => {
    const good: readonly (readonly [written: string, uri: string])[] = [
        ["hf:user/repo:Q4_K_M", "hf:user/repo:Q4_K_M"],
        ["  hf:user/repo:Q4_K_M\n", "hf:user/repo:Q4_K_M"],
        ["hf:user/repo", "hf:user/repo"],
        ["hf:user/repo/file.gguf", "hf:user/repo/file.gguf"],
        ["hf:user/repo/folder/My file (v1).gguf#next", "hf:user/repo/folder/My file (v1).gguf#next"],
        ["hf:user/repo/file.gguf#main", "hf:user/repo/file.gguf"],
        ["hf://user/repo:Q8_0", "hf:user/repo:Q8_0"],
        ["huggingface:user/repo:Q8_0", "hf:user/repo:Q8_0"],
        ["user/repo:Q8_0", "hf:user/repo:Q8_0"],
        ["user/Llama-3.2-1B-GGUF", "hf:user/Llama-3.2-1B-GGUF"],
        ["hf.co/user/repo:Q8_0", "hf:user/repo:Q8_0"],
        ["https://huggingface.co/user/repo", "hf:user/repo"],
        ["https://huggingface.co/user/repo/tree/main", "hf:user/repo"],
        ["https://huggingface.co/user/repo/", "hf:user/repo"],
        ["https://hf.co/user/repo/blob/main/file.gguf", "hf:user/repo/file.gguf"],
        ["https://huggingface.co/user/repo/resolve/next/a/file.gguf?download=true", "hf:user/repo/a/file.gguf#next"],
        ["https://huggingface.co/user/repo/blob/main/with%20space.gguf", "hf:user/repo/with space.gguf"],
        ["https://huggingface.co/user/repo?show_file_info=file.gguf", "hf:user/repo/file.gguf"]
    ];
    for (const [written, uri] of good)
        it(`reads ${JSON.stringify(written)}`, () => {
            assert.equal(modelUri(parseModelName(written)), uri);
        });

    const bad = [
        "", "repo", "hf:", "hf:user", "hf:user/", "hf:/repo", "hf:user/repo:", "hf:user/repo:a:b", "hf:user/repo/file.bin", "hf:user/repo:Q4/file.gguf", "hf:user/repo#next",
        "hf:../repo/file.gguf", "hf:user/../file.gguf", "hf:user/repo/../../file.gguf", "hf:user/repo/./file.gguf", "hf:user/repo//file.gguf", "hf:user/repo/.gguf",
        "hf:user/repo/file.gguf#../x", "hf:user/repo/a\\b.gguf", "hf:user/repo/a\u202egguf.gguf", "hf:user/repo/a?b.gguf", "/home/me/model.gguf", "C:\\models\\model.gguf",
        "https://example.org/user/repo/resolve/main/file.gguf", "https://huggingface.co.example.org/user/repo", "https://huggingface.co@example.org/user/repo",
        "https://huggingface.co/user", "https://huggingface.co/user/repo/blob/main", "https://huggingface.co/user/repo/blob/main/%2e%2e/%E0%A4%A.gguf", "ftp://huggingface.co/user/repo"
    ];
    for (const written of bad)
        it(`refuses ${JSON.stringify(written)}`, () => {
            assert.throws(() => parseModelName(written), UserError);
        });
});

describe("splitParts", () => {
    it("names every part of a split model in order", () => {
        assert.deepEqual(splitParts("a/big-00002-of-00003.gguf"), ["a/big-00001-of-00003.gguf", "a/big-00002-of-00003.gguf", "a/big-00003-of-00003.gguf"]);
    });

    it("leaves any other file alone", () => {
        assert.deepEqual(splitParts("model-1-of-3.gguf"), ["model-1-of-3.gguf"]);
    });
});
