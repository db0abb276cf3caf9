import assert from "node:assert/strict";
import {mkdtempSync, writeFileSync} from "node:fs";
import os from "node:os";
import path from "node:path";
import * as vscode from "vscode";
import type {EngineInfo} from "../../../src/core/measurement.js";
import type {Fit} from "../../../src/engine/models/protocol.js";
import {describeFit} from "../../../src/vscode/modelFit.js";
import {Scorer} from "../../../src/vscode/scorer.js";
import {modelItems, recentModels, withFits} from "../../../src/vscode/selectModel.js";
import {StatusBar} from "../../../src/vscode/statusBar.js";
import {Parts} from "./parts.js";
import {activated, record, set, until} from "./support.js";

const gibibyte = 2 ** 30;
const worker = {workerPath: "/no/such/worker.js"};

/** What VS Code would keep, for as long as the test. */
function memory(kept: Record<string, unknown> = {}): vscode.Memento {
    return {
        keys: () => Object.keys(kept),
        get: (key: string, otherwise?: unknown) => kept[key] ?? otherwise,
        update: (key: string, value: unknown) => {
            kept[key] = value;
            return Promise.resolve();
        }
    } as vscode.Memento; // its overloads of `get` are one function
}

describe("the choice of the scorer model", () => {
    before(activated);

    it("offers the embedded model, what is in use, what was chosen before, a file and a download", () => {
        const items = modelItems("/m/one.gguf", ["/m/two.gguf", "/m/one.gguf"], worker);
        assert.deepEqual(items.map(({label, description}) => `${label.replace(/\$\([^)]*\) /, "")}|${description ?? ""}`), [
            "Embedded model|", "one.gguf|in use", "two.gguf|", "A GGUF file on this machine ...|", "Download from Hugging Face ...|"
        ]);
        assert.equal(modelItems("", [], worker)[0]?.description, "in use");
    });

    it("chooses what an item names", async () => {
        const [embedded, one] = modelItems("/m/one.gguf", [], worker);
        assert.equal(await embedded?.choose(), "");
        assert.equal(await one?.choose(), "/m/one.gguf");
    });

    it("forgets files that are gone", () => {
        const file = path.join(mkdtempSync(path.join(os.tmpdir(), "goldpan-suite-")), "model.gguf");
        writeFileSync(file, "");
        assert.deepEqual(recentModels(memory({"models.recent": ["/no/such/model.gguf", file]})), [file]);
    });

    it("tells of each model whether it fits, once that is known", () => {
        const fit: Fit = {kind: "fits", backend: "cuda", layers: {onGpu: 32, all: 32}, needs: {ram: 0, vram: 5.1 * gibibyte}, has: {ram: 1, vram: 8 * gibibyte}, share: 0.85};
        const details = withFits(modelItems("/m/one.gguf", ["/m/two.gguf"], worker), new Map([["/m/two.gguf", fit]])).map(({detail}) => detail);
        assert.equal(details[1], "/m/one.gguf");
        assert.equal(details[2], "Fits: needs 5.1 GiB of 8.0 GiB of GPU memory · /m/two.gguf");
    });

    const has = {ram: 16 * gibibyte, vram: 8 * gibibyte};
    const fits: readonly (readonly [fit: Partial<Extract<Fit, {kind: "fits" | "too-big"}>>, text: string])[] = [
        [{backend: "cpu", layers: {onGpu: 0, all: 32}, needs: {ram: 0.1 * gibibyte, vram: 0}}, "Fits: needs 102.4 MiB of 16.0 GiB of memory, on the processor"],
        [{layers: {onGpu: 20, all: 32}, needs: {ram: 3 * gibibyte, vram: 6 * gibibyte}}, "Partly on the GPU (20 of 32 layers): needs 6.0 GiB of 8.0 GiB of GPU memory, and 3.0 GiB of 16.0 GiB of memory"],
        [{layers: {onGpu: 0, all: 32}, needs: {ram: 3 * gibibyte, vram: 0}}, "Does not fit on the GPU as it is now; on the processor: needs 3.0 GiB of 16.0 GiB of memory"],
        [{kind: "too-big", backend: "cpu", needs: {ram: 20 * gibibyte, vram: 0}}, "Will not run: needs 20.0 GiB of memory, and Goldpan takes at most 85 % of the 16.0 GiB that are there"],
        [{kind: "too-big", needs: {ram: 1, vram: 7 * gibibyte}}, "Will not run: needs 7.0 GiB of GPU memory, and Goldpan takes at most 85 % of the 8.0 GiB that are there"]
    ];
    for (const [fit, text] of fits)
        it(`says "${text}"`, () => {
            assert.equal(describeFit({kind: "fits", backend: "vulkan", layers: {onGpu: 32, all: 32}, needs: {ram: 0, vram: 0}, has, share: 0.85, ...fit}), text);
        });
});

