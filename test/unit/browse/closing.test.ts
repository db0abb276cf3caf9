import assert from "node:assert/strict";
import {getEventListeners} from "node:events";
import {copyFileSync, readdirSync, readFileSync, writeFileSync} from "node:fs";
import path from "node:path";
import {scoreRow} from "../../../src/core/scoresFile.js";
import {Browser, BrowserEnded} from "../../../src/browse/client.js";
import {compareScores, OtherEnded} from "../../../src/vscode/panel/compareScores.js";
import {temporaryFolder, withStore} from "../store/support.js";
import {datasetOf, keptRows, measure, options, scoresText, threadPath, Watched} from "./browsing.js";

const lines = readFileSync("samples/instructions.jsonl", "utf8");

/** Threads of the process that hold or search a file, or look scores up. */
function threads(): number {
    return process.getActiveResourcesInfo().filter((kind) => kind === "MessagePort").length;
}

describe("a browser that was closed", () => {
    const folder = temporaryFolder();

    it("starts no thread again, whatever is asked of it then, and settles every question", async () => {
        writeFileSync(folder("a.jsonl"), lines);
        const watched = new Watched();
        const {browser} = watched;
        const before = threads();
        browser.read({path: folder("a.jsonl")}, options(folder("store")));
        await watched.until("looked-up");
        assert.ok(threads() > before, "a thread is seen");
        await browser.close();
        assert.deepEqual(await Promise.all([browser.keys(1, Uint32Array.of(0)), browser.texts(1, [0], 0), browser.packedKeys(1), browser.match(1, new Uint32Array(4))]), [undefined, undefined, undefined, undefined]);
        browser.refresh(options(folder("store")));
        browser.read({path: folder("a.jsonl")}, options(folder("store")));
        browser.resend();
        browser.showScoresFile(folder("a.jsonl"));
        assert.equal(threads(), before);
        await browser.close();
    });
});

describe("a browser that is closed", () => {
    const folder = temporaryFolder();

    it("lets the thread that uses the store end of itself: stopped in the middle of native code it would take the process along", async () => {
        writeFileSync(folder("a.jsonl"), lines);
        writeFileSync(folder("package.json"), "{\"type\": \"module\"}");
        copyFileSync(threadPath, folder("browser.js"));
        writeFileSync(folder("browser-scores.js"), `
            import {writeFileSync} from "node:fs";
            import {parentPort} from "node:worker_threads";
            parentPort.on("message", ({kind}) => {
                if (kind === "begin")
                    parentPort.postMessage({kind: "notice", sentence: "under way"});
                else if (kind === "close")
                    setTimeout(() => {
                        writeFileSync(${JSON.stringify(folder("ended"))}, "of itself");
                        process.exit();
                    }, 100);
            });`);
        await new Promise<void>((resolve) => {
            const browser = new Browser({threadPath: folder("browser.js"), onEvent: ({kind}) => {
                if (kind === "notice")
                    void browser.close().then(resolve);
            }});
            browser.read({path: folder("a.jsonl")}, options(folder("store")));
        });
        assert.equal(readFileSync(folder("ended"), "utf8"), "of itself");
    });

    it("writes what is being exported to its end, with all that belongs beside it, and says so", async () => {
        writeFileSync(folder("a.jsonl"), lines);
        const watched = new Watched(), {browser} = watched;
        browser.read({path: folder("a.jsonl")}, options(folder("store")));
        await watched.until("looked-up");
        const written = browser.export(1, Uint32Array.of(0, 2), {out: folder("out.jsonl"), format: "axolotl", origin: {kind: "none"}, card: {goldpan: "1", made: "now", run: null, filter: "", command: "x", scoresFile: null}});
        const texts = browser.texts(1, [0], 0);
        await browser.close();
        assert.deepEqual([await written, await texts], [{subset: "2 examples", of: 200}, undefined]);
        assert.deepEqual(readdirSync(path.dirname(folder("out.jsonl"))).filter((name) => name.includes("out.jsonl")).sort(), ["out.jsonl", "out.jsonl.axolotl.yml", "out.jsonl.card.md"]);
        assert.equal(await browser.export(1, Uint32Array.of(0), {out: folder("late.jsonl"), format: "same", origin: {kind: "none"}, card: null}), undefined);
    });
});

