import path from "node:path";
import * as vscode from "vscode";
import {UserError} from "../core/errors.js";
import {examples, files, inDigits} from "./amounts.js";
import {failed, NoExample} from "./failures.js";
import {asNotification} from "./messages.js";
import {sentence} from "./remedies.js";
import {BarSteps, RunProgress, type RunState} from "./runProgress.js";
import {runScoring, type RunnerNeeds, type RunOutcome, type ScoreRequest} from "./scoring.js";
import {describeRun, type StatusBar} from "./statusBar.js";

/** What is different for one of several files: it has no notifications of its own. */
export interface PartOfMany {
    /** Gets what the run failed with. */
    readonly tell: (error: unknown) => void;
    readonly report: (state: RunState) => void;
}

/** Who asks for a run, if not the person for one file. */
export interface Asker {
    /** Stops this run and no other, also while it waits. */
    readonly signal?: AbortSignal;
    readonly part?: PartOfMany;
}

interface Queued {
    readonly request: ScoreRequest;
    readonly abort: AbortController;
    readonly part: PartOfMany | undefined;
    readonly done: (outcome: RunOutcome | undefined) => void;
}

export interface RunningOn {
    readonly uri: vscode.Uri;
    readonly state: RunState;
}

/** Runs one request after the other: one engine, one model in memory. */
export class RunQueue implements vscode.Disposable {
    private readonly queue: Queued[] = [];
    private current: Queued | undefined;
    private working = false;
    private readonly progressed = new vscode.EventEmitter<RunningOn | undefined>();
    /** How far the run in hand is, a few times a second; undefined at the end of the last one. */
    public readonly onDidProgress = this.progressed.event;

    public constructor(private readonly needs: RunnerNeeds, private readonly status: StatusBar) {}

    /** Settled with the outcome, or with undefined when the run was stopped before it began or failed; failures are told here, unless it is a part of many. */
    public ask(request: ScoreRequest, {signal, part}: Asker = {}): Promise<RunOutcome | undefined> {
        return new Promise((done) => {
            if (signal?.aborted === true) {
                done(undefined);
                return;
            }
            const abort = new AbortController();
            const queued = {request, abort, part, done};
            signal?.addEventListener("abort", () => {
                abort.abort();
                const at = this.queue.indexOf(queued);
                if (at !== -1) {
                    this.queue.splice(at, 1);
                    done(undefined);
                }
            });
            this.queue.push(queued);
            if (!this.working)
                void this.work();
            else
                this.needs.log.info(`${path.basename(request.uri.path)} waits for the run before it.`);
        });
    }

    public isScoring(uri: vscode.Uri): boolean {
        return this.current?.request.uri.toString() === uri.toString();
    }

    /** Stops the run in hand and those that wait; what is measured is kept. */
    public stop(): void {
        for (const waiting of this.queue.splice(0))
            waiting.done(undefined);
        this.current?.abort.abort();
    }

    public dispose(): void {
        this.stop();
        this.progressed.dispose();
    }

    private async work(): Promise<void> {
        this.working = true; // at once: several requests may come before anything is awaited
        await vscode.commands.executeCommand("setContext", "goldpan.scoring", true);
        for (let next = this.queue.shift(); next !== undefined; next = this.queue.shift()) {
            this.current = next;
            next.done(next.abort.signal.aborted ? undefined : await this.run(next));
        }
        this.current = undefined;
        this.working = false;
        this.status.show(undefined);
        this.progressed.fire(undefined);
        this.needs.scorer.rest();
        await vscode.commands.executeCommand("setContext", "goldpan.scoring", false);
    }

    private async run(queued: Queued): Promise<RunOutcome | undefined> {
        const {request, abort, part} = queued;
        if (part !== undefined)
            return this.score(queued, part.report, part.tell);
        const title = asNotification(vscode.l10n.t("Goldpan: {0}", path.basename(request.uri.path)));
        return vscode.window.withProgress({location: vscode.ProgressLocation.Notification, title, cancellable: true}, async (notification, token) => {
            token.onCancellationRequested(() => {
                abort.abort();
            });
            const steps = new BarSteps();
            return this.score(queued, (state) => {
                notification.report({message: describeRun(state), increment: steps.next(state)});
            }, (error) => {
                failed(this.needs.log, error);
            });
        });
    }

    private async score({request, abort}: Queued, report: (state: RunState) => void, tell: (error: unknown) => void): Promise<RunOutcome | undefined> {
        const name = path.basename(request.uri.path);
        let last = 0;
        const show = (state: RunState): void => {
            const now = Date.now();
            if (now - last < 250 && state.done < state.total)
                return; // faster than anyone reads
            last = now;
            report(state);
            this.status.show(state);
            this.progressed.fire({uri: request.uri, state});
        };
        show({phase: "start", done: 0, total: 0, rate: undefined, secondsLeft: undefined});
        try {
            const outcome = await runScoring(this.needs, request, new RunProgress(Date.now, show), abort.signal);
            this.needs.log.info(`${name}: ${outcome.scored} of ${outcome.total} examples are scored, ${outcome.measured} of them measured now${outcome.stopped ? "; stopped" : ""}.`);
            if (!outcome.stopped)
                this.needs.scored(request.uri, outcome.total);
            return outcome;
        } catch (error) {
            tell(error);
            if (!(error instanceof NoExample)) // which leaves the engine as it is
                await this.needs.scorer.end(); // whatever state it is in, the next run begins anew
            return undefined;
        }
    }
}

/** What a person is told at the end of a run that they asked for. */
export function describeOutcome({scored, measured, total, stopped}: RunOutcome): string {
    if (stopped)
        return vscode.l10n.t("Stopped: {0} of {1} are scored and kept. Score the file again to go on.", inDigits(scored), examples(total));
    return vscode.l10n.t("{0} scored ({1} measured, {2} known before).", examples(total), inDigits(measured), inDigits(scored - measured));
}

/**
 * What a person is told at the end of a run over several files.
 * @param failures of those files whose outcome is undefined, unless they were not begun
 */
export function describeOutcomes(outcomes: readonly (RunOutcome | undefined)[], failures: readonly unknown[]): string {
    const scored = outcomes.filter((outcome) => outcome !== undefined && !outcome.stopped).length;
    const empty = failures.filter((error) => error instanceof NoExample).length;
    const others = failures.filter((error) => !(error instanceof NoExample));
    const stopped = outcomes.length - scored - failures.length;
    const rest = [
        ...(empty === 0 ? [] : [empty === 1 ? vscode.l10n.t("1 holds no example") : vscode.l10n.t("{0} hold no example", empty)]),
        ...(others.length === 0 ? [] : [vscode.l10n.t("{0} failed", others.length)]),
        ...(stopped === 0 ? [] : [vscode.l10n.t("{0} stopped", stopped)])
    ];
    const line = vscode.l10n.t("{0} of {1} are scored", scored, files(outcomes.length));
    const reasons = new Set(others.map((error) => error instanceof UserError ? sentence(error) : "")); // a setting fails every file alike
    const [reason = ""] = reasons.size === 1 ? reasons : [];
    return `${[line, ...(rest.length === 0 ? [] : [rest.join(", ")])].join("; ")}${failures.length === 0 ? "" : vscode.l10n.t(", see the log")}.${reason === "" ? "" : ` ${reason}`}`;
}
