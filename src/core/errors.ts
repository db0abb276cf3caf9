/**
 * An error that the person can mend: its message is one plain sentence that says what is wrong, where, and what to do.
 * The edges (command line, editor) show the message as it is; any other error is a bug and is reported as one.
 */
export class UserError extends Error {
    public override readonly name = "UserError";
}
