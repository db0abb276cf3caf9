// Stands for test.mjs where that is tested itself: runs the parts that its arguments name, most of which hang in some way, in one lane, under the limits that GOLDPAN_LIMITS names.
import {spawn} from "node:child_process";
import {writeFileSync} from "node:fs";
import path from "node:path";
import {setInterval} from "node:timers";
import {partsOfLane, runAsLane, runLanes} from "./lanes.mjs";
import {inWords, nothing, runMocha, sum} from "./steps.mjs";

const [folder, ...names] = process.argv.slice(2);
const forEver = () => new Promise(() => setInterval(() => undefined, 1000));
const mocha = (name, text) => {
    const file = path.join(folder, `${name}.cjs`);
    writeFileSync(file, text);
    return runMocha([file], 0);
};
/** A process that hears no signal, in a session of its own, which holds the output open. It says its number. */
const deaf = () => new Promise((resolve) => {
    const script = "process.on(\"SIGTERM\", () => undefined); process.on(\"SIGHUP\", () => undefined); setInterval(() => undefined, 1000); process.stdout.write(`deaf ${process.pid}\\n`); process.send(\"ready\"); process.disconnect()";
    spawn(process.execPath, ["-e", script], {detached: true, stdio: ["ignore", "inherit", "inherit", "ipc"]}).once("message", resolve);
});
const parts = {
    sound: () => mocha("sound", "it('passes', () => {}); it('passes, too', () => {});"),
    promise: () => mocha("promise", "it('passes', () => {}); it('never resolves', () => new Promise(() => setInterval(() => {}, 1000))); it('comes after it', () => {});"),
    loop: () => mocha("loop", "it('passes', () => {}); it('fails', () => { throw new Error('wrong'); }); it('never returns', () => { for (;;); }); it('comes after it', () => {}); it('comes last', () => {});"),
    hook: () => mocha("hook", "before('a hook', () => { for (;;); }); it('comes after it', () => {});"),
    child: async () => {
        await deaf();
        await forEver();
    },
    leaves: async () => {
        await deaf();
        return nothing;
    },
    listens: async () => {
        process.on("SIGTERM", () => undefined);
        await forEver();
    },
    lane: async () => {
        process.on("exit", () => {
            for (;;);
        });
        return {...nothing, passed: 1};
    },
    dies: () => mocha("dies", "it('passes', () => {}); it('takes all others along', () => process.kill(process.pid, 'SIGKILL')); it('comes after it', () => {});"),
    throws: () => {
        throw new Error("not what it should be");
    }
};

if (partsOfLane() !== undefined)
    await runAsLane(parts);
const limits = JSON.parse(process.env.GOLDPAN_LIMITS ?? "{}"), ofPart = Object.fromEntries(Object.keys(parts).map((name) => [name, limits[name] ?? 100_000]));
const totals = sum(await runLanes([names], {ofPart, end: performance.now() + (limits.together ?? 200_000), silence: limits.silence, ending: limits.ending}));
for (const line of totals.failures)
    console.log(`FAILED: ${line}`);
console.log(inWords(totals));
process.exit(totals.failed > 0 ? 1 : 0);
