import type Database from "libsql";
import type {Anchor, AnchorDraw} from "../core/anchors.js";
import type {Embedding} from "../core/embedding.js";
import {measurementColumns, type AnchorMeasurement} from "../core/golden.js";
import {runIdentity, type AnchorSetName, type KeptAnchors, type KeptRun, type ModelInfo, type OneShot, type OneShotColumns, type Scope, type ZeroShot} from "../core/measurement.js";
import type {MeasuredBy, Measurer} from "../core/measurers.js";
import type {Decision} from "../core/selection.js";
import {CrashNotes} from "./crashNotes.js";
import {openDatabase, type StoreAccess} from "./database.js";
import {FileHashes} from "./fileHashes.js";
import {Measurers} from "./measurers.js";
import {changedSince, newestMark} from "./marks.js";
import {pack, packVector, unpack, unpackInto} from "./packing.js";
import {embeddingOf, jsonOf, zeroShotOf, type EmbeddingRow, type ZeroShotRow} from "./rows.js";
import {Statements} from "./statements.js";

/** Nobody looks further back than that; every one of them holds its whole task set. */
const mostRuns = 20;

interface OneShotRow {truncated: number; crashed: number; measurements: Uint8Array; answer_tokens: number | null}

/** Rows that are asked for at once where there are many: one by one takes half as long again. */
const together = 64;
const oneShotsTogether = `SELECT example, truncated, crashed, measurements, answer_tokens FROM one_shot WHERE scope = ? AND example IN (${Array.from({length: together}, () => "?").join()})`;

/**
 * Measurements, anchor sets and review decisions in SQLite (WAL). Several processes may use one folder at once.
 * Every `save` has been committed when it returns.
 */
export class SqliteStore {
    private readonly database: Database.Database;
    private readonly statements: Statements;
    public readonly fileHashes: FileHashes;
    private readonly measurers: Measurers;
    private readonly crashNotes: CrashNotes;
    private readonly scopeIds = new Map<string, number>();
    private readonly anchorIds = new Map<string, number>();
    private readonly anchorKeys = new Map<number, string>();

    /**
     * @param notice told when a store was put aside, or cannot be read
     * @throws UserError when the folder cannot be used: for `write` one that cannot be written, for both a store of a newer version
     */
    public constructor(folder: string, notice: (message: string) => void, access: StoreAccess = "write") {
        const {database, readOnly} = openDatabase(folder, notice, access);
        this.database = database;
        this.statements = new Statements(database, folder, readOnly);
        this.fileHashes = new FileHashes(this.statements);
        this.measurers = new Measurers(this.statements);
        this.crashNotes = new CrashNotes(this.statements);
        if (access === "write")
            this.requireWritable();
    }

    /** @throws UserError when nothing can be saved; for who would first do much work */
    public requireWritable(): void {
        this.write(() => {
            this.statements.run("DELETE FROM crash WHERE scope < 0"); // there is none, but beginning alone does not ask whether the file can be written
        });
    }

    public close(): void {
        this.database.close();
    }

    /** A number that is another one after another connection has written. */
    public foreignWrites(): number {
        return (this.statements.get("SELECT data_version AS version FROM pragma_data_version") as {version: number}).version;
    }

    public modelInfo(fingerprint: string): ModelInfo | undefined {
        const row = this.statements.get("SELECT info FROM model WHERE fingerprint = ?", fingerprint) as {info: string} | undefined;
        return jsonOf<ModelInfo>(row?.info, ["name", "architecture", "trainedContext"]);
    }

    public saveModelInfo(fingerprint: string, info: ModelInfo): void {
        this.write(() => {
            this.statements.run("INSERT OR REPLACE INTO model VALUES (?, ?)", fingerprint, JSON.stringify(info));
        });
    }

    public zeroShots(scope: Scope, anchors: readonly string[]): Map<string, ZeroShot> {
        const found = new Map<string, ZeroShot>();
        const scopeId = this.findScope(scope);
        if (scopeId === undefined)
            return found;
        for (const key of anchors) {
            const id = this.findAnchor(key);
            const row = id === undefined ? undefined : this.statements.get("SELECT log_probability, tokens, refused FROM zero_shot WHERE scope = ? AND anchor = ?", scopeId, id) as ZeroShotRow | undefined;
            if (row !== undefined)
                found.set(key, zeroShotOf(row));
        }
        return found;
    }

    public oneShots(scope: Scope, examples: readonly string[]): Map<string, OneShot> {
        const found = new Map<string, OneShot>();
        const scopeId = this.findScope(scope);
        if (scopeId === undefined)
            return found;
        for (const key of examples) {
            const row = this.statements.get("SELECT truncated, crashed, measurements, answer_tokens FROM one_shot WHERE scope = ? AND example = ?", scopeId, key) as OneShotRow | undefined;
            if (row !== undefined)
                found.set(key, {truncated: row.truncated !== 0, crashed: row.crashed !== 0, answerTokens: row.answer_tokens, measurements: this.byAnchorKey(unpack(row.measurements))});
        }
        return found;
    }

