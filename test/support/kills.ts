import type {ChildProcess} from "node:child_process";
import {existsSync, readdirSync, readFileSync} from "node:fs";
import {protocolFor, protocolKey} from "../../src/core/protocol.js";
import {readDataset} from "../../src/session/readDataset.js";
import {modelFingerprint} from "../../src/store/fingerprint.js";
import {SqliteStore} from "../../src/store/store.js";
import type {EvaluatorChoice} from "../../src/engine/protocol.js";
import {ended, onEvents, startCli} from "./cli.js";

export interface KillPlan {
    readonly dataset: string;
    readonly model: string;
    readonly anchors: string;
    readonly limit: number;
    readonly store: string;
    readonly out: string;
    /** Whom `kill -9` hits: the command line, or its worker alone. */
    readonly victim: "parent" | "child";
    readonly kills: number;
    /** The next wait before a kill in milliseconds: of the parent after the first example of a run is shown, of a child from the start. */
    /** Given as --engine. */
    readonly engine: EvaluatorChoice;
    readonly wait: () => number;
    readonly log: (line: string) => void;
}

export interface KillOutcome {
    readonly kills: number;
    /** Times that an example was measured; `limit` if none was measured twice. */
    readonly measured: number;
    /** Kills after which the next run began with other rows than were committed before it. */
    readonly lost: number;
}

/** Runs a score command, killing as planned, until it has ended by itself. Linux only for `child`: it reads /proc. */
export async function scoreWithKills(plan: KillPlan): Promise<KillOutcome> {
    return plan.victim === "parent" ? killParents(plan) : killChildren(plan);
}

function start({dataset, model, anchors, limit, engine, store, out}: KillPlan): ChildProcess {
    return startCli(["score", dataset, "--model", model, "--anchors", anchors, "--limit", String(limit), "--store", store, "--out", out, "--threads", "1", "--gpu", "off", "--engine", engine, "--json"]);
}

async function killParents(plan: KillPlan): Promise<KillOutcome> {
    let kills = 0, measured = 0, lost = 0, committed = 0;
    for (let finished = false; !finished;) {
        const child = start(plan);
        const run = {fromStore: 0, measured: 0};
        let timer: NodeJS.Timeout | undefined;
        onEvents(child, (event) => {
            if (event.event !== "scored")
                return;
            run[event.fromStore === true ? "fromStore" : "measured"]++;
            if (kills < plan.kills)
                timer ??= setTimeout(() => child.kill("SIGKILL"), plan.wait());
        });
        const {signal} = await ended(child);
        clearTimeout(timer);
        finished = signal !== "SIGKILL";
        const before = committed;
        committed = await committedRows(plan);
        measured += committed - before;
        if (run.fromStore !== before)
            lost++;
        if (!finished) {
            kills++;
            plan.log(`kill ${kills} of the parent: began with ${run.fromStore} from the store (${before} were committed), now ${committed} committed, ${run.measured} shown as measured`);
            if (run.measured > committed - before)
                lost++; // something was shown that was not on disk
        }
    }
    return {kills, measured, lost};
}

async function killChildren(plan: KillPlan): Promise<KillOutcome> {
    const child = start(plan);
    let kills = 0, measured = 0, restarts = 0;
    let timer: NodeJS.Timeout | undefined;
    const again = (): void => {
        if (kills >= plan.kills || child.exitCode !== null)
            return;
        timer = setTimeout(() => {
            const worker = childrenOf(child.pid ?? 0).at(0);
            if (worker !== undefined) {
                process.kill(worker, "SIGKILL");
                kills++;
                plan.log(`kill ${kills} of the child (${worker}) after ${measured} examples`);
            }
            again();
        }, plan.wait());
    };
    onEvents(child, (event) => {
        if (event.event === "scored") {
            measured++;
        } else if (event.event === "warning" && String(event.message).includes("started again")) {
            restarts++;
        }
    });
    again(); // from the start, so that loading is hit, too
    const {code, stderr} = await ended(child);
    clearTimeout(timer);
    if (code !== 0)
        throw new Error(`the run ended with ${code ?? "a signal"}: ${stderr}`);
    plan.log(`${restarts} restarts`);
    return {kills, measured, lost: plan.limit - await committedRows(plan)};
}

function childrenOf(pid: number): number[] {
    if (!existsSync(`/proc/${pid}/task`))
        return []; // it has just ended
    return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
        readFileSync(`/proc/${pid}/task/${task}/children`, "utf8").trim().split(" ").filter((text) => text !== "").map(Number));
}

async function committedRows({dataset, model, limit, store: folder}: KillPlan): Promise<number> {
    const store = new SqliteStore(folder, (message) => {
        throw new Error(message);
    });
    try {
        const {fingerprint} = await modelFingerprint(model);
        const info = store.modelInfo(fingerprint);
        const keys = (await readDataset(dataset)).examples.slice(0, limit).map(({key}) => key);
        const scope = {modelFingerprint: fingerprint, protocol: protocolKey(protocolFor("paper", info?.trainedContext ?? 0))};
        return store.oneShots(scope, keys).size;
    } finally {
        store.close();
    }
}
