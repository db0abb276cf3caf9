/** Who speaks. `tool-call` is the model's own output, `tool-result` is what the tool gave back. */
export type Role = "system" | "user" | "assistant" | "tool-call" | "tool-result";

/** One turn of an example. Texts are as in the file; the prompt trims them. */
export interface Turn {
    readonly role: Role;
    readonly text: string;
    /** Only on user turns of the Alpaca and Dolly families: the `input` or `context` field, when it is not blank. */
    readonly input?: string;
    /** Only on tool calls that their record holds as an object of name and arguments; others stand in `text` as they are written. */
    readonly call?: ToolCall;
}

/** A tool call as its record writes it. The text of its turn is what the model reads, always spelled in the same way. */
export interface ToolCall {
    readonly name: string;
    /** To the letter: a JSON value, or, with `isText`, a text in the place of one, which need not be JSON. */
    readonly arguments: string;
    readonly isText: boolean;
}

/** Half-open range of bytes in the (decompressed) file. */
export interface Span {
    readonly start: number;
    readonly end: number;
}

/** The shape a record was recognised by. */
export type Form =
    | "alpaca" | "dolly" | "prompt-completion" | "prompt-response" | "self-instruct"
    | "sharegpt" | "messages" | "columns";

/** One training example: turns of which the last is the model's own (`assistant` or `tool-call`). */
export interface Example {
    /** Counts readable examples from 0. */
    readonly index: number;
    /** Line of the record's first character, from 1. */
    readonly line: number;
    /** The record's exact bytes; instances of one self-instruct record share it. */
    readonly span: Span;
    /** Which example of its record it is, from 0; missing for the first, which mostly is the only one. */
    readonly part?: number;
    readonly form: Form;
    /** Identifies the content, not the place: see `exampleKey`. */
    readonly key: string;
    readonly turns: readonly Turn[];
    /** Named reasons why the text alone looks noisy, see `core/lint`. */
    readonly flags: readonly string[];
}

/** An example of a text that is being edited: its bytes would move with every edit before it, so nobody keeps them. */
export type ExampleInText = Omit<Example, "span">;

export type ProblemInText = Omit<Problem, "span">;

/** A record (or a stretch of text) that could not be read. */
export interface Problem {
    /** From 1. */
    readonly line: number;
    /** In characters of that line, from 1. */
    readonly column: number;
    /** One sentence, without the place. */
    readonly message: string;
    readonly span: Span;
}

/** True for turns that the model itself wrote. */
export function isModelTurn(turn: Turn): boolean {
    return turn.role === "assistant" || turn.role === "tool-call";
}

/** The last turn, which is the one that is learnt and scored. */
export function answerTurn(turns: readonly Turn[]): Turn {
    const last = turns.at(-1);
    if (last === undefined || !isModelTurn(last))
        throw new Error("an example must end in a turn of the model");
    return last;
}
