import {compiled} from "../core/filter/textMatcher.js";
import type {Pattern} from "../core/filter/terms.js";

/**
 * What tells quickly that a record cannot hold a searched text, by the record's characters as they stand in the file; undefined
 * where only the parsed texts tell. Most records are not parsed then.
 */
export function rawFilter(pattern: Pattern): ((raw: string) => boolean) | undefined {
    if (pattern.kind === "regex")
        return undefined;
    // Space may be written in many ways, and these characters behind a backslash or as an escape of four digits.
    const parts = pattern.text.split(/[\s"\\/\u0000-\u001f\u007f]+/).filter((part) => part !== ""); // eslint-disable-line no-control-regex -- JSON escapes just these
    const expressions = parts.map((text) => compiled({kind: "plain", text})).filter((expression) => typeof expression !== "string");
    return expressions.length === 0 ? undefined : (raw) => expressions.every((expression) => expression.test(raw)) || raw.includes("\\u");
}
