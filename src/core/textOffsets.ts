/** Characters between two checkpoints. */
const step = 1024;

/**
 * Turns byte offsets of a text's UTF-8 encoding into UTF-16 offsets, which editors count in. The encoding is TextEncoder's: half of
 * a surrogate pair takes three bytes, and no byte-order mark is added. Four bytes are kept for every 1,024 characters, beside the text.
 */
export class Utf8Offsets {
    /** Length of the encoding. */
    public readonly byteLength: number;
    /** At which byte every 1,024th character begins; empty when characters are bytes. */
    private readonly checkpoints: Uint32Array;

    public constructor(private readonly text: string) {
        const checkpoints = new Uint32Array(Math.ceil(text.length / step));
        let bytes = 0;
        for (let block = 0; block < checkpoints.length; block++) {
            checkpoints[block] = bytes;
            const end = Math.min(text.length, (block + 1) * step);
            for (let at = block * step; at < end; at++) {
                const code = text.charCodeAt(at);
                bytes += code < 0x80 ? 1 : byteCount(text, at, code);
            }
        }
        this.byteLength = bytes;
        this.checkpoints = bytes === text.length ? new Uint32Array(0) : checkpoints;
    }

    /** The UTF-16 offset of the character that this byte belongs to; the text's length for its end and beyond. */
    public toCharacter(byteOffset: number): number {
        if (byteOffset >= this.byteLength)
            return this.text.length;
        if (this.checkpoints.length === 0)
            return Math.max(0, byteOffset);
        const block = this.blockOf(byteOffset);
        let at = block * step, bytes = this.checkpoints[block] ?? 0;
        while (true) {
            bytes += byteCount(this.text, at, this.text.charCodeAt(at));
            if (bytes > byteOffset)
                return isSecondOfPair(this.text, at) ? at - 1 : at;
            at++;
        }
    }

    /** The last block that begins at or before this byte. */
    private blockOf(byteOffset: number): number {
        let low = 0, high = this.checkpoints.length - 1;
        while (low < high) {
            const middle = Math.ceil((low + high) / 2);
            if ((this.checkpoints[middle] ?? 0) <= byteOffset)
                low = middle;
            else
                high = middle - 1;
        }
        return low;
    }
}

/** Of the four bytes of a surrogate pair each half counts two, so that a checkpoint may stand between them. */
function byteCount(text: string, at: number, code: number): number {
    if (code < 0x80)
        return 1;
    if (code < 0x800)
        return 2;
    return isSecondOfPair(text, at) || isSecondOfPair(text, at + 1) ? 2 : 3;
}

function isSecondOfPair(text: string, at: number): boolean {
    return (text.charCodeAt(at) & 0xfc00) === 0xdc00 && (text.charCodeAt(at - 1) & 0xfc00) === 0xd800;
}
