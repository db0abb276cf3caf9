import type {Tokenize} from "../../../src/core/layout.js";

/** A tokenizer whose tokens are the matches of a pattern, and the way back from tokens to what they stand for. */
export interface ToyTokenizer {
    readonly tokenize: Tokenize;
    /** The texts of tokens; `null` for the BOS given. */
    readonly spell: (tokens: readonly number[], bos?: number | null) => (string | null)[];
}

/** By default a token is a word or a line break. */
export function toyTokenizer(pattern = /\n|\S+/g): ToyTokenizer {
    const pieces: string[] = [];
    const numbers = new Map<string, number>();
    const numberOf = (piece: string): number => {
        const known = numbers.get(piece);
        if (known !== undefined)
            return known;
        numbers.set(piece, pieces.length);
        return pieces.push(piece) - 1;
    };
    return {
        tokenize: (text) => (text.match(pattern) ?? []).map(numberOf),
        spell: (tokens, bos) => tokens.map((token) => token === bos ? null : pieces[token] ?? `unknown ${token}`)
    };
}
