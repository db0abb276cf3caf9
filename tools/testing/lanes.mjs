import {fork} from "node:child_process";
import {clearTimeout, setInterval, setTimeout} from "node:timers";
import {endTree} from "./processes.mjs";
import {failure, nothing} from "./steps.mjs";

const variable = "GOLDPAN_TEST_LANE", markVariable = "GOLDPAN_TEST_MARK";

/** How often a lane tells that it can, and how long it may tell nothing: a test may work for minutes on a slow machine without a pause. */
const beatMs = 5_000, silenceMs = 5 * 60_000;
/** What a lane may take to end when its work is done, and its output after it. */
const endingMs = 60_000, outputMs = 5_000;

/** The names of parts that this process is to run; undefined where it is no lane. */
export function partsOfLane() {
    return process.env[variable]?.split(",");
}

if (partsOfLane() !== undefined) {
    process.once("disconnect", () => process.exit(1)); // nobody would hear of its tests
    setInterval(() => process.send?.({}), beatMs).unref();
}

/**
 * Runs parts one after the other in this process, which is a lane, and ends it.
 * @param parts functions by names, whose results are totals or lists of them
 */
export async function runAsLane(parts) {
    const tell = (message) => new Promise((resolve) => process.send(message, resolve));
    for (const name of partsOfLane()) {
        await tell({begins: name});
        await tell({ended: [await parts[name]()].flat()});
    }
    process.exit();
}

/**
 * Runs parts of the tests beside each other: each lane is a process of its own, which runs its parts one after the other. Lines of lanes do
 * not mix: what a lane says is held back until those before it have ended. A part that ends with its process, does not end within its limit, or
 * lets its process say nothing for minutes, has failed: all that it has started is ended, and the parts after it are run by another process.
 * @param lanes names of parts
 * @param limits `ofPart`: milliseconds by names; `end`: when all must have ended, by performance.now(); `silence` and `ending`: milliseconds, if not as usual
 * @returns the totals of all parts
 */
export async function runLanes(lanes, limits) {
    const running = lanes.map((names) => start(names, limits));
    const all = [];
    for (const lane of running) {
        lane.show();
        all.push(...await lane.totals);
    }
    return all;
}

function start(names, limits) {
    let held = [];
    const say = (data) => {
        if (held === undefined)
            process.stdout.write(data);
        else
            held.push(data);
    };
    return {
        show: () => {
            held.forEach((data) => process.stdout.write(data));
            held = undefined;
        },
        totals: runInTurn(names, limits, say)
    };
}

async function runInTurn(names, limits, say) {
    const all = [];
    for (let left = names; left.length > 0;) {
        if (performance.now() >= limits.end) {
            all.push(...left.map((name) => failure(`${name}: not run, because the time of all tests together was over`)));
            break;
        }
        const {totals, begun} = await runProcess(left, limits, say);
        all.push(...totals);
        left = left.slice(Math.max(1, begun)); // one that does not even begin counts as well
    }
    return all;
}

let processes = 0;

/** Runs the parts in one process, as far as it comes. */
function runProcess(names, {ofPart, end, silence = silenceMs, ending = endingMs}, say) {
    const mark = `${markVariable}=${process.pid}-${++processes}`;
    const child = fork(process.argv[1], process.argv.slice(2), {
        stdio: ["ignore", "pipe", "pipe", "ipc"], env: {...process.env, [variable]: names.join(), [markVariable]: mark.slice(markVariable.length + 1)}
    });
    for (const stream of [child.stdout, child.stderr])
        stream.on("data", say);
    const totals = [];
    let begun = 0, part, reason, limit, silent;
    const strike = (why) => {
        reason ??= why;
        clearTimeout(limit);
        clearTimeout(silent);
        void endTree(child.pid, mark);
    };
    const within = (milliseconds, what) => {
        clearTimeout(limit);
        if (reason === undefined)
            limit = setTimeout(strike, milliseconds, `${what} ${inMinutes(milliseconds)}`);
    };
    const hear = () => {
        clearTimeout(silent);
        if (reason === undefined)
            silent = setTimeout(strike, silence, `did nothing that its process could tell of for ${inMinutes(silence)}`);
    };
    const begin = (name) => {
        part = {name, seen: nothing};
        begun++;
        const rest = Math.max(0, end - performance.now());
        if (ofPart[name] <= rest)
            within(ofPart[name], "did not end within");
        else
            within(rest, "did not end within the time of all tests together, of which it had");
    };
    hear();
    child.on("message", (message) => {
        hear();
        if (message.begins !== undefined)
            begin(message.begins);
        else if (message.ended !== undefined) {
            totals.push(...message.ended);
            part = undefined;
            within(ending, "was done, but its process did not end within"); // unless another part begins
        } else if (part !== undefined)
            Object.assign(part, message);
    });
    return new Promise((resolve) => {
        const settle = async (how) => {
            await endTree(child.pid, mark); // also what it has left behind
            if (reason !== undefined || part !== undefined || begun < names.length) {
                const ofPart = unfinished(part ?? {name: names[Math.max(0, begun - 1)], seen: nothing}, reason ?? `ended before its time (${how})`);
                say(`${ofPart.failures.at(-1)}\n`);
                totals.push(ofPart);
            }
            resolve({totals, begun});
        };
        child.once("exit", (code, signal) => {
            clearTimeout(limit);
            clearTimeout(silent);
            const closed = new Promise((done) => child.once("close", done)), waited = new Promise((done) => setTimeout(done, outputMs)); // something else may hold its output open
            void Promise.race([closed, waited]).then(() => settle(signal ?? `exit code ${code}`));
        });
    });
}

/** What a part came to that has not ended: one that failed, beside what is known of its tests. */
function unfinished({name, seen, planned, running}, reason) {
    const missing = planned === undefined ? 0 : planned - seen.passed - seen.failed - seen.skipped;
    const line = `${name}: ${reason}${running ? `, while it was at: ${running}` : ""}${missing > 0 ? `; not run to their end: ${missing} of its ${planned} tests` : ""}`;
    return {...seen, failed: seen.failed + 1, failures: [...seen.failures, line]};
}

const inMinutes = (milliseconds) => milliseconds < 120_000 ? `${Number((milliseconds / 1000).toFixed(1))} s` : `${Number((milliseconds / 60_000).toFixed(1))} minutes`;