describe("a comparison", () => {
    const folder = temporaryFolder();
    let here: Watched;
    beforeEach(async () => {
        writeFileSync(folder("a.jsonl"), lines);
        here = new Watched();
        here.browser.read({path: folder("a.jsonl")}, options(folder("store")));
        await here.until("looked-up");
    });
    afterEach(async () => {
        await here.browser.close();
    });
    const other = (signal: AbortSignal, script = threadPath): Parameters<typeof compareScores>[2] => ({name: "b", file: {path: folder("a.jsonl")}, threadPath: script, options: options(folder("store")), signal});

    it("ends with the panel that waits for it, and its thread too", async () => {
        const closing = new AbortController(), before = threads();
        const comparison = compareScores(here.browser, 1, other(closing.signal));
        await here.browser.close();
        closing.abort();
        assert.equal(await comparison, undefined);
        assert.equal(await compareScores(here.browser, 1, other(closing.signal)), undefined);
        assert.ok(threads() < before, "those of the panel are gone, and none is new");
    });

    it("leaves nothing behind at the signal of the panel, which goes on", async () => {
        const {signal} = new AbortController();
        assert.ok(typeof await compareScores(here.browser, 1, other(signal)) === "object");
        await assert.rejects(compareScores(here.browser, 1, {...other(signal), file: {path: folder("missing.jsonl")}}));
        assert.deepEqual(getEventListeners(signal, "abort"), []);
    });

    it("fails when the thread of the other file dies", async () => {
        writeFileSync(folder("dies.mjs"), "throw new Error('no memory')");
        await assert.rejects(compareScores(here.browser, 1, other(new AbortController().signal, path.resolve(folder("dies.mjs")))), (error) => error instanceof OtherEnded && error.message.includes("no memory"));
    });

    it("does not blame the other file when the thread of the panel's own dies", async () => {
        const ended = (): Promise<never> => Promise.reject(new BrowserEnded("no memory"));
        for (const dead of [{match: ended}, {packedKeys: ended}]) {
            const own = {match: here.browser.match.bind(here.browser), packedKeys: here.browser.packedKeys.bind(here.browser), ...dead};
            await assert.rejects(compareScores(own, 1, other(new AbortController().signal)), (error) => error instanceof BrowserEnded && !(error instanceof OtherEnded));
        }
    });

    it("counts as only there what has a score there and no twin here: no copies, and nothing without a score", async () => {
        const record = (output: string): string => JSON.stringify({instruction: "only there", output});
        const [first = ""] = lines.split("\n");
        writeFileSync(folder("b.jsonl"), [first, first, record("one"), record("two"), record("none")].join("\n"));
        const {examples} = await datasetOf(folder("b.jsonl"));
        writeFileSync(folder("b.jsonl.scores.jsonl"), scoresText(examples.map((example, at) => ({...scoreRow(example, null, []), goldenScore: at === 4 ? null : 0.5, anchors: 2, wins: 1}))));
        const found = await compareScores(here.browser, 1, {...other(new AbortController().signal), file: {path: folder("b.jsonl")}});
        assert.ok(typeof found === "object");
        assert.deepEqual([found.onlyThere, found.goldenScore[0], found.anchors], [2, 0.5, 2]);
    });

    it("is with exactly the run that was chosen: of another model, another protocol or other anchors", async () => {
        const dataset = await datasetOf(folder("a.jsonl"));
        const variants = [{}, {modelFingerprint: "another model", lift: 1}, {protocolName: "reference", lift: 2}, {anchorCount: 2, lift: 3}] as const;
        const [runs, expected] = withStore(folder("store"), (store) => {
            const made = variants.map((variant) => measure(store, dataset, variant));
            return [made, made.map((run) => dataset.examples.map(({key}) => keptRows(store, run, dataset).get(key)?.goldenScore ?? NaN))] as const;
        });
        assert.equal(new Set(expected.map((scores) => scores.join())).size, variants.length, "no two give the same scores");
        for (const [at, run] of runs.entries()) {
            const found = await compareScores(here.browser, 1, {...other(new AbortController().signal), run});
            assert.ok(typeof found === "object");
            assert.deepEqual([...found.goldenScore], expected[at]);
        }
    });

    it("says so when the files share no example", async () => {
        writeFileSync(folder("b.jsonl"), "{\"instruction\": \"another\", \"output\": \"one\"}");
        const signal = new AbortController().signal;
        assert.equal(await compareScores(here.browser, 1, {...other(signal), file: {path: folder("b.jsonl")}}), "nothing-shared");
    });
});
