/** Where the bytes of a header come from. */
export interface HeaderSource {
    /** Bytes of the whole file. */
    readonly size: number;
    /** Exactly `length` bytes from `at`, which are within the size; fewer where the file has become shorter. */
    read(at: number, length: number): Uint8Array;
}

/** What is wrong with a GGUF file: half a sentence. */
export class GgufFault extends Error {
    public override readonly name = "GgufFault";
}

const windowBytes = 1 << 20;
const decoder = new TextDecoder();

/** Walks over the bytes of a header, little-endian, through a window, so that memory does not hang on what the header claims. */
export class HeaderReader {
    private window: Uint8Array = new Uint8Array(0);
    private view: DataView = new DataView(new ArrayBuffer(0));
    private windowStart = 0;
    private position = 0;

    /** @param longest bytes that a header may have at all */
    public constructor(private readonly source: HeaderSource, private readonly longest: number) {}

    /** Byte of the file that is read next. */
    public get at(): number {
        return this.position;
    }

    /** Bytes of the file from here on. */
    public get left(): number {
        return this.source.size - this.position;
    }

    public uint8(): number {
        return this.view.getUint8(this.advance(1));
    }

    public uint32(): number {
        const at = this.advance(4);
        return this.view.getUint32(at, true);
    }

    /** As a number, which is exact up to 2^53: what is larger is larger than any file. */
    public uint64(): number {
        const at = this.advance(8);
        return this.view.getUint32(at, true) + this.view.getUint32(at + 4, true) * 2 ** 32;
    }

    /** A scalar of so many bytes, by its getter of DataView. */
    public number(bytes: number, get: (view: DataView, at: number) => number): number {
        const at = this.advance(bytes);
        return get(this.view, at);
    }

    /** @param length in bytes, small enough to be held */
    public text(length: number): string {
        const at = this.advance(length);
        return decoder.decode(this.window.subarray(at, at + length));
    }

    /** @throws GgufFault when the file, or what a header may have, ends before */
    public skip(bytes: number): void {
        this.require(bytes);
        this.position += bytes;
    }

    private require(bytes: number): void {
        if (bytes > this.left)
            throw new GgufFault(`its header is cut off: the file ends at byte ${inWords(this.source.size)}`);
        if (this.position + bytes > this.longest)
            throw new GgufFault(`its header goes on beyond byte ${inWords(this.longest)}, which no model's does`);
    }

    /** @returns where in the window the bytes begin */
    private advance(bytes: number): number {
        this.require(bytes);
        let at = this.position - this.windowStart;
        if (at < 0 || at + bytes > this.window.length) {
            this.window = this.source.read(this.position, Math.min(Math.max(bytes, windowBytes), this.left));
            if (this.window.length < bytes)
                throw new GgufFault("it became shorter while it was read");
            this.view = new DataView(this.window.buffer, this.window.byteOffset, this.window.byteLength);
            this.windowStart = this.position;
            at = 0;
        }
        this.position += bytes;
        return at;
    }
}

/** `1,234` */
export function inWords(count: number): string {
    return count.toLocaleString("en-US");
}
