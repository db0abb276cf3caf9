import {GgufFault, inWords} from "./headerReader.js";
import type {Metadatum, ValueType} from "./header.js";

type Metadata = ReadonlyMap<string, Metadatum>;

/** What must stand under a key, where the key is there: complains in half a sentence. */
type Rule = (value: Metadatum) => string | undefined;

const largestNumber = 2 ** 31 - 1; // node-llama-cpp hands numbers on as signed ones of 32 bits
const integers: readonly ValueType[] = ["uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64"];

const wholeNumber = (least: number): Rule => (value) => {
    if (value.type === "list" || value.type === "text" || value.type === "bool" || !integers.includes(value.type))
        return `holds ${kindOf(value)} in place of a whole number`;
    return value.value >= least && value.value <= largestNumber ? undefined : `says ${inWords(value.value)}, which is no number of a model`;
};

const text = (longest: number): Rule => (value) => {
    if (value.type !== "text")
        return `holds ${kindOf(value)} in place of a text`;
    return value.value !== undefined && value.value.length <= longest ? undefined : "holds a text that is too long for it";
};

const bool: Rule = (value) => value.type === "bool" ? undefined : `holds ${kindOf(value)} in place of yes or no`;

const list = (of: readonly ValueType[], what: string, least = 0): Rule => (value) => {
    if (value.type !== "list" || !of.includes(value.of))
        return `holds ${kindOf(value)} in place of a list of ${what}`;
    return value.length >= least ? undefined : "holds an empty list";
};

/** One for all layers, or one for each. */
const numbers: Rule = (value) => value.type === "list" ? list(integers, "whole numbers")(value) : wholeNumber(0)(value);

/** Whatever llama.cpp ends the process over, and not with a sentence. */
const splitNumber: Rule = (value) => value.type === "uint16" ? undefined : `holds ${kindOf(value)} in place of a whole number of 16 bits`;

const generalRules: Readonly<Record<string, Rule>> = {
    "general.architecture": text(64),
    "general.name": text(1000),
    "general.file_type": wholeNumber(0),
    "split.count": splitNumber,
    "split.no": splitNumber,
    "tokenizer.ggml.model": text(100),
    "tokenizer.ggml.pre": text(100),
    "tokenizer.ggml.tokens": list(["text"], "texts", 1),
    "tokenizer.ggml.merges": list(["text"], "texts"),
    "tokenizer.ggml.scores": list(["float32"], "fractions"),
    "tokenizer.ggml.token_type": list(["int32", "uint32"], "whole numbers"),
    "tokenizer.ggml.add_bos_token": bool,
    "tokenizer.ggml.add_eos_token": bool,
    "tokenizer.ggml.add_space_prefix": bool
};

/** Of the architecture, whose name stands in front. */
const architectureRules: Readonly<Record<string, Rule>> = {
    "context_length": wholeNumber(1),
    "embedding_length": wholeNumber(1),
    "block_count": wholeNumber(1),
    "vocab_size": wholeNumber(1),
    "feed_forward_length": numbers,
    "expert_count": wholeNumber(0),
    "expert_used_count": numbers,
    "attention.causal": bool,
    "attention.head_count": numbers,
    "attention.head_count_kv": numbers,
    "attention.key_length": wholeNumber(1),
    "attention.value_length": wholeNumber(1),
    "attention.sliding_window": numbers
};

const required = ["general.architecture", "tokenizer.ggml.model", "tokenizer.ggml.tokens"] as const;

/**
 * What Goldpan and node-llama-cpp read of a model's metadata must be what they take it for: the latter makes objects of the dots in
 * keys and looks at no type.
 * @throws GgufFault with the key that is missing or holds something else
 */
export function requireMetadata(metadata: Metadata): void {
    for (const key of metadata.keys())
        requireHarmless(key);
    for (const key of required)
        if (!metadata.has(key))
            throw new GgufFault(`its key "${key}" is missing`);
    const rules = new Map(Object.entries(generalRules));
    requireRules(metadata, rules); // first, as the architecture is one of them
    const architecture = architectureOf(metadata);
    for (const [key, rule] of Object.entries(architectureRules))
        rules.set(`${architecture}.${key}`, rule);
    requireRules(metadata, rules);
    requireUnnested(metadata, rules);
}

/** Only after `requireMetadata` a name of an architecture. */
export function architectureOf(metadata: Metadata): string {
    const value = metadata.get("general.architecture");
    const architecture = value?.type === "text" ? value.value ?? "" : "";
    if (!/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(architecture) || reserved.includes(architecture))
        throw new GgufFault("its key \"general.architecture\" holds no name of an architecture");
    return architecture;
}

/** What other keys begin with. */
const reserved: readonly string[] = ["general", "tokenizer", "split", "quantize"];

function requireRules(metadata: Metadata, rules: ReadonlyMap<string, Rule>): void {
    for (const [key, rule] of rules) {
        const value = metadata.get(key);
        const complaint = value === undefined ? undefined : rule(value);
        if (complaint !== undefined)
            throw new GgufFault(`its key "${key}" ${complaint}`);
    }
}

/** No key may be what every JavaScript object has already. */
function requireHarmless(key: string): void {
    const strange = key.split(".").find((segment) => segment in Object.prototype);
    if (strange !== undefined)
        throw new GgufFault(`one of its keys has the part "${strange}", which no model's keys have`);
}

/** A key that is read must not stand below another one, nor another one below it: `general.name` beside `general.name.sub`. */
function requireUnnested(metadata: Metadata, rules: ReadonlyMap<string, Rule>): void {
    for (const key of metadata.keys())
        for (let dot = key.indexOf("."); dot !== -1; dot = key.indexOf(".", dot + 1)) {
            const above = key.slice(0, dot);
            const read = rules.has(key) ? key : rules.has(above) ? above : undefined;
            if (read !== undefined && metadata.has(above))
                throw new GgufFault(`its key "${read}" is there in two ways, as a value and as the beginning of other keys`);
        }
}

function kindOf(value: Metadatum): string {
    if (value.type === "list")
        return `a list of ${value.of === "text" ? "texts" : "numbers"}`;
    return value.type === "text" ? "a text" : value.type === "bool" ? "yes or no" : value.type.startsWith("float") ? "a fraction" : "a number";
}
