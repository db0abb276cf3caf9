/**
 * What helps against an error where command line and editor offer it in different ways: each says it in its own words, the
 * names of its options or its settings.
 */
export type Remedy =
    | "anchor-file" | "anchors" | "columns" | "device" | "less-memory" | "model" | "newer-store" | "other-anchors" | "other-store" | "place" | "processor"
    | "scores-file" | "seed" | "writable-store";

/**
 * An error that the person can mend: its message is one plain sentence that says what is wrong, where, and what to do, unless
 * `remedy` says the last. The edges (command line, editor) show the message as it is, and then their words for the remedy; any
 * other error is a bug and is reported as one.
 */
export class UserError extends Error {
    public override readonly name = "UserError";

    public constructor(message: string, public readonly remedy?: Remedy) {
        super(message);
    }
}
