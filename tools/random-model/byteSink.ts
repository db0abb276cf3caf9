/** A growing buffer of little-endian numbers and GGUF strings (64-bit byte length, then UTF-8 without a terminator). */
export class ByteSink {
    #buffer = new Uint8Array(1 << 16);
    #view = new DataView(this.#buffer.buffer);
    #length = 0;
    readonly #encoder = new TextEncoder();

    /** Number of bytes put in so far. */
    public get length(): number {
        return this.#length;
    }

    public uint32(value: number): void {
        const at = this.#reserve(4);
        this.#view.setUint32(at, value, true);
    }

    public int32(value: number): void {
        const at = this.#reserve(4);
        this.#view.setInt32(at, value, true);
    }

    public float32(value: number): void {
        const at = this.#reserve(4);
        this.#view.setFloat32(at, value, true);
    }

    /** @throws RangeError when the value is not a non-negative integer that a number holds exactly */
    public uint64(value: number): void {
        if (!Number.isSafeInteger(value) || value < 0)
            throw new RangeError(`${value} cannot be written as an unsigned 64-bit integer.`);
        const at = this.#reserve(8);
        this.#view.setBigUint64(at, BigInt(value), true);
    }

    public string(text: string): void {
        const encoded = this.#encoder.encode(text);
        this.uint64(encoded.length);
        this.bytes(encoded);
    }

    public bytes(data: Uint8Array): void {
        const at = this.#reserve(data.length);
        this.#buffer.set(data, at);
    }

    /** The bytes put in so far; a view that later calls may leave behind, not a copy. */
    public finish(): Uint8Array {
        return this.#buffer.subarray(0, this.#length);
    }

    /** Makes room for `count` bytes and returns where they start; may replace `#buffer` and `#view`, so call it before using either. */
    #reserve(count: number): number {
        const start = this.#length;
        this.#length += count;
        if (this.#length > this.#buffer.length) {
            const larger = new Uint8Array(Math.max(this.#buffer.length * 2, this.#length));
            larger.set(this.#buffer);
            this.#buffer = larger;
            this.#view = new DataView(larger.buffer);
        }
        return start;
    }
}
