import {realpath} from "node:fs/promises";
import {performance} from "node:perf_hooks";
import {setImmediate} from "node:timers/promises";
import {UserError} from "../core/errors.js";
import {parseColumns} from "../core/formats/columns.js";
import {DatasetReader} from "../core/formats/reader.js";
import {packKey} from "../core/keyTable.js";
import {decisionCode} from "../core/table/buildTable.js";
import {buffersOfTable, packTable} from "../core/table/transfer.js";
import {storeFolder} from "../store/location.js";
import {nativeHash, readItems} from "../session/readDataset.js";
import {DecisionTable} from "./decisionTable.js";
import {exportRows} from "./exportRows.js";
import {goldenAmounts} from "./goldenRows.js";
import {failureOf, fileSentence} from "./failure.js";
import {KeptReadings, type KeptReading} from "./keptReadings.js";
import {keyedScores} from "./keyedScores.js";
import type {FileMessage, ReadingSettings} from "./messages.js";
import {placeOf} from "./places.js";
import {categoryFields, type Answers, type BrowsedFile, type BrowseOptions, type BrowseRequest, type Question} from "./protocol.js";
import {addItems, beginReading, openReading, toKeep, writable, type Reading} from "./reading.js";
import {Rows} from "./rows.js";
import {ScoresShown} from "./scoresShown.js";
import {Searches} from "./searches.js";
import {identityOf, sameIdentity, SourceChanged, type Identity} from "./source.js";
import {textsOf} from "./texts.js";
import {TextSorts} from "./textSorts.js";

type ReadingFacts = Pick<Reading, "container" | "sha256" | "problems">;

export type Say = (message: FileMessage, transfer?: readonly ArrayBuffer[]) => void;

/** Of a kept reading, to be seen before all others. */
const firstRows = 2000;

/** Holds one file: reads it, and answers what is asked of it. */
export class FileThread {
    private readonly decisions = new DecisionTable();
    private readonly scores: ScoresShown;
    private readonly searches: Searches;
    private readonly sorts = new TextSorts(() => this.reading);
    private reading: Reading | undefined;
    /** All that was to be written is. */
    private exported: Promise<unknown> = Promise.resolve();
    /** What the last reading told is kept. */
    private kept: Promise<unknown> | undefined;

    /**
     * @param revision of the last reading before; readings count on from it
     * @param ended is called when nothing is left to do after `close`
     */
    public constructor(private readonly settings: ReadingSettings, private revision: number, private readonly say: Say, private readonly ended: () => void) {
        this.scores = new ScoresShown(settings, this.decisions, say);
        this.searches = new Searches(settings.searchLimitMs, () => this.reading, say, (revision) => {
            if (this.reading?.revision === revision)
                this.tellChanged(this.reading);
        });
    }

    public take(request: BrowseRequest): void {
        switch (request.kind) {
            case "read":
                void this.read(request.file, request.options);
                break;
            case "refresh":
                this.scores.refresh(request.options);
                break;
            case "run-begun":
                this.scores.beginRun();
                break;
            case "scored":
                this.scores.scored(keyedScores(request.rows));
                break;
            case "decided":
                this.decided(request.keys, decisionCode(request.decision ?? undefined));
                break;
            case "scores-file":
                this.scores.showFile(request.path);
                break;
            case "search":
                this.searches.start(request.search, request.revision, request.term);
                break;
            case "stop-search":
                this.searches.stop(request.search);
                break;
            case "resend":
                this.resend();
                break;
            case "close":
                void this.close();
                break;
            case "ask": {
                const answered = this.answer(request.ask, request.question);
                if (request.question.kind === "export")
                    this.exported = Promise.all([this.exported, answered]);
                break;
            }
        }
    }

    private async close(): Promise<void> {
        this.revision++; // the reading in hand stops
        this.reading = undefined;
        this.stopBeside();
        await Promise.all([this.exported, this.kept, this.scores.close()]);
        this.ended();
    }

