/** Says why a text is no filter; caught in `parseFilter`, never leaves this folder. */
export class Refused extends Error {
    /** @param at place in the text, from 0 */
    public constructor(public readonly at: number, message: string) {
        super(message);
    }
}

/** Reads a filter's text piece by piece; `at` is the place of the next one. */
export class Scanner {
    public at = 0;

    public constructor(private readonly text: string) {}

    /** True when nothing but white space was left. */
    public atEnd(): boolean {
        this.take(/\s*/y);
        return this.at === this.text.length;
    }

    public sees(character: string): boolean {
        return this.text.startsWith(character, this.at);
    }

    /** The piece that a sticky expression finds here; undefined, and nothing read, if it finds none. */
    public take(sticky: RegExp): RegExpExecArray | undefined {
        sticky.lastIndex = this.at;
        const found = sticky.exec(this.text) ?? undefined;
        this.at += found?.[0].length ?? 0;
        return found;
    }

    /** A text in double quotes, with JSON's escapes. */
    public takeQuoted(): string {
        const start = this.at;
        const found = this.take(/"(?:[^"\\]|\\[^])*"/y);
        if (found === undefined)
            throw new Refused(start, "The closing quotation mark is missing.");
        try {
            // Tabs and line breaks may come in by pasting; JSON wants them written as escapes.
            return JSON.parse(found[0].replaceAll("\n", "\\n").replaceAll("\r", "\\r").replaceAll("\t", "\\t")) as string;
        } catch {
            throw new Refused(start, "Between quotation marks, write \\\" for a quotation mark and \\\\ for a backslash.");
        }
    }

    /** A value that is quoted or ends at white space, a comma or a quotation mark; empty if there is none. */
    public takeValue(): string {
        return this.sees("\"") ? this.takeQuoted() : this.take(/[^\s",]*/y)?.[0] ?? "";
    }

    /** `/source/flags`. */
    public takeRegex(): {source: string; flags: string} {
        const start = this.at;
        const found = this.take(/\/((?:[^/\\\n\r\u2028\u2029]|\\[^\n\r\u2028\u2029])+)\/([^\s",]*)/y);
        if (found === undefined)
            throw new Refused(start, "A regular expression stands on one line between two slashes, as in /black hole/i; write \\/ for a slash in it.");
        const [, source = "", flags = ""] = found;
        return {source, flags};
    }
}
