import {englishWords, pseudoWords} from "./words.js";

/** One learned merge: two pieces of the vocabulary that make a third. */
export interface Merge {
    readonly left: string;
    readonly right: string;
}

export interface PieceOptions {
    /** What starts a word that follows a space: "▁" for SentencePiece, "Ġ" for byte-level BPE. */
    readonly space: string;
    /** Pieces that exist already and are not to be counted: single characters. */
    readonly characters: readonly string[];
    /** How many new pieces to make. */
    readonly count: number;
    /**
     * What a tokeniser looks at to decide whether two neighbours merge: for SentencePiece the joined text, for BPE the pair.
     * Two pairs with the same key are the same merge.
     */
    readonly mergeKey: (left: string, right: string) => string;
    readonly seed: number;
}

/**
 * Learns pieces the way byte-pair encoding does: English words first (each time the pair that most of the text would use), then
 * seeded pseudo-words (each completed by joining its first two pieces until it is one).
 *
 * A merge is only ever learned from two neighbours in a word that all earlier merges leave apart, and ranks after all of them. So a
 * tokeniser that applies the best-ranked merge first reaches every piece from its characters.
 * @returns the merges by falling priority, and the `count` new pieces in the same order; a BPE merge may give a piece that exists already
 */
export function learnPieces(options: PieceOptions): {merges: readonly Merge[]; pieces: readonly string[]} {
    const {space, count, mergeKey} = options;
    const ranks = new Map<string, number>();
    const known = new Set(options.characters);
    const merges: Merge[] = [];
    const pieces: string[] = [];

    const learn = (left: string, right: string): void => {
        ranks.set(mergeKey(left, right), merges.length);
        merges.push({left, right});
        if (!known.has(left + right)) {
            known.add(left + right);
            pieces.push(left + right);
        }
    };
    /** Applies known merges, best first and leftmost among equals, until none applies. */
    const settle = (word: string[]): void => {
        for (;;) {
            let best = -1;
            let bestRank = Infinity;
            for (let index = 0; index + 1 < word.length; index++) {
                const rank = ranks.get(mergeKey(word[index] ?? "", word[index + 1] ?? ""));
                if (rank !== undefined && rank < bestRank)
                    [best, bestRank] = [index, rank];
            }
            if (best < 0)
                return;
            word.splice(best, 2, `${word[best]}${word[best + 1]}`);
        }
    };
    const usable = (text: string): boolean => Array.from(text).every((character) => known.has(character));

    const corpus = englishWords().flatMap(({word, weight}) => [
        {word: Array.from(space + word), weight},
        {word: Array.from(word), weight: weight / 4},
        {word: Array.from(space + word.charAt(0).toUpperCase() + word.slice(1)), weight: weight / 8}
    ]).filter(({word}) => word.every(usable));
    while (pieces.length < count) {
        const pair = mostFrequentPair(corpus);
        if (pair === undefined)
            break;
        learn(pair.left, pair.right);
        for (const {word} of corpus)
            settle(word);
    }

    const words = pseudoWords(options.seed);
    for (let index = 0; pieces.length < count; index++) {
        const text = (index % 4 === 3 ? "" : space) + words.next().value;
        if (!usable(text))
            continue;
        const word = Array.from(text);
        settle(word);
        while (word.length > 1 && pieces.length < count) {
            const [left = "", right = ""] = word;
            learn(left, right);
            settle(word);
        }
    }
    return {merges, pieces};
}

function mostFrequentPair(corpus: readonly {word: readonly string[]; weight: number}[]): Merge | undefined {
    const weights = new Map<string, Merge & {weight: number}>();
    let best: (Merge & {weight: number}) | undefined;
    for (const {word, weight} of corpus)
        for (let index = 0; index + 1 < word.length; index++) {
            const [left = "", right = ""] = word.slice(index, index + 2);
            const entry = weights.get(`${left} ${right}`) ?? {left, right, weight: 0};
            entry.weight += weight;
            weights.set(`${left} ${right}`, entry);
            // Strictly greater: among equals the pair that got there first wins, which is the same in every run.
            if (best === undefined || entry.weight > best.weight)
                best = entry;
        }
    return best;
}