    private async read(file: BrowsedFile, options: BrowseOptions): Promise<void> {
        const revision = ++this.revision;
        const last = this.reading?.file.path === file.path ? this.reading : undefined;
        this.reading = undefined;
        this.stopBeside();
        try {
            const columns = options.columns === "" ? undefined : parseColumns(options.columns);
            const reading = beginReading({revision, file, columns, rows: new Rows(options.lowScore, this.decisions)}, last);
            this.reading = reading;
            const path = file.path === "" ? "" : await realpath(file.path).catch(() => file.path);
            if (this.reading === reading) {
                this.scores.begin(reading, path, options);
                const identity = file.bytes === undefined ? await identityOf(file.path).catch(() => undefined) : undefined; // opening says what is wrong
                const kept = file.bytes === undefined ? await KeptReadings.of(storeFolder(options.storeFolder), path, options.columns, this.settings.settledMs) : undefined;
                const found = reading.before === undefined ? await kept?.find() : undefined; // what was read before has scores that stay
                if (this.reading !== reading)
                    return;
                if (found !== undefined && identity !== undefined)
                    await this.restore(reading, found, identity);
                else
                    await this.readAll(reading, identity, kept);
            }
        } catch (error) {
            if (revision !== this.revision)
                return;
            this.reading = undefined;
            this.stopBeside();
            this.scores.end();
            this.say({kind: "failed", ...failureOf(error)});
        }
    }

    /** The file is the one of a reading that was kept. */
    private async restore(reading: Reading, {rows, ...told}: KeptReading, identity: Identity): Promise<void> {
        const {length} = rows.start, {mostAtOnce, scoresAwaitedMs} = this.settings;
        reading.source = {kind: "file", path: reading.file.path, identity};
        if (length > mostAtOnce) { // the table of a million takes seconds on its way to a panel
            reading.rows.restore(rows, firstRows);
            this.tell(reading, firstRows / length);
            await setImmediate(); // questions are answered
            if (this.reading !== reading)
                return;
        }
        reading.rows.restore(rows);
        this.complete(reading, told);
        if (length <= mostAtOnce)
            await this.scores.awaited(scoresAwaitedMs);
        if (this.reading !== reading)
            return;
        if (reading.told < length) // else somebody has asked for them meanwhile
            this.tell(reading, 1);
        this.scores.haveRead();
    }

    private async readAll(reading: Reading, identity: Identity | undefined, kept: KeptReadings | undefined): Promise<void> {
        const {file, rows, columns} = reading;
        const began = performance.now();
        const bytes = await openReading(reading, identity, this.settings.pieceBytes);
        let next = 0, told = began;
        const reader = new DatasetReader(columns, nativeHash, categoryFields);
        for await (const items of readItems(file.path, bytes.pieces, reader)) {
            if (this.reading !== reading)
                return;
            addItems(reading, items);
            this.scores.haveRead();
            await setImmediate(); // questions are answered
            const now = performance.now(), took = now - began, share = bytes.share(), {firstTableMs, progressMs} = this.settings;
            const isAlmostDone = next > 0 && took * (1 - share) < 2 * firstTableMs * share; // by the pace so far all rows follow at once
            if (!reading.inParts && now - told >= progressMs && (told > began || took * (1 - share) >= progressMs * share)) {
                told = now;
                this.say({kind: "reading-again", revision: reading.revision, share});
            }
            if (reading.inParts && rows.length > next && took >= firstTableMs && !isAlmostDone) {
                next = 2 * rows.length;
                this.tell(reading, share);
            }
        }
        if (this.reading !== reading)
            return;
        const container = reader.container ?? "jsonl", sha256 = bytes.sha256?.();
        this.finish(reading, {container, sha256, problems: reading.problems});
        const lasting = toKeep(reading, this.settings.fewestKept);
        if (lasting !== undefined)
            await (this.kept = kept?.keep(lasting));
        if (identity !== undefined && !sameIdentity(identity, await identityOf(file.path).catch(() => ({...identity, size: -1}))))
            this.tellChanged(reading);
    }

