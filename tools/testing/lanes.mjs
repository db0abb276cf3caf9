import {fork} from "node:child_process";
import {failure} from "./steps.mjs";

const variable = "GOLDPAN_TEST_LANE";

/** The names of parts that this process is to run; undefined where it is no lane. */
export function partsOfLane() {
    return process.env[variable]?.split(",");
}

// Nobody would hear of its tests.
if (partsOfLane() !== undefined)
    process.once("disconnect", () => process.exit(1));

/** Ends a lane. */
export async function report(totals) {
    await new Promise((resolve) => process.send(totals, resolve));
    process.exit();
}

/**
 * Runs parts of the tests beside each other: each lane is a process of its own, which runs its parts one after the other. Lines of lanes do
 * not mix: what a lane says is held back until those before it have ended.
 * @param lanes names of parts
 * @returns the totals of all parts
 */
export async function runLanes(lanes) {
    const running = lanes.map(start);
    const all = [];
    for (const lane of running) {
        lane.show();
        all.push(...await lane.ended);
    }
    return all;
}

function start(parts) {
    const child = fork(process.argv[1], {stdio: ["ignore", "pipe", "pipe", "ipc"], env: {...process.env, [variable]: parts.join()}});
    let held = [], totals;
    for (const stream of [child.stdout, child.stderr])
        stream.on("data", (data) => {
            if (held === undefined)
                process.stdout.write(data);
            else
                held.push(data);
        });
    child.once("message", (message) => {
        totals = message;
    });
    return {
        show: () => {
            held.forEach((data) => process.stdout.write(data));
            held = undefined;
        },
        ended: new Promise((resolve) => {
            child.once("close", (code, signal) => {
                resolve(totals ?? [failure(`the tests ${parts.join()} ended before their time: ${signal ?? `exit code ${code}`}`)]);
            });
        })
    };
}
