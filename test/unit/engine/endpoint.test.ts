import assert from "node:assert/strict";
import {UserError} from "../../../src/core/errors.js";
import {huggingFaceEndpoint} from "../../../src/engine/models/endpoint.js";

describe("huggingFaceEndpoint", () => {
    const cases: readonly (readonly [what: string, environment: Record<string, string>, expected: string])[] = [
        ["is Hugging Face itself", {}, "https://huggingface.co/"],
        ["is a mirror", {HF_ENDPOINT: "https://mirror.example"}, "https://mirror.example/"],
        ["is llama.cpp's mirror before that", {HF_ENDPOINT: "https://mirror.example", MODEL_ENDPOINT: "http://other.example/hf/"}, "http://other.example/hf/"],
        ["is no other kind of address", {HF_ENDPOINT: "file:///etc/"}, "https://huggingface.co/"],
        ["is Hugging Face itself where the variable is empty", {HF_ENDPOINT: ""}, "https://huggingface.co/"]
    ];
    for (const [what, environment, expected] of cases)
        it(what, () => {
            assert.equal(huggingFaceEndpoint(environment), expected);
        });

    it("is no address with a name or password in it, which is not repeated either", () => {
        for (const credentials of ["user:secret", "secret", ":secret"])
            assert.throws(() => huggingFaceEndpoint({HF_ENDPOINT: `https://${credentials}@mirror.example`}), (error) =>
                error instanceof UserError && error.message.includes("HF_ENDPOINT") && !error.message.includes("secret"));
    });
});
