import type {PromptText} from "./prompt.js";
import type {Protocol} from "./protocol.js";

/** The tokenizer's own default: no special tokens parsed or added, and no trimming of a leading space. */
export type Tokenize = (text: string) => readonly number[];

/** Tokens of which those from `scoredFrom` on are scored; `scoredFrom === tokens.length` scores nothing. */
export interface AnchorLayout {
    readonly kind: "anchor";
    readonly tokens: readonly number[];
    readonly scoredFrom: number;
}

/** An anchor that cannot take part, with the reason as half a sentence. */
export interface RefusedAnchor {
    readonly kind: "refused";
    readonly reason: string;
}

/**
 * Tokens of an anchor. Query and answer divide at the token count of the query tokenised alone; the whole text is tokenised
 * in one go. The same tokens serve the zero-shot and the one-shot pass.
 */
export function layOutAnchor(text: PromptText, protocol: Protocol, tokenize: Tokenize): AnchorLayout | RefusedAnchor {
    const whole = tokenize(text.query + text.answer);
    const queryLength = tokenize(text.query).length;
    const tokens = protocol.anchorCut === null ? whole : whole.slice(0, protocol.anchorCut);
    if (tokens.length > protocol.halfContext)
        return {kind: "refused", reason: `it is ${tokens.length} tokens long, more than half the context (${protocol.halfContext})`};
    if (whole.length <= queryLength)
        return {kind: "refused", reason: "its answer has no token to score"};
    return {kind: "anchor", tokens, scoredFrom: Math.min(queryLength, tokens.length)};
}

/** What stands in front of an anchor in the one-shot pass. */
export interface PrefixLayout {
    readonly tokens: readonly number[];
    readonly truncated: boolean;
}

/** BOS (if the model has one), the example, the separator. An example longer than half the context is cut to it. */
export function layOutExample(text: string, protocol: Protocol, bos: number | null, tokenize: Tokenize): PrefixLayout {
    const first = bos === null ? [] : [bos];
    const alone = firstTokens(text, protocol.halfContext, tokenize);
    if (alone.length > protocol.halfContext)
        return {tokens: [...first, ...alone.slice(0, protocol.halfContext), ...tokenize(protocol.separator)], truncated: true};
    return {tokens: [...first, ...tokenize(text + protocol.separator)], truncated: false};
}

/** Hardly any token is longer, but for runs of spaces. */
const charactersPerToken = 64;
/** So many tokens before an edge are sure not to depend on what stands behind it. */
const edgeTokens = 64;

/**
 * The tokens of a text, or at least its first `wanted` and some more. Only the beginning of a text of megabytes is tokenised,
 * as some tokenizers take minutes for the whole; the tokens wanted stand too far before the edge to depend on it.
 */
export function firstTokens(text: string, wanted: number, tokenize: Tokenize): readonly number[] {
    const beginning = text.slice(0, charactersPerToken * (wanted + edgeTokens));
    const tokens = tokenize(beginning);
    return beginning.length === text.length || tokens.length >= wanted + edgeTokens ? tokens : tokenize(text);
}

/** Nobody filters so long answers by a few tokens, and see `firstTokens`. */
const longestCounted = 100_000;

/**
 * Tokens of an example's answer, counted as those of an anchor that are scored. Null for texts of more than 100,000 characters.
 * @param answerFrom where in the text the answer begins
 */
export function countAnswerTokens(text: string, answerFrom: number, tokenize: Tokenize): number | null {
    return text.length > longestCounted ? null : Math.max(0, tokenize(text).length - tokenize(text.slice(0, answerFrom)).length);
}

/** What stands in front of an anchor in the zero-shot pass. */
export function layOutZeroShot(protocol: Protocol, bos: number | null): readonly number[] {
    return protocol.zeroShotBos && bos !== null ? [bos] : [];
}

/**
 * Positions that hold any example, separator and anchor of this protocol: C plus BOS and separator. The separator of a cut
 * example comes on top of C / 2, so C alone would be short by a few tokens.
 */
export function positionsNeeded(protocol: Protocol, separatorLength: number): number {
    return protocol.contextSize + 1 + separatorLength;
}
