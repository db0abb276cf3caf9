import {llama} from "./llama.js";
import type {Architecture} from "./parts.js";

/** Fills in words anywhere in a text, so every token sees those behind it too, and nothing is remembered from one call to the next. */
export const llada: Architecture = {
    metadata: (options) => [...llama.metadata(options), ["attention.causal", {type: "bool", value: false}]],
    tensors: llama.tensors
};
