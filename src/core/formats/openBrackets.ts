const initial = 64;
const mostKept = 1 << 16;
const none = new Uint32Array(0);

/** The brackets that a scan has open: a byte for each, and for braces where they stand, so that millions of them fill no memory. */
export class OpenBrackets {
    public depth = 0;
    public deepest = 0;
    private isBrace = new Uint8Array(initial);
    private offsets = new Uint32Array(initial);
    private braceCount = 0;

    /** For the next scan: making one anew for each would take longer than most scans. */
    public clear(): void {
        this.depth = this.deepest = this.braceCount = 0;
        if (this.isBrace.length > mostKept)
            this.isBrace = new Uint8Array(initial);
        if (this.offsets.length > mostKept)
            this.offsets = new Uint32Array(initial);
    }

    public get isBraceLast(): boolean {
        return this.isBrace[this.depth - 1] === 1;
    }

    public push(at: number, isBrace: boolean): void {
        if (this.depth === this.isBrace.length) {
            const longer = new Uint8Array(2 * this.depth);
            longer.set(this.isBrace);
            this.isBrace = longer;
        }
        this.isBrace[this.depth++] = isBrace ? 1 : 0;
        this.deepest = Math.max(this.deepest, this.depth);
        if (!isBrace)
            return;
        if (this.braceCount === this.offsets.length) {
            const longer = new Uint32Array(2 * this.braceCount);
            longer.set(this.offsets);
            this.offsets = longer;
        }
        this.offsets[this.braceCount++] = at;
    }

    public pop(): void {
        if (this.isBraceLast)
            this.braceCount--;
        this.depth--;
    }

    /** Where open braces stand behind `start`, ascending; a copy. */
    public bracesBehind(start: number): Uint32Array {
        const from = this.offsets[0] === start ? 1 : 0;
        return this.braceCount <= from ? none : this.offsets.slice(from, this.braceCount);
    }
}