    private complete(reading: Reading, told: ReadingFacts): void {
        Object.assign(reading, told, {done: true, before: undefined});
    }

    private finish(reading: Reading, told: ReadingFacts): void {
        this.complete(reading, told);
        this.tell(reading, 1);
        this.scores.haveRead();
    }

    /** The rows that have not been told yet. */
    private tell(reading: Reading, share: number): void {
        const {revision, rows, done, problems} = reading, names = rows.categoryNames;
        if (names !== reading.toldCategories)
            reading.told = 0; // those before have values, too, or none any more
        const table = packTable(rows.table(reading.told), reading.told), keys = rows.keys.packed(reading.told);
        reading.told = rows.length;
        reading.toldCategories = names;
        this.say({kind: "table", revision, table, keys, done, share, problems}, [...buffersOfTable(table), keys.buffer]);
        this.searches.haveTold();
        this.sorts.haveTold();
    }

    /** What goes through the texts of a reading that is gone. */
    private stopBeside(): void {
        this.searches.reset();
        this.sorts.reset();
    }

    private resend(): void {
        const {reading} = this;
        if (reading !== undefined)
            reading.inParts = true; // who asks has nothing
        if (reading !== undefined && (reading.told > 0 || reading.done)) {
            reading.told = 0;
            this.tell(reading, reading.done ? 1 : 0);
        }
        this.scores.resend();
    }

    private tellChanged(reading: Reading): void {
        if (!reading.changed && this.reading === reading)
            this.say({kind: "changed", revision: reading.revision});
        reading.changed = true;
    }

    private decided(keys: readonly string[], code: number): void {
        const words = new Uint32Array(4);
        for (const key of keys)
            if (packKey(key, words))
                this.scores.decided(words, code);
    }

    private async answer(ask: number, question: Question): Promise<void> {
        const {reading} = this;
        try {
            const answer = reading?.revision !== question.revision ? undefined : await this.find(reading, question);
            this.say({kind: "answer", ask, answer: this.reading === reading || question.kind === "export" ? answer : undefined}); // a file is written, whatever was read since
        } catch (error) {
            if (error instanceof SourceChanged && reading !== undefined) {
                this.tellChanged(reading);
                this.say({kind: "answer", ask, answer: undefined});
            } else {
                this.say({kind: "refused", ask, ...error instanceof UserError ? failureOf(error) : {sentence: fileSentence(reading?.file.path, error)}});
            }
        }
    }

    private async find(reading: Reading, question: Question): Promise<Answers[keyof Answers] | undefined> {
        const {rows, source, columns, changed} = reading;
        switch (question.kind) {
            case "texts":
                return source === undefined || changed ? undefined : textsOf(rows, source, question.rows, question.cut, columns);
            case "place":
                return source === undefined || changed ? undefined : placeOf(rows, source, question.row);
            case "text-ranks":
                return changed ? undefined : this.sorts.ranks(question.column);
            case "keys":
                return Array.from(question.rows.filter((row) => row < rows.length), (row) => rows.keys.keyAt(row));
            case "rows":
                return rows.keys.rowsWith(question.keys);
            case "golden":
                this.scores.requireFinished();
                return goldenAmounts(writable(reading).rows.scoring, question.rules);
            case "export":
                this.scores.requireOrigin(question.order.origin);
                if (!(question.rows instanceof Uint32Array))
                    this.scores.requireFinished(); // the rule would choose among some
                return exportRows(rows, {...writable(reading), path: reading.file.path}, question.rows, question.order);
            case "packed-keys":
                return rows.keys.packed();
            case "match":
                return rows.keys.match(question.keys);
        }
    }
}
