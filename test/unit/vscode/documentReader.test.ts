import assert from "node:assert/strict";
import {DocumentReader, type SourceDocument, type TextChange} from "../../../src/vscode/documentReader.js";
import {OpenedText} from "../../fuzz/readers.js";
import {line, randomSource} from "../formats/support.js";

/** A document of an editor: changes are told in its own lines, from below to above. */
class FakeDocument implements SourceDocument {
    public version = 1;
    public looked = 0;
    public constructor(public lines: string[]) {}

    public get lineCount(): number {
        return this.lines.length;
    }

    public lineAt(at: number): {text: string} {
        this.looked++;
        return {text: this.lines[at] ?? assert.fail(`line ${at} of ${this.lines.length}`)};
    }

    public getText(): string {
        return this.lines.join("\n");
    }

    public positionAt(offset: number): {line: number; character: number} {
        const before = this.getText().slice(0, offset).split("\n");
        return {line: before.length - 1, character: before.at(-1)?.length ?? 0};
    }

    /** Replaces lines from one to another, whole. */
    public replace(start: number, end: number, text: string): TextChange {
        this.lines.splice(start, end - start + 1, ...text.split("\n"));
        this.version++;
        return {range: {start: {line: start}, end: {line: end}}, text};
    }
}

describe("a reader of documents", () => {
    const random = randomSource(11);
    const choices = [line("a"), line("b"), line("N/A"), "", "{\"instruction\": 1", "[", `${line("c")}\n${line("d")}`, "\n"];
    const anything = (): string => random(2) === 0 ? line(`text ${random(60)}`) : choices[random(choices.length)] ?? "";

    it("told of every change finds what one finds that reads the text for the first time", async () => {
        const document = new FakeDocument([line("first"), line("second")]);
        const reader = new DocumentReader(undefined);
        let arrays = 0;
        for (let edit = 0; edit < 800; edit++) {
            for (let event = random(3); event > 0; event--) {
                const changes: TextChange[] = [];
                for (let below = document.lineCount; changes.length <= random(3) && below > 0;) {
                    const start = random(below), end = Math.min(below - 1, start + random(3));
                    changes.push(document.replace(start, end, anything()));
                    below = start;
                }
                reader.changed(changes, document.lineCount);
            }
            const reading = await reader.read(document);
            assert.deepEqual(reading, await new DocumentReader(undefined).read(document));
            arrays += reading?.container === "jsonl" ? 0 : 1;
            if (document.lineCount < 10) {
                const more = Array.from({length: 15}, anything).join("\n");
                reader.changed([{range: {start: {line: document.lineCount - 1}, end: {line: document.lineCount - 1}}, text: `${document.lines.at(-1) ?? ""}\n${more}`}], document.lineCount + more.split("\n").length);
                document.lines.push(...more.split("\n"));
            }
        }
        assert.ok(arrays > 5 && arrays < 500, String(arrays)); // a bracket at its beginning makes an array of it
    });

    it("looks only at lines that were changed", async () => {
        const document = new FakeDocument(Array.from({length: 1000}, (_, at) => line(`answer ${at} ${"and more ".repeat(20)}`)));
        const reader = new DocumentReader(undefined);
        await reader.read(document);
        document.looked = 0;
        reader.changed([document.replace(900, 900, line("edited"))], 1000);
        const edited = await reader.read(document);
        assert.equal(document.looked, 1);
        assert.equal(edited?.examples[900]?.example.turns.at(-1)?.text, "edited");
        const again = await reader.read(document);
        assert.equal(document.looked, 1);
        assert.deepEqual(again?.examples, edited.examples);
    });

    it("takes a record of more examples than a function takes arguments", async () => {
        const record = JSON.stringify({instruction: "q", instances: Array.from({length: 150_000}, () => ({output: "a"}))});
        const reading = await new DocumentReader(undefined).read(new OpenedText(`[${record}]`));
        assert.deepEqual([reading?.examples.length, reading?.problems.length], [150_000, 0]);
    });

    it("refuses a text of more lines than can be shown, in words", async () => {
        const lines = {version: 1, lineCount: 1_000_001, lineAt: () => ({text: line("a")}), getText: () => "", positionAt: () => ({line: 0, character: 0})};
        await assert.rejects(new DocumentReader(undefined).read(lines), {name: "UserError", message: /more than 1,000,000 lines or examples.*panel/});
    });
});
