import {openSync, writeSync} from "node:fs";
import {UserError} from "../../src/core/errors.js";
import {planted} from "./planted.js";
import type {ChildOptions, Fault} from "./run.js";
import {Chance, attemptSeed} from "./target.js";
import {targets} from "./targets.js";

/** Processor time that no input of these sizes may take, in seconds: what is not linear in its input is over it soon. */
const longestSeconds = 20;

/** Inputs are told up to this many bytes. */
const longestInput = 1 << 20;

// A process that tries one input after the other. What number it is at stands in a file, which tells the parent at which one it died.
const options = JSON.parse(process.argv[2] ?? "") as ChildOptions;
const target = [...targets, ...planted].find(({name}) => name === options.target);
if (target === undefined)
    throw new UserError(`There is no target ${options.target}; there are ${targets.map(({name}) => name).join(", ")}.`);
const progress = openSync(options.progress, "r+");
const place = new BigUint64Array(1);
let faults = 0;
const until = Date.now() + options.milliseconds;

for (let attempt = options.first; attempt < options.end && Date.now() < until && faults < options.mostFaults; attempt++) {
    place[0] = BigInt(attempt);
    writeSync(progress, place, 0, 8, 0);
    let input: string | Uint8Array = "";
    const before = process.cpuUsage();
    try {
        await target.attempt(new Chance(attemptSeed(options.seed, target.name, attempt)), (made) => {
            input = made;
        });
        const {user, system} = process.cpuUsage(before);
        if ((user + system) / 1e6 > longestSeconds)
            throw new Error(`took ${((user + system) / 1e6).toFixed(1)} s of the processor`);
    } catch (error) {
        faults++;
        await tell({attempt, message: error instanceof Error ? error.stack ?? error.message : String(error), input: Buffer.from(input).subarray(0, longestInput).toString("base64")});
    }
}
process.disconnect();

function tell(fault: Fault): Promise<void> {
    return new Promise((resolve, reject) => {
        process.send?.(fault, (error: Error | null) => {
            if (error === null)
                resolve();
            else
                reject(error);
        });
    });
}
