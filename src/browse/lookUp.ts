import {existsSync} from "node:fs";
import {setImmediate} from "node:timers/promises";
import {decisionCode} from "../core/table/buildTable.js";
import {packKey} from "../core/keyTable.js";
import {protocolKey} from "../core/protocol.js";
import {findRun, KeptScores} from "../session/keptScores.js";
import {eachScore, mostBytesUnasked, readMeta, scoresPathOf} from "../session/scoresFiles.js";
import {storeFolder} from "../store/location.js";
import {SqliteStore} from "../store/store.js";
import {failureOf} from "./failure.js";
import {joinedScores, ScoreColumns, scoreOfKey, type KeyedScores} from "./keyedScores.js";
import {findLookedUp, keepLookedUp, KnownScores} from "./keptLookUps.js";
import type {KeyedDecisions, LookUpJob, LookUpRequest, LookUpResult, ReadingSettings} from "./messages.js";
import type {ScoresOrigin} from "./protocol.js";
import {Shelf, stampOf} from "./shelf.js";
import {unpackKeys} from "./unpackKeys.js";

type LookUpTask = Exclude<LookUpRequest, {kind: "close"}>;

/** Rows of a scores file that are sent together. */
const batch = 5000;
/** Keys of a store are looked up this many at a time, between which a newer job is noticed. */
const slice = 500;
/** What was found is kept when nothing has been asked for so long: during a run much is looked up again and again. */
const quietMs = 2000;

/** What a job finds, to be kept under a name. */
interface Finding {
    readonly name: string;
    readonly basis: string;
    readonly mark: string;
    readonly parts: KeyedScores[];
    /** How many of these were not known before. */
    fresh: number;
    /** Nothing more is found. */
    complete: boolean;
}

/** The thread that looks scores and decisions up: the only one with a connection to the store, which may have to wait for others. */
export class LookUp {
    private store: {readonly folder: string; readonly store: SqliteStore} | undefined;
    private job: LookUpJob | undefined;
    private kept: KeptScores | undefined;
    private known: KnownScores | undefined;
    private finding: Finding | undefined;
    private quiet: NodeJS.Timeout | undefined;
    private last: Promise<void> = Promise.resolve();

    public constructor(private readonly settings: ReadingSettings, private readonly say: (result: LookUpResult) => void) {}

    /** Settled when nothing is under way any more. */
    public async close(): Promise<void> {
        await this.last;
        await this.keepFinding();
        this.store?.store.close();
    }

    /** One request after the other; a newer job makes those of older ones short. */
    public take(request: LookUpTask): void {
        clearTimeout(this.quiet);
        this.last = this.last.then(() => this.answer(request)).catch((error: unknown) => {
            this.finding = undefined;
            this.say({kind: "notice", ...failureOf(error)});
            this.say({kind: "done", job: request.job, complete: false});
        });
    }

    private async answer(request: LookUpTask): Promise<void> {
        if (request.kind === "begin") {
            this.job = request;
            await this.begin(request);
        } else if (this.job !== undefined && request.job === Atomics.load(this.job.jobs, 0)) {
            if (request.kind === "sample")
                await this.decideOrigin(this.job, request.keys);
            else
                await this.lookUp(this.job, request.keys, request.last);
        }
    }

    private async begin(job: LookUpJob): Promise<void> {
        const store = this.opened(job.options.storeFolder);
        this.finding = undefined;
        this.say({kind: "decisions", job: job.job, decisions: packedDecisions(store)});
        if (job.scoresFile === undefined && job.options.run === undefined && store.runs(job.path).length === 0 && store.runs().length > 0)
            this.say({kind: "want-sample", job: job.job});
        else
            await this.decideOrigin(job, []);
    }

    /** @param sample keys of the file, for finding a run of a copy of it */
    private async decideOrigin(job: LookUpJob, sample: readonly string[]): Promise<void> {
        const {path, scoresFile, options} = job;
        const store = this.opened(options.storeFolder);
        const run = scoresFile === undefined ? options.run ?? findRun(store, path, sample, options.wanted) : undefined;
        this.kept = this.known = undefined;
        if (run !== undefined) {
            const mark = store.oneShotMark(); // before anything is looked up
            this.kept = new KeptScores(run, store);
            const before = await this.find(JSON.stringify(["run", path]), this.kept.basis(), mark, (then) => !store.oneShotsChanged({modelFingerprint: run.modelFingerprint, protocol: protocolKey(run.protocol)}, then));
            this.known = before && new KnownScores(before);
            this.say({kind: "origin", job: job.job, origin: {kind: "run", run}});
            return;
        }
        const ownFile = scoresPathOf(path);
        const beside = scoresFile ?? (existsSync(ownFile) ? ownFile : undefined);
        const origin: ScoresOrigin = beside === undefined ? {kind: "none"} : {kind: "file", path: beside, model: await this.modelOf(beside)};
        this.say({kind: "origin", job: job.job, origin});
        if (beside !== undefined)
            await this.readFile(job, beside, scoresFile === undefined ? mostBytesUnasked : undefined);
        this.done(job);
    }

