import assert from "node:assert/strict";
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
});
