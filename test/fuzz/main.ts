import {Command, InvalidArgumentError} from "commander";
import {fuzz} from "./run.js";
import {targets} from "./targets.js";

// npm run fuzz: random and damaged inputs to everything that reads what strangers wrote.

const {minutes, seed, only, attempt} = new Command("fuzz")
    .description(`Tries random and damaged inputs: ${targets.map(({name}) => name).join(", ")}.`)
    .option("--minutes <N>", "how long, for all targets together", positive, 2)
    .option("--seed <N>", "the same seed tries the same inputs; the time of day by default", whole, Date.now() % 2 ** 31)
    .option("--only <target...>", "these targets alone")
    .option("--attempt <N>", "this attempt alone, as a fault names it", whole)
    .parse().opts<{minutes: number; seed: number; only?: string[]; attempt?: number}>();

const unknown = only?.find((name) => !targets.some((target) => target.name === name));
if (unknown !== undefined) {
    process.stderr.write(`fuzz: there is no target ${JSON.stringify(unknown)}; there are ${targets.map(({name}) => name).join(", ")}.\n`);
    process.exit(1);
}
const totals = await fuzz({
    seed, seconds: minutes * 60, faultFolder: "dist/test/failures/fuzz", ...only === undefined ? {} : {only}, ...attempt === undefined ? {} : {attempt},
    log: (line) => {
        process.stdout.write(`${line}\n`);
    }
});
const sum = (of: (total: typeof totals[number]) => number): number => totals.reduce((all, total) => all + of(total), 0);
process.stdout.write(`seed ${seed}: ${sum(({tried}) => tried).toLocaleString("en-US")} inputs tried, ${sum(({faults}) => faults)} faults\n`);
process.exitCode = totals.some(({faults}) => faults > 0) ? 1 : 0;

function positive(text: string): number {
    const value = Number(text);
    if (!(value > 0) || value > 1e6)
        throw new InvalidArgumentError("Write a number above 0.");
    return value;
}

function whole(text: string): number {
    if (!/^\d{1,15}$/.test(text))
        throw new InvalidArgumentError("Write a whole number.");
    return Number(text);
}
