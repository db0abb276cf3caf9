const digits = "0123456789abcdef";
const valueOf = Int8Array.from({length: 128}, (_, code) => digits.indexOf(String.fromCharCode(code)));
const wordsOfKey = 4, digitsOfWord = 8;
const nowhere = 0xffffffff;

/** A content key as four numbers of 32 bits. */
export type PackedKey = Uint32Array;

/** Packs a content key into four words of `target`, at `at`. False when the text is no content key. */
export function packKey(key: string, target: Uint32Array, at = 0): boolean {
    if (key.length !== wordsOfKey * digitsOfWord)
        return false;
    for (let word = 0; word < wordsOfKey; word++) {
        let value = 0;
        for (let digit = word * digitsOfWord; digit < (word + 1) * digitsOfWord; digit++) {
            const four = valueOf[key.charCodeAt(digit)] ?? -1;
            if (four < 0)
                return false;
            value = value << 4 | four;
        }
        target[at + word] = value;
    }
    return true;
}

/** The content key that four words hold. */
export function unpackKey(words: Uint32Array, at = 0): string {
    let key = "";
    for (let word = at; word < at + wordsOfKey; word++)
        key += (words[word] ?? 0).toString(16).padStart(digitsOfWord, "0");
    return key;
}

/**
 * Content keys by row, and the rows of a key: a map of a million strings would take ten times the memory. Keys are hashes, so
 * their first word is as good a hash as any.
 */
export class KeyTable {
    public length = 0;
    private words = new Uint32Array(1024 * wordsOfKey);
    /** For a place by hash the last row that has its key. */
    private slots = new Uint32Array(2048).fill(nowhere);
    /** For a row the one before it with the same key. */
    private before = new Uint32Array(1024);

    /** Makes room for so many rows, which is quicker than growing with them. */
    public reserve(rows: number): void {
        if (this.before.length < rows)
            this.grow(Math.max(rows, 2 * this.before.length));
    }

    /** The key becomes that of the next row. Returns whether it is the first one with it. @throws Error when it is no content key */
    public add(key: string): boolean {
        this.makeRoom();
        if (!packKey(key, this.words, this.length * wordsOfKey))
            throw new Error(`${JSON.stringify(key)} is no content key`);
        return this.enter(this.length++);
    }

    /** As `add`, but a key that is there already is not added again. */
    public addNew(key: string): boolean {
        this.makeRoom();
        const at = this.length * wordsOfKey;
        if (!packKey(key, this.words, at))
            throw new Error(`${JSON.stringify(key)} is no content key`);
        return this.slots[this.slotOf(this.words, at)] === nowhere && this.enter(this.length++);
    }

    public addPacked(key: PackedKey): boolean {
        this.makeRoom();
        this.words.set(key, this.length * wordsOfKey);
        return this.enter(this.length++);
    }

    /** All keys from a row on, four words each, a copy. */
    public packed(from = 0): Uint32Array<ArrayBuffer> {
        return this.words.slice(from * wordsOfKey, this.length * wordsOfKey);
    }

    /** For each row the first place among other packed keys that has its key; 0xffffffff for none. */
    public match(others: Uint32Array): Uint32Array {
        const found = new Uint32Array(this.length).fill(nowhere);
        for (let place = others.length / wordsOfKey - 1; place >= 0; place--)
            this.forEachRow(others, place * wordsOfKey, (row) => {
                found[row] = place;
            });
        return found;
    }

    public keyAt(row: number): string {
        return unpackKey(this.words, row * wordsOfKey);
    }

    /** Copies the packed key of a row. */
    public wordsAt(row: number, target: PackedKey): PackedKey {
        for (let word = 0; word < wordsOfKey; word++)
            target[word] = this.words[row * wordsOfKey + word] ?? 0;
        return target;
    }

    /** Calls with every row that has the key, the last one first. */
    public forEachRow(words: Uint32Array, at: number, use: (row: number) => void): void {
        for (let row = this.slots[this.slotOf(words, at)] ?? nowhere; row !== nowhere; row = this.before[row] ?? nowhere)
            use(row);
    }

    /** All rows that have one of the keys, ascending. */
    public rowsWith(keys: readonly string[]): Uint32Array {
        const words = new Uint32Array(wordsOfKey), found = new Set<number>();
        for (const key of keys)
            if (packKey(key, words))
                this.forEachRow(words, 0, (row) => found.add(row));
        return Uint32Array.from(found).sort();
    }

    /** Whether no row before it has the same key. */
    public isFirst(row: number): boolean {
        return this.before[row] === nowhere;
    }

    /** The row before it that has the same key. */
    public rowBefore(row: number): number | undefined {
        const before = this.before[row] ?? nowhere;
        return before === nowhere ? undefined : before;
    }

    public lastRow(words: PackedKey): number | undefined {
        const row = this.slots[this.slotOf(words, 0)] ?? nowhere;
        return row === nowhere ? undefined : row;
    }

    private enter(row: number): boolean {
        const slot = this.slotOf(this.words, row * wordsOfKey);
        const before = this.slots[slot] ?? nowhere;
        this.before[row] = before;
        this.slots[slot] = row;
        return before === nowhere;
    }

    /** Where the key stands or would stand. */
    private slotOf(words: Uint32Array, at: number): number {
        const mask = this.slots.length - 1;
        let slot = (words[at] ?? 0) & mask;
        for (let row = this.slots[slot] ?? nowhere; row !== nowhere && !this.isKeyOf(row, words, at); row = this.slots[slot] ?? nowhere)
            slot = (slot + 1) & mask;
        return slot;
    }

    private isKeyOf(row: number, words: Uint32Array, at: number): boolean {
        const own = row * wordsOfKey;
        return this.words[own] === words[at] && this.words[own + 1] === words[at + 1] && this.words[own + 2] === words[at + 2] && this.words[own + 3] === words[at + 3];
    }

    private makeRoom(): void {
        if (this.length >= this.before.length)
            this.grow(2 * this.before.length);
    }

    private grow(rows: number): void {
        const words = new Uint32Array(rows * wordsOfKey);
        words.set(this.words);
        this.words = words;
        this.before = new Uint32Array(rows);
        this.slots = new Uint32Array(2 ** Math.ceil(Math.log2(2 * rows))).fill(nowhere); // a power of two: see slotOf
        for (let row = 0; row < this.length; row++)
            this.enter(row);
    }
}
