import assert from "node:assert/strict";
import {existsSync, mkdtempSync, readFileSync, writeFileSync} from "node:fs";
import os from "node:os";
import path from "node:path";
import {gzipSync} from "node:zlib";
import * as vscode from "vscode";
import type {KeptRun} from "../../../src/core/measurement.js";
import {protocolFor} from "../../../src/core/protocol.js";
import {scoreRow} from "../../../src/core/scoresFile.js";
import {embeddedModelFile} from "../../../src/session/embeddedModel.js";
import {readDataset} from "../../../src/session/readDataset.js";
import {commandLine} from "../../../src/vscode/exportOrigin.js";
import type {ScoreOrigin} from "../../../src/vscode/fileScores.js";
import {toldOrigin} from "../../../src/vscode/panel/status.js";
import {answering, PanelPage} from "./panelPage.js";
import {activated, record, set, until} from "./support.js";

const lines = ["One.", "Two.", "Three.", "Four."].map((output) => record({output}));

describe("what a panel exports", function () {
    this.timeout(60_000);
    let page: PanelPage | undefined, person: ReturnType<typeof answering> | undefined, folder: string;
    before(activated);
    afterEach(() => {
        person?.restore();
        page?.dispose();
    });

    async function opened(file: string): Promise<PanelPage> {
        const made = new PanelPage(vscode.Uri.file(file));
        page = made;
        made.tell({kind: "ready"});
        await made.until("table", ({reading}) => reading.done);
        return made;
    }

    it("is told to be missing when the file was read anew while the person chose", async () => {
        folder = mkdtempSync(path.join(os.tmpdir(), "goldpan-export-"));
        writeFileSync(path.join(folder, "data.jsonl"), lines.join("\n"));
        const shown = await opened(path.join(folder, "data.jsonl"));
        const out = path.join(folder, "out.jsonl");
        person = answering({picks: ["As in the file", "Without a card"], place: vscode.Uri.file(out)});
        shown.tell({kind: "export", revision: 7, rows: Uint32Array.of(1), filter: ""});
        assert.match(await until("a sentence", () => shown.logged[0]), /^Nothing was written to out\.jsonl: /);
        assert.ok(!existsSync(out));
        person.restore();
        person = answering({picks: ["As in the file", "Without a card"], place: vscode.Uri.file(out)});
        shown.tell({kind: "export", revision: 1, rows: Uint32Array.of(1), filter: ""});
        await until("the file", () => existsSync(out));
        assert.equal(readFileSync(out, "utf8"), `${lines[1] ?? ""}\n`);
        assert.deepEqual([person.titles, person.asked.at(-1)], [new Array(3).fill("Export examples"), "data.all.jsonl"]);
    });

    it("has the name that is proposed of an array from an array, also of a compressed one", async () => {
        folder = mkdtempSync(path.join(os.tmpdir(), "goldpan-export-"));
        const dataset = path.join(folder, "data.json.gz"), out = path.join(folder, "out.json");
        writeFileSync(dataset, gzipSync(JSON.stringify(lines.map((line) => JSON.parse(line) as unknown))));
        const shown = await opened(dataset);
        person = answering({picks: ["As in the file", "Without a card"], place: vscode.Uri.file(out)});
        shown.tell({kind: "export", revision: 1, rows: Uint32Array.of(1, 2), filter: "output:o"});
        await until("the file", () => existsSync(out));
        assert.equal(person.asked.at(-1), "data.filtered.json");
        assert.equal((JSON.parse(readFileSync(out, "utf8")) as unknown[]).length, 2);
    });

    it("has a command line that makes it again with what its scores were measured with, whatever the settings ask for by now", async () => {
        const run: KeptRun = {file: "/d.jsonl", modelFile: "other.gguf", modelFingerprint: "f", protocol: protocolFor("paper", 2048), anchorSource: "random:7", seed: 5, anchors: []};
        const restores = [await set("anchors", "random:3"), await set("seed", 9), await set("model.path", "/models/mine.gguf")];
        try {
            const line = (origin: ScoreOrigin): string => commandLine({dataset: "/d.jsonl", out: "/o.jsonl", choice: [], form: {format: "same", card: false}, origin});
            const score = (model: string): string => `goldpan score /d.jsonl${model} --anchors random:7 --seed 5 --protocol paper --out /d.jsonl.scores.jsonl && `;
            assert.ok(line({kind: "run", run, outdated: ["anchors", "seed"]}).startsWith(score(" --model /models/mine.gguf")));
            assert.ok(line({kind: "run", run, outdated: ["model", "anchors", "seed"]}).startsWith(score(" --model other.gguf")));
            assert.ok(line({kind: "run", run: {...run, modelFile: embeddedModelFile}, outdated: ["model"]}).startsWith(score("")));
            assert.ok(line(toldOrigin({kind: "run", run}, undefined)).startsWith(score(" --model other.gguf")), "it is not known whether the model of the settings is the same, but it has another name");
            assert.ok(line(toldOrigin({kind: "run", run: {...run, modelFile: "mine.gguf"}}, undefined)).startsWith(score(" --model /models/mine.gguf")));
            assert.ok(line({kind: "none"}).startsWith("goldpan score /d.jsonl --model /models/mine.gguf --anchors random:3 --seed 9 "));
        } finally {
            for (const restore of restores)
                await restore();
        }
    });

    it("is the golden subset of a compressed file, too, which no text editor opens", async () => {
        const text = lines.join("\n");
        folder = mkdtempSync(path.join(os.tmpdir(), "goldpan-export-"));
        const dataset = path.join(folder, "data.jsonl.gz"), out = path.join(folder, "out.jsonl");
        writeFileSync(dataset, gzipSync(text));
        const {examples} = await readDataset(dataset);
        writeFileSync(`${dataset}.scores.jsonl`, examples.map((example) => JSON.stringify({...scoreRow(example, null, []), goldenScore: example.index / 4, wins: example.index, anchors: 4})).join("\n"));
        const shown = await opened(dataset);
        person = answering({picks: ["Golden score of 0.5 or more", "As in the file", "Without a card"], place: vscode.Uri.file(out)});
        await shown.until("status", ({status}) => status.origin.kind === "file");
        shown.tell({kind: "command", command: "export-golden-subset"});
        await until("the file", () => {
            for (const line of shown.logged.splice(0)) {
                assert.match(line, /scores of the file are still being looked up/);
                shown.tell({kind: "command", command: "export-golden-subset"});
            }
            return existsSync(out);
        });
        assert.equal(readFileSync(out, "utf8"), lines.slice(2).map((line) => `${line}\n`).join(""));
        assert.deepEqual([person.titles, person.asked.at(-1)], [new Array(4).fill("Export golden subset"), "data.golden-min0.5.jsonl"]);
        assert.ok(person.asked.includes("4 of 4 examples are scored"), person.asked.join());
        assert.ok(person.asked.includes("Golden score of 0.5 or more: 2 examples (50.0 %)"), person.asked.join());
        assert.deepEqual(shown.logged, []);
        assert.deepEqual(vscode.workspace.textDocuments.filter(({fileName}) => fileName === dataset), []);
    });
});
