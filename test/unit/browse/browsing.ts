import assert from "node:assert/strict";
import path from "node:path";
import {anchorsOf} from "../../../src/core/anchors.js";
import {unpackKey} from "../../../src/core/keyTable.js";
import type {KeptRun, OneShot, ZeroShot} from "../../../src/core/measurement.js";
import {protocolFor, protocolKey, type ProtocolName} from "../../../src/core/protocol.js";
import {scoreRow, type ScoreRow} from "../../../src/core/scoresFile.js";
import {buildTable, textLengths, type TableRow} from "../../../src/core/table/buildTable.js";
import {applyPatch} from "../../../src/core/table/patch.js";
import type {ExampleTable} from "../../../src/core/table/table.js";
import {unpackPatch, unpackTable} from "../../../src/core/table/transfer.js";
import {Browser, type BrowserEnded} from "../../../src/browse/client.js";
import type {ReadingSettings} from "../../../src/browse/messages.js";
import type {BrowseEvent, BrowseOptions} from "../../../src/browse/protocol.js";
import {KeptScores} from "../../../src/session/keptScores.js";
import {readDataset, type Dataset} from "../../../src/session/readDataset.js";
import type {SqliteStore} from "../../../src/store/store.js";

export const threadPath = path.resolve("dist/browser.js");

type Kind = BrowseEvent["kind"];
type Of<K extends Kind> = Extract<BrowseEvent, {kind: K}>;

/** A browser that notes its events and keeps the table as a panel would: rows put behind each other, patches applied. */
export class Watched {
    public readonly events: BrowseEvent[] = [];
    public readonly tables: {readonly revision: number; readonly length: number; readonly done: boolean}[] = [];
    public table: ExampleTable | undefined;
    /** Of the table's rows. */
    public readonly keys: string[] = [];
    public ended: BrowserEnded | undefined;
    public readonly browser: Browser;
    private listeners: (() => void)[] = [];

    public constructor(settings: Partial<ReadingSettings> = {}) {
        this.browser = new Browser({
            threadPath, settings,
            onEvent: (event) => {
                this.take(event);
            },
            onEnd: (error) => {
                this.ended = error;
                this.wake();
            }
        });
    }

    public all<K extends Kind>(kind: K): Of<K>[] {
        return this.events.filter((event): event is Of<K> => event.kind === kind);
    }

    /** Waits until there are so many events of a kind, and gives the last one. */
    public async until<K extends Kind>(kind: K, amount = 1): Promise<Of<K>> {
        await this.settled(() => this.all(kind).length >= amount);
        const last = this.all(kind).at(-1);
        assert.ok(last !== undefined);
        return last;
    }

    public async settled(condition: () => boolean): Promise<void> {
        while (!condition())
            await new Promise<void>((resolve) => this.listeners.push(resolve));
    }

    public get last(): ExampleTable {
        assert.ok(this.table !== undefined);
        return this.table;
    }

    private take(event: BrowseEvent): void {
        this.events.push(event);
        if (event.kind === "table") {
            this.tables.push({revision: event.revision, length: event.table.from + event.table.length, done: event.done});
            this.table = unpackTable(event.table, this.table);
            this.keys.splice(event.table.from, Infinity, ...Array.from({length: event.table.length}, (_, row) => unpackKey(event.keys, 4 * row)));
        } else if (event.kind === "patch" && this.table !== undefined) {
            this.table = applyPatch(this.table, unpackPatch(event.patch));
        }
        this.wake();
    }

    private wake(): void {
        for (const listener of this.listeners.splice(0))
            listener();
    }
}

/** Makes `Watched`, which are closed after each test of the suite that this is called in. */
export function watcher(): (...settings: ConstructorParameters<typeof Watched>) => Watched {
    const all: Watched[] = [];
    afterEach(async () => {
        for (const {browser} of all.splice(0))
            await browser.close();
    });
    return (...settings) => {
        const made = new Watched(...settings);
        all.push(made);
        return made;
    };
}

export function options(storeFolder: string, changes: Partial<BrowseOptions> = {}): BrowseOptions {
    return {columns: "", storeFolder, wanted: undefined, lowScore: 0.5, ...changes};
}

/** What the table of a file must be in the end, made from everything at once. */
export function wholeTable(dataset: Dataset, known: (row: {key: string; index: number}) => Partial<TableRow> = () => ({}), categories?: {names: readonly string[]; of: (index: number) => readonly (string | undefined)[]}): ExampleTable {
    return buildTable(dataset.examples.length, (place): TableRow => {
        const example = dataset.examples[place];
        assert.ok(example !== undefined);
        const {goldenScore = null, flags = [], ...rest} = known(example);
        return {
            ...scoreRow(example, null, [...example.flags, ...flags]), ...textLengths(example.turns), goldenScore, ...rest,
            ...(categories === undefined ? {} : {categories: categories.of(place)})
        };
    }, 0.5, categories?.names);
}

const paper: ProtocolName = "paper";

/** Measurements of every example on some of them, as a run would have left them but of made-up numbers; returns the run. */
export function measure(store: SqliteStore, dataset: Dataset, {file = dataset.path, anchorCount = 3, skip = (index: number): boolean => index < 0, crashed = -1, truncated = -1, modelFingerprint = "model", protocolName = paper, lift = 0} = {}): KeptRun {
    const anchors = anchorsOf(dataset.examples).slice(0, anchorCount);
    const protocol = protocolFor(protocolName, 2048);
    const zeroShots = new Map(anchors.map(({key}): [string, ZeroShot] => [key, {kind: "measured", measurement: {logProbability: -10, tokens: 4}}]));
    const oneShots = new Map(dataset.examples.filter(({index}) => !skip(index)).map(({key, index}): [string, OneShot] => [key, {
        measurements: new Map(anchors.map((anchor, at) => [anchor.key, {logProbability: -9.5 - (index * 7 + at * 3 + lift) % 5 / 4, tokens: 4}])),
        truncated: index === truncated, crashed: index === crashed, answerTokens: index % 3 === 2 ? null : 10 + index
    }]));
    const run: KeptRun = {file, modelFile: "m.gguf", modelFingerprint, protocol, anchorSource: "random:3", seed: 0, anchors};
    store.saveMeasurements({modelFingerprint: run.modelFingerprint, protocol: protocolKey(protocol)}, zeroShots, oneShots);
    store.saveRun(run);
    return run;
}

/** What the session's own way of looking them up gives. */
export function keptRows(store: SqliteStore, run: KeptRun, dataset: Dataset): Map<string, Partial<TableRow>> {
    const found = new KeptScores(run, store).look(dataset.examples.map(({key}) => key));
    return new Map([...found].map(([key, {score, flags, answerTokens}]) => [key, {...score, flags, answerTokens}]));
}

export function scoresText(rows: readonly ScoreRow[]): string {
    return rows.map((row) => `${JSON.stringify(row)}\n`).join("");
}

export async function datasetOf(file: string): Promise<Dataset> {
    return readDataset(file);
}
