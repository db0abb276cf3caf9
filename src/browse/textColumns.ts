import type {KeptCategory} from "./categories.js";

/** What the file alone tells of its rows. */
export interface TextColumns {
    readonly start: Float64Array;
    readonly size: Uint32Array;
    readonly line: Uint32Array;
    readonly promptLength: Uint32Array;
    readonly answerLength: Uint32Array;
    readonly flags: Uint32Array;
    /** Packed, four words a row. */
    readonly keys: Uint32Array;
    readonly categories: readonly KeptCategory[];
}
