import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {GgufFault} from "../../../src/core/gguf/headerReader.js";
import {behind, checkHeader, damagedHeaders, modelBytes, raw, type Parts} from "../../support/brokenGguf.js";

/** What is wrong with a header; undefined when nothing is. */
function faultOf(bytes: Uint8Array): string | undefined {
    try {
        checkHeader(bytes);
        return undefined;
    } catch (error) {
        assert.ok(error instanceof GgufFault, String(error));
        return error.message;
    }
}

type Patch = (bytes: Buffer) => Buffer | undefined;

const put32 = (at: (bytes: Buffer) => number, value: number): Patch => (bytes) => {
    bytes.writeUInt32LE(value, at(bytes));
    return bytes;
};
const put64 = (at: (bytes: Buffer) => number, value: bigint): Patch => (bytes) => {
    bytes.writeBigUInt64LE(value, at(bytes));
    return bytes;
};
const tensor = (offset: number) => (bytes: Buffer): number => behind(bytes, "output_norm.weight") + offset;
/** Type, type of elements and length of the list of scores. */
const scores = (offset: number) => (bytes: Buffer): number => behind(bytes, "tokenizer.ggml.scores") + offset;

describe("the header of a GGUF file", () => {
    it("is read from what is sound, whichever way its lists are", async () => {
        const {metadata, tensors, neededBytes} = checkHeader(await modelBytes());
        assert.deepEqual(metadata.get("general.architecture"), {type: "text", value: "llama"});
        assert.deepEqual(metadata.get("llama.context_length"), {type: "uint32", value: 256});
        assert.deepEqual(metadata.get("tokenizer.ggml.tokens"), {type: "list", of: "text", length: 300});
        assert.ok(tensors > 5 && neededBytes > 10_000);
        const scorer = readFileSync("models/goldpan-scorer.gguf");
        assert.ok(checkHeader(scorer).neededBytes <= scorer.length);
    });

    const patches: readonly (readonly [what: string, patch: Patch, says: RegExp])[] = [
        ["nothing", () => Buffer.alloc(0), /^it does not begin with GGUF$/],
        ["another kind of file", () => Buffer.from("PK\u0003\u0004 and so on and so on"), /^it does not begin with GGUF$/],
        ["four bytes", (bytes) => bytes.subarray(0, 4), /^its header is cut off: the file ends at byte 4$/],
        ["version 1", put32(() => 4, 1), /version 1, which llama\.cpp does not read any more$/],
        ["version 0", put32(() => 4, 0), /version 0, and llama\.cpp reads 2 and 3$/],
        ["a later version", put32(() => 4, 4), /version 4, and llama\.cpp reads 2 and 3$/],
        ["the other order of bytes", put32(() => 4, 3 << 24), /^it is written for big-endian machines/],
        ["more tensors than any model", put64(() => 8, 1_000_000n), /^its header promises 1,000,000 tensors, more than any model has$/],
        ["more keys than any model", put64(() => 16, 2n ** 63n), /^its header promises 9,223,372,036,854,77[\d,]+ keys, more than any model has$/],
        ["one key more than there is", (bytes) => put64(() => 16, bytes.readBigUInt64LE(16) + 1n)(bytes), /type|bytes|cut off|is there twice/],
        ["an end in the middle of the header", (bytes) => bytes.subarray(0, 300), /cut off/],
        ["a key with a name of 2^60 bytes", put64(() => 24, 2n ** 60n), /^the name of key 1 of \d+ \(byte 24\) has 1,152,921,504,606,84[\d,]+ bytes$/],
        ["a key without a name", put64(() => 24, 0n), /^the name of key 1 of \d+ \(byte 24\) has 0 bytes$/],
        ["a value of a type that there is not", put32(scores(0), 99), /"tokenizer\.ggml\.scores", is of type 99, which GGUF does not have$/],
        ["a list of 10^9 fractions", put64(scores(8), 1_000_000_000n), /"tokenizer\.ggml\.scores", promises a list of 1,000,000,000 elements, and the file has [\d,]+ more bytes: it is cut off or damaged$/],
        ["a list of 2^64 - 1 fractions", put64(scores(8), 2n ** 64n - 1n), /promises a list of 18,446,744,073,709,55[\d,]+ elements/],
        ["a list of texts in place of fractions", put32(scores(4), 8), /promises a text of|cut off|type/],
        ["a list of lists", put32(scores(4), 9), /is a list of lists, which llama\.cpp does not read$/],
        ["a list of what there is not", put32(scores(4), 77), /is of type 77/],
        ["a text of 10^12 bytes", put64((bytes) => behind(bytes, "general.name") + 4, 10n ** 12n), /"general\.name", promises a text of 1,000,000,000,000 bytes, and the file has/],
        ["five dimensions", put32(tensor(0), 5), /"output_norm\.weight", has 5 dimensions, and llama\.cpp reads 4 at most$/],
        ["2^32 - 1 dimensions", put32(tensor(0), 2 ** 32 - 1), /has 4,294,967,295 dimensions/],
        ["a dimension of 2^63", put64(tensor(4), 2n ** 63n), /promises more elements than any file has bytes$/],
        ["a dimension of another size", put64(tensor(4), 31n * 1024n), /stands at byte|missing/],
        ["a way of storing that ggml has given up", put32(tensor(12), 4), /\(type 4\) that this version of llama\.cpp does not know$/],
        ["a way of storing that does not fit its rows", put32(tensor(12), 12), /has rows of 32 elements, and q4_K stores 256 together$/],
        ["a tensor at another place", put64(tensor(16), 1n), /"output_norm\.weight", stands at byte 1 of the data, where [\d,]+ is its place/]
    ];
    for (const [what, patch, says] of patches)
        it(`is refused with a reason for ${what}`, async () => {
            const bytes = await modelBytes();
            const fault = faultOf(patch(bytes) ?? bytes);
            // A larger last tensor is told by the bytes that are missing then.
            assert.match(fault ?? `${checkHeader(bytes).neededBytes - bytes.length} missing`, says);
        });

    const changes: readonly (readonly [what: string, change: (parts: Parts) => void, says: RegExp])[] = [
        ["a key that is there twice", ({metadata}) => metadata.set("general.namE", {type: "string", value: "x"}), /^key \d+ of \d+ \(byte [\d,]+\) is there twice: "general\.name"$/],
        ["a tensor that is there twice", ({tensors}) => tensors.push(...tensors.slice(0, 1)), /^tensor \d+ of \d+ \(byte [\d,]+\) is there twice: "token_embd\.weight"$/],
        ["a name of 64 bytes", ({tensors}) => tensors.push(...tensors.slice(0, 1).map((one) => ({...one, name: "x".repeat(64)}))), /has 64 bytes, and llama\.cpp reads 63 at most$/],
        ["an alignment of 0", ({metadata}) => metadata.set("general.alignment", {type: "uint32", value: 0}), /"general\.alignment" is no power of two/],
        ["an alignment of 33", ({metadata}) => metadata.set("general.alignment", {type: "uint32", value: 33}), /"general\.alignment" is no power of two/],
        ["an alignment as a text", ({metadata}) => metadata.set("general.alignment", {type: "string", value: "32"}), /"general\.alignment" is no power of two/],
        ["no architecture", ({metadata}) => metadata.delete("general.architecture"), /^its key "general\.architecture" is missing$/],
        ["an architecture that is a list", ({metadata}) => metadata.set("general.architecture", {type: "array", of: "string", value: ["llama"]}), /"general\.architecture" holds a list of texts in place of a text$/],
        ["an architecture with an escape sequence", ({metadata}) => metadata.set("general.architecture", {type: "string", value: "\u001b[2J"}), /holds no name of an architecture$/],
        ["an architecture that is no architecture", ({metadata}) => metadata.set("general.architecture", {type: "string", value: "tokenizer"}), /holds no name of an architecture$/],
        ["a name that is a number", ({metadata}) => metadata.set("general.name", {type: "uint32", value: 5}), /"general\.name" holds a number in place of a text$/],
        ["a name without an end", ({metadata}) => metadata.set("general.name", {type: "string", value: "x".repeat(5000)}), /"general\.name" holds a text that is too long for it$/],
        ["a key below the name", ({metadata}) => metadata.set("general.name.sub", {type: "string", value: "x"}), /"general\.name" is there in two ways/],
        ["a key below the architecture", ({metadata}) => metadata.set("general.architecture.x.y", {type: "uint32", value: 1}), /"general\.architecture" is there in two ways/],
        ["a key above all others", ({metadata}) => metadata.set("general", {type: "uint32", value: 1}), /"general\.(architecture|name)" is there in two ways/],
        ["a key above the tokenizer's", ({metadata}) => metadata.set("tokenizer.ggml", {type: "bool", value: true}), /"tokenizer\.ggml\.\w+" is there in two ways/],
        ["a key above the architecture's", ({metadata}) => metadata.set("llama", {type: "bool", value: true}), /"llama\.\w+" is there in two ways/],
        ...["__proto__", "general.__proto__.name", "a.constructor", "llama.toString", "hasOwnProperty"].map((key) =>
            [`the key ${key}`, ({metadata}: Parts) => metadata.set(key, {type: "string", value: "x"}), /^one of its keys has the part "\w+", which no model's keys have$/] as const),
        ["a context of 2^32 - 1 tokens", ({metadata}) => metadata.set("llama.context_length", {type: "uint32", value: 2 ** 32 - 1}), /"llama\.context_length" says 4,294,967,295, which is no number of a model$/],
        ["a context of no tokens", ({metadata}) => metadata.set("llama.context_length", {type: "uint32", value: 0}), /"llama\.context_length" says 0/],
        ["a context of -1 tokens", ({metadata}) => metadata.set("llama.context_length", {type: "int32", value: -1}), /"llama\.context_length" says -1/],
        ["a context that is a fraction", ({metadata}) => metadata.set("llama.context_length", {type: "float32", value: 256.5}), /"llama\.context_length" holds a fraction in place of a whole number$/],
        ["a context of 2^64 - 1 tokens", ({metadata}) => metadata.set("llama.context_length", raw(10, [64, 2n ** 64n - 1n])), /"llama\.context_length" says 18,446,744,073,709,55/],
        ["heads that are a text", ({metadata}) => metadata.set("llama.attention.head_count", {type: "string", value: "2"}), /"llama\.attention\.head_count" holds a text in place of a whole number$/],
        ["heads that are texts", ({metadata}) => metadata.set("llama.attention.head_count", {type: "array", of: "string", value: ["2"]}), /"llama\.attention\.head_count" holds a list of texts in place of a list of whole numbers$/],
        ["no layers", ({metadata}) => metadata.set("llama.block_count", {type: "uint32", value: 0}), /"llama\.block_count" says 0/],
        ["tokens that are numbers", ({metadata}) => metadata.set("tokenizer.ggml.tokens", {type: "array", of: "int32", value: [1]}), /"tokenizer\.ggml\.tokens" holds a list of numbers in place of a list of texts$/],
        ["a count of parts that is no number of 16 bits", ({metadata}) => metadata.set("split.count", {type: "uint32", value: 3}), /"split\.count" holds a number in place of a whole number of 16 bits$/],
        ["no tokens", ({metadata}) => metadata.set("tokenizer.ggml.tokens", {type: "array", of: "string", value: []}), /"tokenizer\.ggml\.tokens" holds an empty list$/],
        ["no tokenizer", ({metadata}) => metadata.delete("tokenizer.ggml.tokens"), /"tokenizer\.ggml\.tokens" is missing$/],
        ["merges that are one text", ({metadata}) => metadata.set("tokenizer.ggml.merges", {type: "string", value: "a b"}), /"tokenizer\.ggml\.merges" holds a text in place of a list of texts$/]
    ];
    for (const [what, change, says] of changes)
        it(`is refused with a reason for ${what}`, async () => {
            const bytes = await modelBytes(change);
            for (let at = bytes.indexOf("general.namE"); at !== -1; at = -1)
                bytes.write("general.name", at);
            assert.match(faultOf(bytes) ?? "nothing", says);
        });

    it("may have keys of one's own, also below the license and the template, which models have", async () => {
        const bytes = await modelBytes(({metadata}) => {
            for (const key of ["general.license", "general.license.link", "tokenizer.chat_template", "tokenizer.chat_template.tool_use", "mine.a", "mine.a.b"])
                metadata.set(key, {type: "string", value: "x"});
            metadata.set("llama.attention.head_count_kv", {type: "array", of: "int32", value: [1]});
        });
        assert.equal(faultOf(bytes), undefined);
    });

    it("tells to the byte what is missing of a file", async () => {
        const bytes = await modelBytes();
        const {neededBytes} = checkHeader(bytes);
        for (const missing of [1, 100, 5000])
            assert.equal(checkHeader(bytes.subarray(0, neededBytes - missing)).neededBytes, neededBytes);
    });

    it("is read or refused with a reason, in a bounded time and memory, whatever was damaged", async () => {
        const bytes = await modelBytes();
        const headers = damagedHeaders(bytes, bytes.indexOf("output_norm.weight") + 200, 20231);
        const before = process.cpuUsage();
        let refused = 0;
        for (let i = 0; i < 3000; i++)
            refused += faultOf(headers.next().value) === undefined ? 0 : 1;
        const {user, system} = process.cpuUsage(before);
        assert.ok(refused > 2000, String(refused));
        assert.ok((user + system) / 1e6 < 60, `${(user + system) / 1e6} s of the processor`);
    });
});
