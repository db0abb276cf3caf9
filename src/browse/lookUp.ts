import {existsSync} from "node:fs";
import {setImmediate} from "node:timers/promises";
import {decisionCode} from "../core/table/buildTable.js";
import {packKey} from "../core/keyTable.js";
import {findRun, KeptScores} from "../session/keptScores.js";
import {eachScore, readMeta} from "../session/scoresFiles.js";
import {storeFolder} from "../store/location.js";
import {SqliteStore} from "../store/store.js";
import {failureOf} from "./failure.js";
import {ScoreColumns, scoreOfKey} from "./keyedScores.js";
import type {KeyedDecisions, LookUpJob, LookUpRequest, LookUpResult} from "./messages.js";
import type {ScoresOrigin} from "./protocol.js";
import {unpackKeys} from "./unpackKeys.js";

type LookUpTask = Exclude<LookUpRequest, {kind: "close"}>;

/** Rows of a scores file that are sent together. */
const batch = 5000;
/** Keys of a store are looked up this many at a time, between which a newer job is noticed. */
const slice = 500;

/** The thread that looks scores and decisions up: the only one with a connection to the store, which may have to wait for others. */
export class LookUp {
    private store: {readonly folder: string; readonly store: SqliteStore} | undefined;
    private job: LookUpJob | undefined;
    private kept: KeptScores | undefined;
    private last: Promise<void> = Promise.resolve();

    public constructor(private readonly say: (result: LookUpResult) => void) {}

    /** Settled when nothing is under way any more. */
    public async close(): Promise<void> {
        await this.last;
        this.store?.store.close();
    }

    /** One request after the other; a newer job makes those of older ones short. */
    public take(request: LookUpTask): void {
        this.last = this.last.then(() => this.answer(request)).catch((error: unknown) => {
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
        if (run !== undefined) {
            this.kept = new KeptScores(run, store);
            this.say({kind: "origin", job: job.job, origin: {kind: "run", run}});
            return;
        }
        this.kept = undefined;
        const ownFile = `${path}.scores.jsonl`; // where the command line writes it
        const beside = scoresFile ?? (existsSync(ownFile) ? ownFile : undefined);
        const origin: ScoresOrigin = beside === undefined ? {kind: "none"} : {kind: "file", path: beside, model: await this.modelOf(beside)};
        this.say({kind: "origin", job: job.job, origin});
        if (beside !== undefined)
            await this.readFile(job, beside);
        this.say({kind: "done", job: job.job, complete: true});
    }

    private async lookUp({job, jobs}: LookUpJob, keys: Uint32Array, last: boolean): Promise<void> {
        const amount = keys.length / 4;
        for (let from = 0; from < amount; from += slice) {
            if (Atomics.load(jobs, 0) !== job)
                return;
            const texts = unpackKeys(keys.subarray(4 * from, 4 * (from + slice)));
            const columns = new ScoreColumns(texts.length);
            for (const [key, known] of this.kept?.look(texts) ?? [])
                columns.add(scoreOfKey(key, known));
            this.say({kind: "scores", job, scores: columns.done()});
            await setImmediate(); // lets a newer job in
        }
        if (last)
            this.say({kind: "done", job, complete: true});
    }

    private async readFile({job, jobs}: LookUpJob, path: string): Promise<void> {
        let columns = new ScoreColumns(batch), rows = 0;
        for await (const row of eachScore(path)) {
            columns.add(row);
            if (++rows % batch !== 0)
                continue;
            if (Atomics.load(jobs, 0) !== job)
                return;
            this.say({kind: "scores", job, scores: columns.done()});
            columns = new ScoreColumns(batch);
        }
        this.say({kind: "scores", job, scores: columns.done()});
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
            })};
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
