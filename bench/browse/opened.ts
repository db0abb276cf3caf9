import path from "node:path";
import {performance} from "node:perf_hooks";
import {setTimeout} from "node:timers/promises";
import {Browser} from "../../src/browse/client.js";
import type {BrowseEvent} from "../../src/browse/protocol.js";
import type {Pattern} from "../../src/core/filter/terms.js";
import {buffersOfColumn} from "../../src/core/table/packColumn.js";
import {unknown} from "../../src/core/table/table.js";
import {textColumns} from "../../src/core/table/textColumns.js";
import {buffersOfTable} from "../../src/core/table/transfer.js";

/** Opens a file and prints how long it takes; with `more` also what questions, orders by texts and searches cost. */
export async function openFile(file: string, storeFolder: string, more: number): Promise<void> {
    const listeners = new Set<(event: BrowseEvent) => void>();
    const before = resident();
    let peak = before;
    const sampling = setInterval(() => {
        peak = Math.max(peak, resident());
    }, 20);
    const began = performance.now();
    const since = (): string => `${(performance.now() - began).toFixed(0)} ms`;
    const browser = new Browser({
        threadPath: path.resolve("dist/browser.js"),
        onEvent: (event) => {
            for (const listener of listeners)
                listener(event);
        }
    });
    let rows = 0, tables = 0, crossed = 0;
    const said: string[] = [];
    const opened = new Promise<number>((resolve) => {
        listeners.add((event) => {
            if (event.kind === "table") {
                rows = event.table.from + event.table.length;
                crossed += bytesOf([...buffersOfTable(event.table), event.keys.buffer]);
                if (++tables === 1)
                    said.push(`first table (${rows.toLocaleString("en-US")} rows) ${since()}`);
                if (event.done)
                    said.push(`whole table ${since()}`);
            } else if (event.kind === "patch") {
                crossed += bytesOf(event.patch.flatMap(buffersOfColumn));
            } else if (event.kind === "looked-up") {
                said.push(`all scores ${since()}`);
                resolve(event.revision);
            } else if (event.kind === "failed" || event.kind === "notice") {
                said.push(event.sentence);
            }
        });
    });
    browser.read({path: file}, {columns: "", storeFolder, wanted: undefined, lowScore: 0.5});
    const revision = await opened;
    const {user, system} = process.cpuUsage();
    await setTimeout(500);
    clearInterval(sampling);
    say(`  ${said.join("; ")}; ${tables} tables; ${(crossed / rows).toFixed(1)} bytes a row came with them and with patches; ${((user + system) / 1000).toFixed(0)} ms of processor time in all threads; process ${mib(before)} before, ${mib(peak)} at most, ${mib(resident())} after`);
    if (more === 1)
        await ask(browser, revision, rows, listeners);
    await browser.close();
}

async function ask(browser: Browser, revision: number, rows: number, listeners: Set<(event: BrowseEvent) => void>): Promise<void> {
    const texts = async (): Promise<number> => {
        const first = Math.floor(Math.random() * (rows - 50)), asked = performance.now();
        await browser.texts(revision, Array.from({length: 50}, (_, at) => first + at), 200);
        return performance.now() - asked;
    };
    const idle: number[] = [];
    for (let round = 0; round < 50; round++)
        idle.push(await texts());
    say(`  texts of 50 rows somewhere in the file: ${medianAndWorst(idle)}`);
    await sort(browser, revision, texts);
    const searches: readonly [string, Pattern][] = [["plain, rare", {kind: "plain", text: "sentence 4321 about"}], ["plain, in every example", {kind: "plain", text: "a"}], ["expression", {kind: "regex", source: "\\bs\\w+e \\w+n\\b", flags: ""}]];
    for (const [number, [name, pattern]] of searches.entries()) {
        const times: number[] = [], asked = performance.now();
        let first: number | undefined, searching = true;
        const done = new Promise<void>((resolve) => {
            listeners.add((event) => {
                if (event.kind !== "found" || event.search !== number)
                    return;
                first ??= performance.now() - asked;
                if (event.done)
                    resolve();
            });
        });
        browser.search(number, revision, {kind: "text", negated: false, field: "text", pattern});
        void done.then(() => {
            searching = false;
        });
        while (searching as boolean) {
            times.push(await texts());
            await setTimeout(20);
        }
        await done;
        say(`  search (${name}): first rows after ${(first ?? NaN).toFixed(0)} ms, all after ${(performance.now() - asked).toFixed(0)} ms; texts meanwhile: ${medianAndWorst(times)}`);
    }
}

async function sort(browser: Browser, revision: number, texts: () => Promise<number>): Promise<void> {
    for (const column of textColumns) {
        const times: number[] = [], asked = performance.now(), {user, system} = process.cpuUsage();
        const before = resident();
        let peak = before, sorting = true;
        const done = browser.textRanks(revision, column).then((ranks) => {
            sorting = false;
            return {took: performance.now() - asked, known: ranks?.reduce((sum, rank) => sum + Number(rank !== unknown), 0) ?? 0};
        });
        while (sorting as boolean) {
            times.push(await texts());
            await setTimeout(20);
            peak = Math.max(peak, resident());
        }
        const {took, known} = await done, processor = process.cpuUsage({user, system});
        say(`  order by ${column}: ${took.toFixed(0)} ms for ${known.toLocaleString("en-US")} texts, ${((processor.user + processor.system) / 1000).toFixed(0)} ms of processor time; process ${mib(before)} before, ${mib(peak)} at most; texts meanwhile: ${medianAndWorst(times)}`);
    }
}

function medianAndWorst(values: number[]): string {
    values.sort((a, b) => a - b);
    return `median ${(values[Math.floor(values.length / 2)] ?? NaN).toFixed(1)} ms, worst ${(values.at(-1) ?? NaN).toFixed(1)} ms`;
}

function bytesOf(buffers: readonly ArrayBuffer[]): number {
    return buffers.reduce((sum, {byteLength}) => sum + byteLength, 0);
}

function resident(): number {
    return process.memoryUsage.rss();
}

function mib(bytes: number): string {
    return `${Math.round(bytes / 2 ** 20)} MiB`;
}

function say(line: string): void {
    process.stdout.write(`${line}\n`);
}
