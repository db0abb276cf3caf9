import {spawnSync} from "node:child_process";
import {copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync} from "node:fs";
import os from "node:os";
import path from "node:path";
import type {Context} from "mocha";
import type {AnchorMeasurement} from "../../../src/core/golden.js";
import type {OneShot, Scope, ZeroShot} from "../../../src/core/measurement.js";
import {databaseName} from "../../../src/store/database.js";
import {SqliteStore} from "../../../src/store/store.js";

export const scope: Scope = {modelFingerprint: "model", protocol: "protocol"};

const mounted: string[] = [];

/** Gives each test of a suite a folder of its own, removed afterwards: the path of something in it. */
export function temporaryFolder(): (...parts: readonly string[]) => string {
    let folder = "";
    beforeEach(() => {
        folder = mkdtempSync(path.join(os.tmpdir(), "goldpan-test-"));
    });
    afterEach(() => {
        for (const disk of mounted.splice(0))
            spawnSync("umount", ["-l", disk]);
        rmSync(folder, {recursive: true, force: true, maxRetries: 5}); // a thread may just be writing
    });
    return (...parts) => path.join(folder, ...parts);
}

/** Makes a folder that is a disk of its own until the test ends, such as one of `size=256k`; skips the test where that is not permitted. */
export function mountDisk(context: Context, folder: string, ...options: readonly string[]): void {
    mkdirSync(folder);
    if (spawnSync("mount", ["-t", "tmpfs", ...options.flatMap((option) => ["-o", option]), "tmpfs", folder], {stdio: "ignore"}).status === 0) {
        mounted.push(folder);
        return;
    }
    process.stdout.write("      skipped: a small disk cannot be mounted here\n");
    context.skip();
}

/** Opens a store that is expected to have nothing to say, and closes it after use. */
export function withStore<Result>(folder: string, use: (store: SqliteStore) => Result, notice = unexpected): Result {
    const store = new SqliteStore(folder, notice);
    try {
        return use(store);
    } finally {
        store.close();
    }
}

export function unexpected(message: string): void {
    throw new Error(`an unexpected notice: ${message}`);
}

export function measured(logProbability: number, tokens = 1): ZeroShot {
    return {kind: "measured", measurement: {logProbability, tokens}};
}

/** Sums by anchor, each of as many tokens as it has place. */
export function oneShot(sums: Readonly<Record<string, number>>, {truncated = false, crashed = false, answerTokens = null as number | null} = {}): OneShot {
    const measurements = Object.entries(sums).map(([key, logProbability], place): [string, AnchorMeasurement] => [key, {logProbability, tokens: place + 1}]);
    return {measurements: new Map(measurements), truncated, crashed, answerTokens};
}

export const storeFile = (folder: string, ending = ""): string => path.join(folder, databaseName + ending);

/** The bytes of every file of a folder, by name; SQLite's shared memory holds no data and is left out. */
export function filesOf(folder: string): Map<string, Buffer> {
    return new Map(readdirSync(folder).filter((name) => !name.endsWith("-shm")).sort().map((name) => [name, readFileSync(path.join(folder, name))]));
}

/** Copies a database that is open, with what is in its -wal file, as a process that was killed leaves it. */
export function copyDatabase(from: string, to: string): void {
    for (const ending of ["", "-wal"])
        if (existsSync(from + ending))
            copyFileSync(from + ending, to + ending);
}
