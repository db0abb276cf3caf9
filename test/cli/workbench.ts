import assert from "node:assert/strict";
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import type {ScoreRow} from "../../src/core/scoresFile.js";
import type {EvaluatorChoice} from "../../src/engine/protocol.js";
import {writeRandomModel} from "../../tools/random-model/randomModel.js";
import {runCli, type CliResult} from "../support/cli.js";

/** A folder with a small model and a store of its own, and the command line run in it. */
export class Workbench {
    public readonly folder = mkdtempSync(path.join(tmpdir(), "goldpan-cli-"));
    public readonly model = this.file("random.gguf");

    /** @param engine given as --engine */
    public constructor(public readonly engine: EvaluatorChoice = "auto") {}

    public async prepare(): Promise<void> {
        await writeRandomModel(this.model, {seed: 11, vocabularySize: 1000, contextLength: 512});
    }

    public dispose(): void {
        rmSync(this.folder, {recursive: true, force: true});
    }

    public file(name: string): string {
        return path.join(this.folder, name);
    }

    /** Writes a file into the folder and gives its path. */
    public write(name: string, content: string | Uint8Array): string {
        writeFileSync(this.file(name), content);
        return this.file(name);
    }

    /** `goldpan score` on this model with few anchors; `more` comes last and wins. */
    public score(dataset: string, ...more: readonly string[]): Promise<CliResult> {
        return this.run("score", dataset, "--model", this.model, "--anchors", this.anchors(), "--threads", "1", "--gpu", "off", "--engine", this.engine, ...more);
    }

    public run(...args: readonly string[]): Promise<CliResult> {
        return runCli(args, {GOLDPAN_STORE: this.file("store")});
    }

    public rows(name: string): ScoreRow[] {
        return readFileSync(this.file(name), "utf8").trimEnd().split("\n").map((line) => JSON.parse(line) as ScoreRow);
    }

    private anchors(): string {
        return this.write("anchors.jsonl", readFileSync("samples/anchors.jsonl", "utf8").split("\n").slice(0, 4).join("\n"));
    }
}

export function succeeded(result: CliResult): CliResult {
    assert.equal(result.code, 0, result.stderr);
    return result;
}

/** Exit 1 with one sentence, whose text is given back; no stack, no second line. */
export function refused(result: CliResult): string {
    assert.equal(result.code, 1, result.stdout + result.stderr);
    const lines = result.stderr.trimEnd().split("\n").filter((line) => !/^(warning|Anchors|Scorer model)\b/.test(line));
    assert.equal(lines.length, 1, result.stderr);
    assert.match(lines[0] ?? "", /^goldpan: .*\.$/);
    assert.doesNotMatch(result.stderr, /\n\s+at /);
    return lines[0] ?? "";
}

/** Alpaca records as JSON Lines. */
export function jsonl(records: readonly object[]): string {
    return records.map((record) => JSON.stringify(record) + "\n").join("");
}

export function alpaca(amount: number): {instruction: string; input: string; output: string}[] {
    return Array.from({length: amount}, (_, i) => ({instruction: `Say the number ${i}`, input: "", output: `It is ${i}.`}));
}
