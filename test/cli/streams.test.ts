import assert from "node:assert/strict";
import {spawn, type ChildProcess} from "node:child_process";
import {closeSync, existsSync, mkdirSync, openSync, readFileSync} from "node:fs";
import {ended, startCli} from "../support/cli.js";
import {distFile} from "../engine/support.js";
import {mountDisk, temporaryFolder} from "../unit/store/support.js";
import {alpaca, jsonl, refused, succeeded, Workbench} from "./workbench.js";

describe("goldpan, when nobody reads what it says", () => {
    const bench = new Workbench();
    let data: string, anchors: string;
    before(async () => {
        await bench.prepare();
        data = bench.write("data.jsonl", jsonl(alpaca(8)));
        anchors = bench.write("tasks.jsonl", readFileSync("samples/anchors.jsonl", "utf8").split("\n").slice(0, 3).join("\n"));
    });
    after(() => {
        bench.dispose();
    });

    /** Closes an output as soon as something has come through it, as `head -1` does. */
    function closesEarly(child: ChildProcess, output: "stdout" | "stderr"): Promise<number | null> {
        child[output]?.once("data", () => child[output]?.destroy());
        const other = output === "stdout" ? child.stderr : child.stdout;
        other?.resume();
        return new Promise((resolve) => child.once("close", resolve));
    }

    for (const [output, ...more] of [["stderr"], ["stderr", "--json"], ["stdout", "--json"], ["stdout"]] as const)
        it(`writes its scores all the same when ${output} is closed${more.length > 0 ? " (--json)" : ""}`, async () => {
            const out = bench.file(`${output}${more.length}.jsonl`);
            const child = startCli(["score", data, "--model", bench.model, "--anchors", anchors, "--threads", "1", "--gpu", "off", "--fresh", "--out", out, ...more], {GOLDPAN_STORE: bench.file("store")});
            assert.equal(await closesEarly(child, output), 0);
            assert.equal(readFileSync(out, "utf8").trimEnd().split("\n").length, 8);
            assert.ok(existsSync(`${out}.meta.json`));
        });

    it("exits with what it met when nobody hears of it", async () => {
        const child = startCli(["score", bench.file("none.jsonl")], {GOLDPAN_STORE: bench.file("store")});
        child.stderr?.destroy();
        assert.equal(await closesEarly(child, "stdout"), 1);
    });

    it("ends well when statistics have been seen to their first line", async () => {
        succeeded(await bench.score(data));
        assert.equal(await closesEarly(startCli(["stats", `${data}.scores.jsonl`]), "stdout"), 0);
    });

    it("says that what it says is not complete when its disk is full", async function () {
        if (!existsSync("/dev/full"))
            this.skip();
        succeeded(await bench.score(data));
        const full = openSync("/dev/full", "w");
        try {
            const child = spawn(process.execPath, [distFile("cli.js"), "stats", `${data}.scores.jsonl`], {stdio: ["ignore", full, "pipe"]});
            assert.match(refused(await ended(child)), /Standard output cannot be written \(ENOSPC\)/);
        } finally {
            closeSync(full);
        }
    });
});

describe("goldpan, when it meets a bug of its own", () => {
    const place = temporaryFolder();

    /** Something that must not happen: a folder of Node's own functions that fails. */
    const broken = `import fs from "node:fs"; import {syncBuiltinESMExports} from "node:module"; fs.promises.stat = () => Promise.reject(new Error("broken\\nin two lines")); syncBuiltinESMExports();`;

    async function report(folder: string): Promise<{code: number | null; lines: string[]}> {
        const child = spawn(process.execPath, ["--import", `data:text/javascript,${encodeURIComponent(broken)}`, distFile("cli.js"), "stats", place("scores.jsonl")], {stdio: ["ignore", "pipe", "pipe"], env: {...process.env, TMPDIR: folder, TEMP: folder, TMP: folder}});
        const {code, stderr} = await ended(child);
        return {code, lines: stderr.trimEnd().split("\n")};
    }

    it("names the file that holds what is known of it", async () => {
        const {code, lines} = await report(place());
        assert.equal(code, 2);
        assert.equal(lines.length, 2);
        const [, file = ""] = /with the file (.*); what was measured is kept\.$/.exec(lines[1] ?? "") ?? [];
        assert.match(readFileSync(file, "utf8"), /^goldpan \d.*\nError: broken/);
    });

    it("says the same in its words where no such file can be written", async function () {
        const {code, lines} = await report(place("none"));
        assert.equal(code, 2);
        assert.equal(lines.length, 2, lines.join("\n"));
        assert.match(lines[1] ?? "", /^Please report it at .* with this line \(no file about it could be written into .*none: ENOENT\); what was measured is kept\.$/);
        mkdirSync(place("sub"));
        mountDisk(this, place("sub", "disk"), "size=4k");
        const full = await report(place("sub", "disk"));
        assert.deepEqual([full.code, full.lines.length], [2, 2], full.lines.join("\n"));
    });
});