    private async lookUp(job: LookUpJob, keys: Uint32Array, last: boolean): Promise<void> {
        const {found, others} = this.known?.look(keys) ?? {found: undefined, others: keys};
        if (found !== undefined && found.length > 0)
            this.tell(job, found);
        const amount = others.length / 4;
        for (let from = 0; from < amount; from += slice) {
            if (Atomics.load(job.jobs, 0) !== job.job)
                return;
            const texts = unpackKeys(others.subarray(4 * from, 4 * (from + slice)));
            const columns = new ScoreColumns(texts.length);
            for (const [key, known] of this.kept?.look(texts) ?? [])
                columns.add(scoreOfKey(key, known));
            this.tellFresh(job, columns.done());
            await setImmediate(); // lets a newer job in
        }
        if (last)
            this.done(job);
    }

    private async readFile(job: LookUpJob, path: string, mostBytes: number | undefined): Promise<void> {
        const stamp = await stampOf(path, this.settings.settledMs);
        const known = await this.find(JSON.stringify(["file", path]), "", stamp, (then) => then === stamp);
        if (known !== undefined) {
            this.finding = undefined;
            this.tell(job, joinedScores([known]));
            return;
        }
        let columns = new ScoreColumns(batch), rows = 0;
        for await (const row of eachScore(path, mostBytes)) {
            columns.add(row);
            if (++rows % batch !== 0)
                continue;
            if (Atomics.load(job.jobs, 0) !== job.job) {
                this.finding = undefined; // a part of the file
                return;
            }
            this.tellFresh(job, columns.done());
            columns = new ScoreColumns(batch);
        }
        this.tellFresh(job, columns.done());
        if (stamp !== await stampOf(path, this.settings.settledMs))
            this.finding = undefined; // it was written meanwhile
    }

    /** Begins what a job finds, and gives what is kept of the same if that still `holds`. @param mark undefined where nothing can be kept */
    private async find(name: string, basis: string, mark: string | undefined, holds: (mark: string) => boolean): Promise<KeyedScores | undefined> {
        if (mark === undefined)
            return undefined;
        this.finding = {name, basis, mark, parts: [], fresh: 0, complete: false};
        const kept = await findLookedUp(this.shelf, name);
        return kept?.basis === basis && holds(kept.mark) ? kept.scores : undefined;
    }

    private tellFresh(job: LookUpJob, scores: KeyedScores): void {
        if (this.finding !== undefined)
            this.finding.fresh += scores.length;
        this.tell(job, scores);
    }

    private tell({job}: LookUpJob, scores: KeyedScores): void {
        this.finding?.parts.push(joinedScores([scores])); // a copy: what is said is handed over
        this.say({kind: "scores", job, scores});
    }

    private done({job}: LookUpJob): void {
        this.say({kind: "done", job, complete: true});
        this.known = undefined;
        if (this.finding === undefined || this.finding.fresh < this.settings.fewestKept) {
            this.finding = undefined;
            return;
        }
        this.finding.complete = true;
        this.quiet = setTimeout(() => {
            this.last = this.last.then(() => this.keepFinding());
        }, quietMs);
    }

    private async keepFinding(): Promise<void> {
        const {finding} = this;
        this.finding = undefined;
        if (finding?.complete === true)
            await keepLookedUp(this.shelf, finding.name, {scores: joinedScores(finding.parts), basis: finding.basis, mark: finding.mark});
    }

    private get shelf(): Shelf {
        return new Shelf(this.store?.folder ?? "");
    }

    private async modelOf(scoresFile: string): Promise<string | null> {
        try {
            return (await readMeta(scoresFile))?.model.file ?? null;
        } catch (error) {
            this.say({kind: "notice", ...failureOf(error)});
            return null;
        }
    }

    private opened(chosen: string): SqliteStore {
        const folder = storeFolder(chosen);
        if (this.store?.folder !== folder) {
            this.store?.store.close();
            this.store = undefined;
            this.store = {folder, store: new SqliteStore(folder, (sentence) => {
                this.say({kind: "notice", sentence});
            }, "read")};
        }
        return this.store.store;
    }
}

function packedDecisions(store: SqliteStore): KeyedDecisions {
    const all = [...store.allDecisions()];
    const keys = new Uint32Array(4 * all.length), codes = new Uint8Array(all.length);
    for (const [at, {example, decision}] of all.entries())
        if (packKey(example, keys, 4 * at))
            codes[at] = decisionCode(decision);
    return {keys, codes};
}
