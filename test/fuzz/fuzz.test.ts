import assert from "node:assert/strict";
import {mkdtempSync, readdirSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {fuzz} from "./run.js";
import {targets} from "./targets.js";

/** Of every run of all tests; `npm run fuzz -- --minutes 60` looks longer. */
const seconds = 120;

describe("hostile and damaged inputs, by chance", function () {
    this.timeout(20 * 60_000);

    it("find no fault: nothing throws, hangs, dies, or tells what is not so", async () => {
        const said: string[] = [];
        const totals = await fuzz({seed: 1, seconds, faultFolder: "dist/test/failures/fuzz", log: (line) => said.push(line)});
        process.stdout.write(said.map((line) => `      ${line}\n`).join(""));
        assert.deepEqual(totals.filter(({faults}) => faults > 0), [], said.filter((line) => line.startsWith("FAULT")).join("\n"));
        assert.deepEqual(totals.map(({target, tried}) => [target, tried > 0]), targets.map(({name}) => [name, true]));
    });
});

describe("fuzzing", () => {
    let faultFolder: string;
    before(() => {
        faultFolder = mkdtempSync(path.join(tmpdir(), "goldpan-test-"));
    });
    after(() => {
        rmSync(faultFolder, {recursive: true, force: true});
    });

    async function run(target: string, attempt?: number): Promise<{said: string[]; faults: number}> {
        const said: string[] = [];
        const [totals] = await fuzz({only: [target], seed: 5, seconds: 8, silenceMs: 2000, faultFolder, log: (line) => said.push(line), ...attempt === undefined ? {} : {attempt}});
        return {said, faults: totals?.faults ?? 0};
    }

    for (const [target, says] of [["planted-throw", /as planted/], ["planted-death", /ended by SIGKILL/], ["planted-hang", /no end after 2 s/]] as const) {
        it(`finds a ${target.replace("planted-", "")}, goes on behind it, and finds it again by its number`, async () => {
            const {said, faults} = await run(target);
            assert.ok(faults > 1, said.join("\n"));
            const [first = ""] = said;
            assert.match(first, says);
            const attempt = Number(/--attempt (\d+)/.exec(first)?.[1]);
            const again = (await run(target, attempt)).said[0] ?? "";
            const begin = (text: string): string[] => text.split("\n").slice(0, 2);
            assert.deepEqual(begin(again), begin(first));
        });
    }

    it("keeps the input of a fault", async () => {
        const {said: [first = ""]} = await run("planted-throw");
        const attempt = /--attempt (\d+)/.exec(first)?.[1] ?? "";
        assert.ok(readdirSync(faultFolder).includes(`planted-throw-5-${attempt}`), first);
    });
});