    public *oneShotColumns(scope: Scope, anchors: readonly string[], examples: readonly string[]): Generator<OneShotColumns> {
        const scopeId = this.findScope(scope);
        if (scopeId === undefined)
            return;
        const ids = anchors.map((key) => this.findAnchor(key) ?? 0); // a row's number begins with 1
        const placeOf = new Int32Array(ids.reduce((most, id) => Math.max(most, id), 0) + 1).fill(-1);
        for (const [place, id] of ids.entries())
            placeOf[id] = id === 0 ? -1 : place;
        const measurements = measurementColumns(anchors.length);
        for (let from = 0; from < examples.length; from += together) {
            const keys = Array.from({length: together}, (_, at) => examples[from + at] ?? ""); // nothing has an empty key
            for (const [key, truncated, crashed, packed, answerTokens] of this.statements.lists(oneShotsTogether, scopeId, ...keys) as [string, number, number, Uint8Array, number | null][]) {
                unpackInto(packed, placeOf, measurements);
                yield {key, measurements, truncated: truncated !== 0, crashed: crashed !== 0, answerTokens};
            }
        }
    }

    /** How far one-shot measurements have come, for `oneShotsChanged`; undefined where there are none. */
    public oneShotMark(): string | undefined {
        return newestMark(this.statements);
    }

    /** Whether one-shot measurements of a scope may be others than when the mark was taken. */
    public oneShotsChanged(scope: Scope, mark: string): boolean {
        const scopeId = this.findScope(scope);
        return scopeId === undefined || changedSince(this.statements, scopeId, mark);
    }

    public saveMeasurements(scope: Scope, zeroShots: ReadonlyMap<string, ZeroShot>, oneShots: ReadonlyMap<string, OneShot>, by: Measurer | null = null, circumstances?: string): void {
        this.write(() => {
            const scopeId = this.makeScope(scope);
            const measurer = this.measurers.register(scopeId, by);
            for (const [key, zeroShot] of zeroShots) {
                const [sum, tokens, refused] = zeroShot.kind === "refused"
                    ? [null, null, zeroShot.reason]
                    : [zeroShot.measurement.logProbability, zeroShot.measurement.tokens, null];
                this.statements.run("INSERT OR REPLACE INTO zero_shot VALUES (?, ?, ?, ?, ?)", scopeId, this.makeAnchor(key), sum, tokens, refused);
                this.measurers.note(scopeId, "zero-shot", key, measurer, false);
            }
            for (const [key, oneShot] of oneShots) {
                this.measurers.note(scopeId, "one-shot", key, measurer, this.saveOneShot(scopeId, key, oneShot));
                this.crashNotes.save(scopeId, key, oneShot.crashed ? circumstances : undefined);
            }
        });
    }

    public crashes(scope: Scope, examples: readonly string[]): Map<string, string> {
        const scopeId = this.findScope(scope);
        return scopeId === undefined ? new Map<string, string>() : this.crashNotes.of(scopeId, examples);
    }

    public measuredBy(scope: Scope, anchors: readonly string[], examples: readonly string[]): MeasuredBy[] {
        const scopeId = this.findScope(scope);
        return scopeId === undefined ? [] : this.measurers.count(scopeId, {anchors, examples});
    }

    public embeddings(scope: Scope, examples: readonly string[]): Map<string, Embedding> {
        const found = new Map<string, Embedding>();
        const scopeId = this.findScope(scope);
        if (scopeId === undefined)
            return found;
        for (const key of examples) {
            const row = this.statements.get("SELECT vector, refused FROM embedding WHERE scope = ? AND example = ?", scopeId, key) as EmbeddingRow | undefined;
            const embedding = row === undefined ? undefined : embeddingOf(row);
            if (embedding !== undefined)
                found.set(key, embedding);
        }
        return found;
    }

    public saveEmbeddings(scope: Scope, embeddings: ReadonlyMap<string, Embedding>, circumstances?: string): void {
        this.write(() => {
            const scopeId = this.makeScope(scope);
            for (const [key, embedding] of embeddings) {
                const [vector, refused] = embedding.kind === "embedded" ? [packVector(embedding.vector), null] : [null, embedding.reason];
                this.statements.run("INSERT OR REPLACE INTO embedding VALUES (?, ?, ?, ?)", scopeId, key, vector, refused);
                this.crashNotes.save(scopeId, key, refused === "engine-crash" ? circumstances : undefined);
            }
        });
    }

    public anchorSet(name: AnchorSetName): KeptAnchors | undefined {
        const row = this.statements.get("SELECT anchors, draw FROM anchor_set WHERE file = ? AND method = ? AND size = ? AND seed = ?", name.file, name.method, name.size, name.seed) as {anchors: string; draw: string | null} | undefined;
        const anchors = jsonOf<readonly Anchor[]>(row?.anchors, ["length"]);
        return anchors === undefined ? undefined : {anchors, draw: jsonOf<AnchorDraw>(row?.draw, ["method"]) ?? null};
    }