describe("falling back from the GPU", () => {
    const onGpu: EngineInfo = {
        model: {name: "m", architecture: "llama", trainedContext: 1024, vocabularySize: 10, hasBos: true}, backend: "vulkan", devices: ["GPU"], unusedGpus: [],
        layers: {onGpu: 32, all: 32}, threads: 1, evaluator: "direct", kvCache: "F16", batchTokens: 512, contextPositions: 1056, memory: {ram: 0, vram: 0}, library: null, noise: null, versions: {}
    };
    const onProcessor: EngineInfo = {...onGpu, backend: "cpu", devices: [], layers: {onGpu: 0, all: 32}};
    const unused: EngineInfo = {...onProcessor, unusedGpus: ["cuda"]};
    const log = {info: () => undefined, warn: () => undefined} as unknown as vscode.LogOutputChannel; // nothing else of it is used

    /** What is said aloud while one engine after the other starts, with one memory, in windows of their own. */
    function said(...infos: readonly EngineInfo[]): string[] {
        const warnings: string[] = [], kept = memory();
        for (const info of infos) {
            const scorer = new Scorer("/no/such/folder", log, kept, (message) => warnings.push(message.replace(/[:.].*/s, "")));
            scorer.noteEngine(info);
            scorer.dispose();
        }
        return warnings;
    }
    const processor = "Goldpan computes on the processor";

    it("is said aloud when a GPU that was used is gone, once", () => {
        assert.deepEqual(said(onGpu, onProcessor, onProcessor), [processor]);
    });

    it("is said aloud when no GPU can be used through the drivers that are there, once, and again after a GPU was used", () => {
        assert.deepEqual(said(unused, unused), [processor]);
        assert.deepEqual(said(unused, onGpu, unused), [processor, processor]);
    });

    it("is said aloud when only a part of the model fits", () => {
        assert.deepEqual(said({...onGpu, layers: {onGpu: 20, all: 32}}), ["Only 20 of 32 layers of the scorer model fit into the GPU's memory as it is now; the processor computes the others, which is slower"]);
    });

    it("is not spoken of on a machine without a GPU, nor where everything is as before", () => {
        assert.deepEqual(said(onProcessor, onProcessor), []);
        assert.deepEqual(said(onGpu, onGpu), []);
    });

    it("is not spoken of where the settings ask for the processor", async () => {
        const restore = await set("gpu", "off");
        try {
            assert.deepEqual(said(onGpu, onProcessor, unused), []);
        } finally {
            await restore();
        }
    });

    it("stays in the status bar's tooltip", () => {
        const scorer = new Scorer("/no/such/folder", log, memory(), () => undefined);
        scorer.noteEngine(unused);
        assert.match(scorer.fallBack ?? "", /drivers for cuda/);
        scorer.noteEngine(onGpu);
        assert.equal(scorer.fallBack, undefined);
        scorer.dispose();
    });

    it("and what is in use stand in the status bar's tooltip and in the log", async () => {
        const {createStatusBarItem} = vscode.window, items: vscode.StatusBarItem[] = [], lines: string[] = [];
        const window = vscode.window as {createStatusBarItem: unknown};
        window.createStatusBarItem = (...args: Parameters<typeof createStatusBarItem>) => {
            const item = createStatusBarItem(...args);
            items.push(item);
            return item;
        };
        const note = (line: string): void => {
            lines.push(line);
        };
        const parts = new Parts(), scorer = new Scorer("/no/such/folder", {info: note, warn: note} as unknown as vscode.LogOutputChannel, memory(), () => undefined);
        try {
            parts.add(new StatusBar(parts.index, scorer));
            await parts.open("data.jsonl", record({output: "One."}));
            const tooltip = (): string => (items[0]?.tooltip as vscode.MarkdownString).value.replaceAll("\\", "");
            assert.match(await until("the tooltip", () => items[0]?.tooltip === undefined ? undefined : tooltip()), /^Scorer model: the embedded one, for demonstration only\s+Not loaded$/);
            scorer.noteEngine({...onGpu, devices: ["Fine GPU"], threads: 3});
            assert.match(tooltip(), /\s+Computes on vulkan Fine GPU, 3 threads$/);
            assert.match(lines.at(-1) ?? "", /^m \(llama\) on vulkan Fine GPU, 3 threads, direct, /);
            scorer.noteEngine(onProcessor);
            assert.match(tooltip(), /\s+Computes on cpu, 1 thread\s+Goldpan computes on the processor: the GPU that it used before, through vulkan, is not there any more\.$/);
            assert.match(lines.at(-1) ?? "", /through vulkan, is not there any more/);
        } finally {
            window.createStatusBarItem = createStatusBarItem;
            parts.dispose();
            scorer.dispose();
        }
    });
});
