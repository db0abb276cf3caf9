/** What C headers declare, with types as text: "const char *", "llama_seq_id **", "bool (*)(float, void *)". */
export interface CHeader {
    readonly structs: ReadonlyMap<string, readonly CField[]>;
    readonly functions: ReadonlyMap<string, readonly [result: string, ...parameters: string[]]>;
    readonly typedefs: ReadonlyMap<string, string>;
    /** Null where it is not a plain number or a shift of one. */
    readonly enumValues: ReadonlyMap<string, number | null>;
}

export type CField = readonly [type: string, name: string];

const aggregates = new Set(["struct", "union", "enum"]);

/**
 * Reads the plain C of llama.cpp's headers. Conditions are not evaluated: what two branches declare differently is an error, and a
 * directive inside of a declaration becomes a part of it, so that it cannot equal anything expected.
 * @throws Error when something is declared twice and differently
 */
export function parseHeader(text: string): CHeader {
    const structs = new Map<string, CField[]>();
    const functions = new Map<string, [string, ...string[]]>();
    const typedefs = new Map<string, string>();
    const enumValues = new Map<string, number | null>();
    for (const statement of statements(tokensOf(text))) {
        if (statement[0] === "typedef")
            declareType(statement.slice(1));
        else
            declare(statement);
    }
    return {structs, functions, typedefs, enumValues};

    function declareType(tokens: readonly string[]): void {
        const [open, close] = [tokens.indexOf("{"), tokens.lastIndexOf("}")];
        if (open >= 0)
            declare(tokens.slice(0, close + 1), tokens.at(-1));
        const [type, name] = open === 1 ? [tokens[0] ?? "", tokens.at(-1) ?? ""] : declarator([...tokens.slice(0, Math.max(open, 0)), ...tokens.slice(close + 1)]);
        put(typedefs, name, type);
    }

    /** @param otherName for a struct that has no name of its own */
    function declare(tokens: readonly string[], otherName = ""): void {
        const open = tokens.indexOf("{");
        if (tokens[0] === "enum" && open >= 0)
            declareValues(split(tokens.slice(open + 1, -1), ","));
        else if (aggregates.has(tokens[0] ?? "") && open >= 0)
            put(structs, open === 2 ? tokens[1] ?? "" : otherName, split(tokens.slice(open + 1, -1), ";").flatMap(fieldsOf));
        else if (tokens.at(-1) === ")") {
            const call = openingOfLast(tokens);
            const [result, name] = declarator(tokens.slice(0, call));
            put(functions, name, [result, ...parametersOf(tokens.slice(call + 1, -1))]);
        }
    }

    function declareValues(entries: readonly (readonly string[])[]): void {
        let value: number | null = -1;
        for (const [name = "", equals, ...expression] of entries) {
            if (name.startsWith("#"))
                value = null; // it depends
            else if (equals === "=")
                value = evaluate(expression);
            else if (value !== null)
                value++;
            put(enumValues, name, value);
        }
    }

    function evaluate(expression: readonly string[]): number | null {
        const plain = expression.map((token) => enumValues.get(token) ?? token).join("");
        const [, sign, number, shift] = /^(-?)(\d+|0x[\da-f]+)(?:<<(\d+))?$/i.exec(plain) ?? [];
        return number === undefined ? null : Number(`${sign}1`) * Number(number) * 2 ** Number(shift ?? 0);
    }
}

function put<Value>(map: Map<string, Value>, name: string, value: Value): void {
    if (name !== "" && map.has(name) && JSON.stringify(map.get(name)) !== JSON.stringify(value))
        throw new Error(`${name} is declared twice, differently`);
    map.set(name, value);
}

/** A directive is one token. Comments and what only serves linkers and C++ are left out. */
function tokensOf(text: string): readonly string[] {
    const plain = text.replaceAll(/\\\r?\n/g, " ")
        .replaceAll(/"(?:[^"\\\n]|\\.)*"|\/\*[^]*?\*\/|\/\/.*/g, (found) => found.startsWith("\"") ? found : " ")
        .replaceAll(/\bextern\s+"C"\s*\{|\b(?:LLAMA|GGML\w*)_API\b/g, " ");
    return (plain.match(/^[ \t]*#.*|"(?:[^"\\\n]|\\.)*"|[a-z_]\w*|\d[\w.]*|\.{3}|<<|\S/gim) ?? []).map((token) => token.trim());
}

function statements(tokens: readonly string[]): string[][] {
    let depth = 0;
    const kept = tokens.filter((token) => {
        if (depth === 0 && (token === "}" || token.startsWith("#"))) // the former closes `extern "C"`
            return false;
        depth += nesting(token);
        return true;
    });
    return split(kept, ";").map((statement) => /^(?:GGML_)?DEPRECATED$/.test(statement[0] ?? "") ? split(statement.slice(2, -1), ",")[0] ?? [] : statement);
}

function nesting(token: string): number {
    return ["(", "[", "{"].includes(token) ? 1 : [")", "]", "}"].includes(token) ? -1 : 0;
}

/** The parts between separators that no bracket encloses; empty ones are left out. */
function split(tokens: readonly string[], separator: string): string[][] {
    const parts: string[][] = [[]];
    let depth = 0;
    for (const token of tokens) {
        depth += nesting(token);
        if (token === separator && depth === 0)
            parts.push([]);
        else
            parts.at(-1)?.push(token);
    }
    return parts.filter(({length}) => length > 0);
}

function openingOfLast(tokens: readonly string[]): number {
    let depth = 0;
    return tokens.findLastIndex((token) => (depth += nesting(token)) === 0);
}

function parametersOf(tokens: readonly string[]): string[] {
    return tokens.join(" ") === "void" ? [] : split(tokens, ",").map((parameter) => declarator(parameter)[0]);
}

/** `int a, * b, c[3]` are three. */
function fieldsOf(declaration: readonly string[]): CField[] {
    const [first = [], ...others] = split(declaration, ",");
    const special = first.findIndex((token) => ["*", "(", "["].includes(token));
    const base = first.slice(0, special < 0 ? -1 : first[special] === "[" ? special - 1 : special);
    return [declarator(first), ...others.map((other) => declarator([...base, ...other]))];
}

const typeWords = new Set([...aggregates, "const", "volatile", "signed", "unsigned", "short", "long", "int", "char", "float", "double", "bool", "void"]);

/** The name is empty where there is only a type. */
function declarator(tokens: readonly string[]): CField {
    const behind = tokens.lastIndexOf("}") + 1; // the fields of an unnamed union are no part of the declarator
    const pointer = tokens.findIndex((token, i) => i >= behind && token === "(" && tokens[i + 1] === "*");
    if (pointer >= 0) {
        const close = tokens.indexOf(")", pointer);
        return [`${typeText(tokens.slice(0, pointer))} (*)(${parametersOf(tokens.slice(close + 2, -1)).join(", ")})`, tokens.slice(pointer + 2, close).join(" ")];
    }
    const array = tokens.indexOf("[", behind);
    const end = array < 0 ? tokens.length : array;
    const name = tokens[end - 1] ?? "";
    const before = tokens.slice(0, end - 1);
    const isName = /^[a-z_]\w*$/i.test(name) && !typeWords.has(name) && before.some((token) => !aggregates.has(token) && token !== "const");
    return isName ? [typeText([...before, ...tokens.slice(end)]), name] : [typeText(tokens), ""];
}

function typeText(tokens: readonly string[]): string {
    return tokens.join(" ").replaceAll(/\*(?: \*)+/g, (stars) => stars.replaceAll(" ", ""));
}
