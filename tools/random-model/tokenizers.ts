import type {MetadataValue} from "./gguf.js";
import type {TokenizerKind} from "./options.js";
import {learnPieces} from "./pieces.js";

/** llama.cpp's `enum llama_token_type`. */
const tokenTypes = {normal: 1, unknown: 2, control: 3, byte: 6} as const;

/** Printable ASCII without the space, the most useful characters first because a small vocabulary takes only the first ones. */
const asciiByUse = "etaoinsrhldcumfpgwybvk.,xjqz" + "'\"-:?!()0123456789" + "TAISWCBMHPDFELNRGOVUJKYQXZ" + "#/;*_=+<>[]{}&%$@|\\^~`";

/**
 * The `tokenizer.*` metadata of a vocabulary of exactly `size` tokens (at least 300). Keys as in the GGUF specification's section on
 * tokenisers (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md) and `llama-vocab.cpp` of llama.cpp.
 */
export function tokenizerMetadata(kind: TokenizerKind, size: number, seed: number): Map<string, MetadataValue> {
    return kind === "spm" ? spm(size, seed) : bpe(size, seed);
}

function spm(size: number, seed: number): Map<string, MetadataValue> {
    const special = ["<unk>", "<s>", "</s>"];
    const bytes = Array.from({length: 256}, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`);
    const first = special.length + bytes.length;
    const characters = Array.from(`▁${asciiByUse}`).slice(0, size - first);
    const {pieces} = learnPieces({
        space: "▁", characters, count: size - first - characters.length, seed,
        mergeKey: (left, right) => left + right
    });
    const tokens = [...special, ...bytes, ...characters, ...pieces];
    const types = new Int32Array(size).fill(tokenTypes.normal);
    types.set([tokenTypes.unknown, tokenTypes.control, tokenTypes.control]);
    types.fill(tokenTypes.byte, special.length, first);
    // SentencePiece merges the highest score first. Only the order counts, so the scores are ranks, as in Llama's own vocabulary.
    const scores = Float32Array.from(tokens, (_, id) => id < first ? 0 : first - id);
    return new Map<string, MetadataValue>([
        ["tokenizer.ggml.model", {type: "string", value: "llama"}],
        ["tokenizer.ggml.pre", {type: "string", value: "default"}],
        ["tokenizer.ggml.tokens", {type: "array", of: "string", value: tokens}],
        ["tokenizer.ggml.scores", {type: "array", of: "float32", value: scores}],
        ["tokenizer.ggml.token_type", {type: "array", of: "int32", value: types}],
        ["tokenizer.ggml.bos_token_id", {type: "uint32", value: 1}],
        ["tokenizer.ggml.eos_token_id", {type: "uint32", value: 2}],
        ["tokenizer.ggml.unknown_token_id", {type: "uint32", value: 0}],
        ["tokenizer.ggml.add_bos_token", {type: "bool", value: true}],
        ["tokenizer.ggml.add_eos_token", {type: "bool", value: false}],
        ["tokenizer.ggml.add_space_prefix", {type: "bool", value: true}]
    ]);
}

function bpe(size: number, seed: number): Map<string, MetadataValue> {
    const characters = byteCharacters();
    const {merges, pieces} = learnPieces({
        space: "Ġ", characters, count: size - characters.length - 1, seed,
        mergeKey: (left, right) => `${left} ${right}`
    });
    const tokens = [...characters, ...pieces, "<|endoftext|>"];
    const types = new Int32Array(size).fill(tokenTypes.normal);
    types[size - 1] = tokenTypes.control;
    // No bos_token_id: llama.cpp then assumes 11, an ordinary character here, which node-llama-cpp reports as no BOS at all.
    return new Map<string, MetadataValue>([
        ["tokenizer.ggml.model", {type: "string", value: "gpt2"}],
        ["tokenizer.ggml.pre", {type: "string", value: "gpt-2"}],
        ["tokenizer.ggml.tokens", {type: "array", of: "string", value: tokens}],
        ["tokenizer.ggml.token_type", {type: "array", of: "int32", value: types}],
        ["tokenizer.ggml.merges", {type: "array", of: "string", value: merges.map(({left, right}) => `${left} ${right}`)}],
        ["tokenizer.ggml.eos_token_id", {type: "uint32", value: size - 1}],
        ["tokenizer.ggml.add_bos_token", {type: "bool", value: false}],
        ["tokenizer.ggml.add_eos_token", {type: "bool", value: false}]
    ]);
}

/**
 * The printable character that stands for each byte in byte-level BPE, in GPT-2's order (`bytes_to_unicode` in
 * https://github.com/openai/gpt-2/blob/master/src/encoder.py): bytes that print stand for themselves, the rest for U+0100 onwards.
 */
function byteCharacters(): string[] {
    const prints = (byte: number): boolean => byte > 32 && byte < 127 || byte > 160 && byte !== 173;
    const bytes = Array.from({length: 256}, (_, byte) => byte);
    return [
        ...bytes.filter(prints).map((byte) => String.fromCharCode(byte)),
        ...bytes.filter((byte) => !prints(byte)).map((_, index) => String.fromCharCode(256 + index))
    ];
}
