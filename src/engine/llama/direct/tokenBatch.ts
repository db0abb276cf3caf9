import type {LlamaLibrary, Pointer, StructValue} from "./binding.js";

/** A `llama_batch` over arrays that are allocated once and used again for every batch. */
export class TokenBatch {
    /** Tokens added since `clear`. */
    public length = 0;
    /** Of these, tokens with an output. */
    public outputs = 0;
    private readonly tokens: Int32Array;
    private readonly positions: Int32Array;
    private readonly sequenceCounts: Int32Array;
    private readonly sequencePointers: BigUint64Array;
    private readonly wantsOutput: Int8Array;
    /** 0, 1, 2, ...: a token's list of sequences is a stretch of it. */
    private readonly sequences: Int32Array;
    private readonly sequenceAddresses: readonly Pointer[];
    private readonly addresses: StructValue;

    /**
     * @param capacity in tokens
     * @param sequences how many there are, that of the prefix among them
     */
    public constructor(library: Pick<LlamaLibrary, "address">, public readonly capacity: number, sequences: number) {
        this.tokens = outside(Int32Array, capacity);
        this.positions = outside(Int32Array, capacity);
        this.sequenceCounts = outside(Int32Array, capacity);
        this.sequencePointers = outside(BigUint64Array, capacity);
        this.wantsOutput = outside(Int8Array, capacity);
        this.sequences = outside(Int32Array, sequences).map((_, i) => i);
        const first = library.address(this.sequences);
        this.sequenceAddresses = Array.from({length: sequences}, (_, i) => first + BigInt(i * Int32Array.BYTES_PER_ELEMENT));
        this.addresses = {
            token: library.address(this.tokens), embd: 0n, pos: library.address(this.positions), n_seq_id: library.address(this.sequenceCounts),
            seq_id: library.address(this.sequencePointers), logits: library.address(this.wantsOutput)
        };
    }

    public clear(): void {
        this.length = 0;
        this.outputs = 0;
    }

    /** @param sequence the first of `sequenceCount` in a row that the token belongs to */
    public add(token: number, position: number, sequence: number, sequenceCount: number, output: boolean): void {
        const address = this.sequenceAddresses[sequence];
        if (this.length >= this.capacity || address === undefined || sequence + sequenceCount > this.sequences.length)
            throw new Error(`a batch of ${this.capacity} tokens and ${this.sequences.length} sequences cannot take one more token of sequence ${sequence}`);
        this.tokens[this.length] = token;
        this.positions[this.length] = position;
        this.sequenceCounts[this.length] = sequenceCount;
        this.sequencePointers[this.length] = address;
        this.wantsOutput[this.length] = output ? 1 : 0;
        this.length++;
        this.outputs += output ? 1 : 0;
    }

    /** As `llama_batch`, passed by value; it points into this object. */
    public value(): StructValue {
        return {n_tokens: this.length, ...this.addresses};
    }

    /** Token, position, first sequence, number of sequences and output of each token, for a record of what was decoded. */
    public rows(): readonly (readonly [number, number, number, number, number])[] {
        const first = this.sequenceAddresses[0] ?? 0n;
        return Array.from({length: this.length}, (_, i) => [this.tokens[i] ?? 0, this.positions[i] ?? 0,
            Number((this.sequencePointers[i] ?? 0n) - first) / Int32Array.BYTES_PER_ELEMENT, this.sequenceCounts[i] ?? 0, this.wantsOutput[i] ?? 0]);
    }
}

/** V8 keeps very small typed arrays on its own heap, where they move; a buffer of its own stays where it is. */
function outside<ArrayType>(type: new (buffer: ArrayBuffer) => ArrayType & {BYTES_PER_ELEMENT: number}, length: number): ArrayType {
    const bytes = length * (type as unknown as {BYTES_PER_ELEMENT: number}).BYTES_PER_ELEMENT;
    return new type(new ArrayBuffer(Math.max(bytes, 1024)));
}
