import path from "node:path";
import * as vscode from "vscode";
import {count} from "../core/displayText.js";
import {failed} from "./failures.js";
import {asNotification} from "./messages.js";
import {RunProgress, type RunState} from "./runProgress.js";
import {runScoring, type RunnerNeeds, type RunOutcome, type ScoreRequest} from "./scoring.js";
import {describeRun, type StatusBar} from "./statusBar.js";

interface Queued {
    readonly request: ScoreRequest;
    readonly abort: AbortController;
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
    private readonly progressed = new vscode.EventEmitter<RunningOn | undefined>();
    /** How far the run in hand is, a few times a second; undefined at the end of the last one. */
    public readonly onDidProgress = this.progressed.event;

    public constructor(private readonly needs: RunnerNeeds, private readonly status: StatusBar) {}

    /** Settled with the outcome, or with undefined when the run was stopped before it began or failed; failures are told here. */
    public ask(request: ScoreRequest): Promise<RunOutcome | undefined> {
        return new Promise((done) => {
            this.queue.push({request, abort: new AbortController(), done});
            if (this.current === undefined)
                void this.work();
            else
                this.needs.log.info(`${path.basename(request.uri.path)} waits for the run before it.`);
        });
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
        await vscode.commands.executeCommand("setContext", "goldpan.scoring", true);
        for (let next = this.queue.shift(); next !== undefined; next = this.queue.shift()) {
            this.current = next;
            next.done(await this.run(next));
        }
        this.current = undefined;
        this.status.show(undefined);
        this.progressed.fire(undefined);
        this.needs.scorer.rest();
        await vscode.commands.executeCommand("setContext", "goldpan.scoring", false);
    }

    private async run({request, abort}: Queued): Promise<RunOutcome | undefined> {
        const name = path.basename(request.uri.path);
        return vscode.window.withProgress({location: vscode.ProgressLocation.Notification, title: asNotification(vscode.l10n.t("Goldpan: {0}", name)), cancellable: true}, async (notification, token) => {
            token.onCancellationRequested(() => {
                abort.abort();
            });
            let shown = 0, last = 0;
            const show = (state: RunState): void => {
                const now = Date.now();
                if (now - last < 250 && state.done < state.total)
                    return; // faster than anyone reads
                last = now;
                const share = state.total === 0 ? 0 : 100 * state.done / state.total;
                notification.report({message: describeRun(state), increment: Math.max(0, share - shown)});
                shown = state.phase === "examples" ? share : 0;
                this.status.show(state);
                this.progressed.fire({uri: request.uri, state});
            };
            show({phase: "start", done: 0, total: 0, rate: undefined, secondsLeft: undefined});
            try {
                const outcome = await runScoring(this.needs, request, new RunProgress(Date.now, show), abort.signal);
                this.needs.log.info(`${name}: ${outcome.scored} of ${outcome.total} examples are scored, ${outcome.measured} of them measured now${outcome.stopped ? "; stopped" : ""}.`);
                return outcome;
            } catch (error) {
                failed(this.needs.log, error);
                await this.needs.scorer.end(); // whatever state it is in, the next run begins anew
                return undefined;
            }
        });
    }
}

/** What a person is told at the end of a run that they asked for. */
export function describeOutcome({scored, measured, total, stopped}: RunOutcome): string {
    if (stopped)
        return vscode.l10n.t("Stopped: {0} of {1} are scored and kept. Score the file again to go on.", scored.toLocaleString("en-US"), count(total, "example"));
    return vscode.l10n.t("{0} scored ({1} measured, {2} known before).", count(total, "example"), measured.toLocaleString("en-US"), (scored - measured).toLocaleString("en-US"));
}