    public saveAnchorSet(name: AnchorSetName, {anchors, draw}: KeptAnchors): void {
        this.write(() => {
            this.statements.run("INSERT OR REPLACE INTO anchor_set VALUES (?, ?, ?, ?, ?, ?)", name.file, name.method, name.size, name.seed, JSON.stringify(anchors), draw === null ? null : JSON.stringify(draw));
        });
    }

    public runs(file?: string): KeptRun[] {
        const rows = (file === undefined
            ? this.statements.all("SELECT detail FROM run ORDER BY id DESC LIMIT ?", mostRuns)
            : this.statements.all("SELECT detail FROM run WHERE file = ? ORDER BY id DESC LIMIT ?", file, mostRuns)) as {detail: string}[];
        return rows.flatMap(({detail}) => jsonOf<KeptRun>(detail, ["file", "modelFingerprint", "protocol", "anchors"]) ?? []);
    }

    public saveRun(run: KeptRun): void {
        this.write(() => {
            this.statements.run("INSERT OR REPLACE INTO run (file, identity, detail) VALUES (?, ?, ?)", run.file, runIdentity(run), JSON.stringify(run));
        });
    }

    public decisions(examples: readonly string[]): Map<string, Decision> {
        const found = new Map<string, Decision>();
        for (const key of examples) {
            const row = this.statements.get("SELECT decision FROM decision WHERE example = ?", key) as {decision: Decision} | undefined;
            if (row !== undefined)
                found.set(key, row.decision);
        }
        return found;
    }

    public allDecisions(): Iterable<{readonly example: string; readonly decision: Decision}> {
        return this.statements.all("SELECT example, decision FROM decision") as {example: string; decision: Decision}[];
    }

    public saveDecisions(decisions: ReadonlyMap<string, Decision | undefined>): void {
        this.write(() => {
            for (const [example, decision] of decisions) {
                if (decision === undefined)
                    this.statements.run("DELETE FROM decision WHERE example = ?", example);
                else
                    this.statements.run("INSERT OR REPLACE INTO decision VALUES (?, ?)", example, decision);
            }
        });
    }

    /**
     * Merges with the row that is there, inside the transaction, so that two processes add to each other's anchors.
     * @returns whether something of what was there before is still there
     */
    private saveOneShot(scopeId: number, key: string, {measurements, truncated, crashed, answerTokens}: OneShot): boolean {
        const before = this.statements.get("SELECT measurements, answer_tokens FROM one_shot WHERE scope = ? AND example = ?", scopeId, key) as Pick<OneShotRow, "measurements" | "answer_tokens"> | undefined;
        const merged: Map<number, AnchorMeasurement> = before === undefined ? new Map<number, AnchorMeasurement>() : unpack(before.measurements);
        for (const [anchor, measurement] of measurements)
            merged.set(this.makeAnchor(anchor), measurement);
        const stays = merged.size > measurements.size;
        this.statements.run("INSERT OR REPLACE INTO one_shot VALUES (?, ?, ?, ?, ?, ?)", scopeId, key, Number(truncated), Number(crashed), pack(merged), answerTokens ?? before?.answer_tokens ?? null);
        return stays;
    }

    private write(change: () => void): void {
        this.statements.transaction(change, () => { // numbers given out inside the transaction are void
            this.scopeIds.clear();
            this.anchorIds.clear();
            this.anchorKeys.clear();
        });
    }

    private findScope({modelFingerprint, protocol}: Scope): number | undefined {
        return this.remember(this.scopeIds, `${modelFingerprint} ${protocol}`, () =>
            this.statements.get("SELECT id FROM scope WHERE model = ? AND protocol = ?", modelFingerprint, protocol) as {id: number} | undefined);
    }

    private makeScope(scope: Scope): number {
        const known = this.findScope(scope);
        return known ?? Number(this.statements.run("INSERT INTO scope (model, protocol) VALUES (?, ?)", scope.modelFingerprint, scope.protocol).lastInsertRowid);
    }

    private findAnchor(key: string): number | undefined {
        return this.remember(this.anchorIds, key, () => this.statements.get("SELECT id FROM anchor WHERE key = ?", key) as {id: number} | undefined);
    }

    private makeAnchor(key: string): number {
        return this.findAnchor(key) ?? Number(this.statements.run("INSERT INTO anchor (key) VALUES (?)", key).lastInsertRowid);
    }

    private remember(known: Map<string, number>, name: string, find: () => {id: number} | undefined): number | undefined {
        const id = known.get(name) ?? find()?.id;
        if (id !== undefined)
            known.set(name, id);
        return id;
    }

    private byAnchorKey(measurements: ReadonlyMap<number, AnchorMeasurement>): Map<string, AnchorMeasurement> {
        const byKey = new Map<string, AnchorMeasurement>();
        for (const [id, measurement] of measurements) {
            const key = this.anchorKeys.get(id) ?? (this.statements.get("SELECT key FROM anchor WHERE id = ?", id) as {key: string} | undefined)?.key;
            if (key === undefined)
                continue; // its anchor row is gone: as good as never measured
            this.anchorKeys.set(id, key);
            byKey.set(key, measurement);
        }
        return byKey;
    }
}
