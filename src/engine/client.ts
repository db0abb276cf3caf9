import type {ChildProcess} from "node:child_process";
import {UserError} from "../core/errors.js";
import type {EmbedTask, EngineInfo, MeasureTask} from "../core/measurement.js";
import {forkWorker, Stderr} from "./fork.js";
import {wireVersion, type EngineEvent, type EngineRequest, type LoadOptions} from "./protocol.js";
import {BatchQueue} from "./queue.js";

export interface ClientOptions {
    /** The bundled worker script. */
    readonly workerPath: string;
    readonly load: LoadOptions;
    /** How long the worker may take to say that it is there. */
    readonly handshakeMs?: number;
    /** How long the worker may say nothing while it loads, measures or embeds. */
    readonly silenceMs?: number;
    /** Asked once the model is loaded, also into a process that takes another's place; what it throws fails the loading. */
    readonly onLoaded?: () => Promise<void>;
    /** Told what the person should know. */
    readonly onNotice?: (message: string) => void;
    /** Told what the engine's libraries print. */
    readonly onLog?: (level: "warning" | "error", message: string) => void;
    /** Added to the worker's environment; tests steer their stub with it. */
    readonly env?: Readonly<Record<string, string>>;
}

/** The worker's process ended (or was ended, for its silence) while something was asked of it. */
export class EngineCrash extends Error {
    public override readonly name = "EngineCrash";

    /**
     * `outside`: SIGKILL, which no program sends itself: a person, or the system short of memory. `memory`: it said that there was too
     * little. `check`: llama.cpp ended it because something was not as it must be.
     */
    public constructor(message: string, public readonly culprit: "outside" | "memory" | "check" | "unknown" = "unknown") {
        super(message);
    }
}

/** One worker process: forked lazily, ended with `close`. When it exits, whatever is pending fails with `EngineCrash`. */
export class EngineClient {
    private child: ChildProcess | undefined;
    private pending: BatchQueue<EngineEvent> | undefined;
    private loading: Promise<EngineInfo> | undefined;
    private silence: NodeJS.Timeout | undefined;

    public constructor(private readonly options: ClientOptions) {}

    /** Starts the process and loads the model, once. */
    public load(): Promise<EngineInfo> {
        this.loading ??= this.start();
        return this.loading;
    }

    /** Events of one run, in order, ending after `finished`. Aborting the signal asks the worker to stop after the step in hand. */
    public measure(options: MeasureTask, signal: AbortSignal): AsyncGenerator<readonly EngineEvent[]> {
        return this.run({type: "measure", ...options}, signal);
    }

    /** As `measure`. */
    public embed(options: EmbedTask, signal: AbortSignal): AsyncGenerator<readonly EngineEvent[]> {
        return this.run({type: "embed", ...options}, signal);
    }

    /** Ends the process; safe to call at any time and more than once. */
    public async close(): Promise<void> {
        const {child} = this;
        if (child?.exitCode !== null || child.signalCode !== null) // never started, or ended already
            return;
        const exited = new Promise<void>((resolve) => child.once("exit", () => {
            resolve();
        }));
        if (child.connected)
            child.disconnect(); // the worker ends when its parent is gone
        const timer = setTimeout(() => child.kill("SIGKILL"), 2000); // it may be deep in a long evaluation
        await exited;
        clearTimeout(timer);
    }

    private async *run(request: EngineRequest, signal: AbortSignal): AsyncGenerator<readonly EngineEvent[]> {
        await this.load();
        if (signal.aborted)
            return;
        const events = this.open();
        const cancel = (): void => {
            this.send({type: "cancel"});
        };
        signal.addEventListener("abort", cancel, {once: true});
        try {
            this.send(request);
            for await (const batch of events.batches()) {
                yield batch;
                if (this.settles(batch, "finished"))
                    return;
            }
        } finally {
            signal.removeEventListener("abort", cancel);
            this.pending = undefined;
            this.watchSilence(undefined);
        }
    }

    private async start(): Promise<EngineInfo> {
        const events = this.open();
        try {
            this.spawn();
            this.watchSilence(this.options.handshakeMs ?? 60_000);
            for await (const batch of events.batches()) {
                for (const event of batch) {
                    if (event.type === "ready")
                        this.greet(event.wireVersion);
                    else if (event.type === "loaded") {
                        await this.options.onLoaded?.();
                        return event.info;
                    }
                }
                this.settles(batch, "loaded");
            }
            throw new EngineCrash("The engine ended before it was ready.");
        } finally {
            this.pending = undefined;
            this.watchSilence(undefined);
        }
    }

    private greet(version: number): void {
        if (version !== wireVersion)
            throw new Error(`the engine's worker speaks version ${version}, this program version ${wireVersion}: build again`);
        this.watchSilence(this.silenceMs());
        this.send({type: "load", ...this.options.load});
    }

    private spawn(): void {
        const child = forkWorker(this.options.workerPath, "compute", this.options.env);
        const stderr = new Stderr(child);
        this.child = child;
        child.on("message", (message) => {
            this.receive(message as EngineEvent); // the worker is ours and its version has been compared
        });
        child.on("error", (error) => {
            this.pending?.fail(new EngineCrash(`The engine could not be started: ${error.message}`));
        });
        child.on("close", (code: number | null, signal: NodeJS.Signals | null) => { // after all that it printed
            const said = stderr.shortage() !== undefined ? "memory" : stderr.failedCheck() === undefined ? "unknown" : "check";
            this.pending?.fail(new EngineCrash(`The engine's process ended (${stderr.howItEnded(code, signal)}).`, signal === "SIGKILL" ? "outside" : said));
        });
    }

    private receive(event: EngineEvent): void {
        if (this.silence !== undefined)
            this.silence.refresh();
        if (event.type === "log")
            this.options.onLog?.(event.level, event.message);
        else if (event.type === "notice")
            this.options.onNotice?.(event.message);
        else
            this.pending?.push(event);
    }

    private open(): BatchQueue<EngineEvent> {
        if (this.pending !== undefined)
            throw new Error("the engine does one thing at a time");
        const events = new BatchQueue<EngineEvent>();
        this.pending = events;
        if (this.child !== undefined)
            this.watchSilence(this.silenceMs());
        if (this.child !== undefined && !this.child.connected)
            events.fail(new EngineCrash("The engine's process has ended."));
        return events;
    }

    private silenceMs(): number {
        return this.options.silenceMs ?? 600_000;
    }

    private watchSilence(milliseconds: number | undefined): void {
        clearTimeout(this.silence);
        this.silence = milliseconds === undefined ? undefined : setTimeout(() => {
            this.pending?.fail(new EngineCrash(`The engine said nothing for ${Math.round(milliseconds / 1000)} s and was ended.`));
            this.child?.kill("SIGKILL");
        }, milliseconds);
    }

    private send(request: EngineRequest): void {
        // A closed channel is no error of its own: the exit that closed it fails whatever is pending.
        if (this.child?.connected === true)
            this.child.send(request, () => undefined);
    }

    /** True when the batch holds the awaited last event; throws when it holds a failure. */
    private settles(batch: readonly EngineEvent[], last: "loaded" | "finished"): boolean {
        for (const event of batch) {
            if (event.type === "failed")
                throw event.mendable ? new UserError(event.message, event.remedy) : new Error(event.message);
            if (event.type === last)
                return true;
        }
        return false;
    }
}
