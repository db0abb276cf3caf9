import {escapeForDisplay} from "../core/displayText.js";
import {UserError} from "../core/errors.js";
import {EngineClient, EngineCrash, type ClientOptions} from "./client.js";
import {EmbedProgress, MeasureProgress, killed, ownDeath, type Progress} from "./progress.js";
import type {EmbedResult, EmbedTask, EngineInfo, EngineResult, MeasureTask} from "../core/measurement.js";
import type {EngineEvent} from "./protocol.js";

/**
 * An engine that survives its process. When the process dies, a new one takes up what has not been measured yet. An example
 * that ends it twice at the same step is skipped: dying at different steps is more likely somebody else's doing (memory taken
 * by others, a kill by hand), so that costs a repetition, not the example.
 */
export class SupervisedEngine {
    private client: EngineClient;

    public constructor(private readonly options: ClientOptions) {
        this.client = new EngineClient(options);
    }

    /** @throws UserError when the process dies by itself, or is killed too often, before the model is loaded */
    public async load(): Promise<EngineInfo> {
        for (let kills = 1; ; kills++) {
            try {
                return await this.client.load();
            } catch (error) {
                if (!(error instanceof EngineCrash))
                    throw error;
                if (error.culprit !== "outside" || kills >= killed.engine)
                    throw suspecting(error, `${escapeForDisplay(this.options.load.modelPath)} could not be loaded. ${error.message}`);
                await this.replaceClient();
            }
        }
    }

    public measure(task: MeasureTask, signal: AbortSignal): AsyncGenerator<readonly EngineResult[]> {
        const progress = new MeasureProgress(task);
        return this.supervise(progress, () => this.client.measure(progress.remaining(), signal), signal);
    }

    public embed(task: EmbedTask, signal: AbortSignal): AsyncGenerator<readonly EmbedResult[]> {
        const progress = new EmbedProgress(task);
        return this.supervise(progress, () => this.client.embed(progress.remaining(), signal), signal);
    }

    public close(): Promise<void> {
        return this.client.close();
    }

    /** @param start asks for what remains */
    private async *supervise<Result>(progress: Progress<Result>, start: () => AsyncIterable<readonly EngineEvent[]>, signal: AbortSignal): AsyncGenerator<readonly (Result | Restarted)[]> {
        for (let restarted = false; ; restarted = true) {
            try {
                if (restarted)
                    yield [{kind: "loaded", info: await this.client.load()}];
                for await (const events of start())
                    yield progress.take(events);
                return;
            } catch (error) {
                if (!(error instanceof EngineCrash))
                    throw error;
                if (signal.aborted)
                    return;
                const {skipped, hopeless} = progress.crashed(error.culprit === "outside" ? killed : ownDeath);
                if (hopeless)
                    throw suspecting(error, `${error.message} It did so again and again without getting anywhere.`);
                yield [{kind: "restarted", reason: error.message}, ...skipped];
                await this.replaceClient();
            }
        }
    }

    private async replaceClient(): Promise<void> {
        await this.client.close();
        this.client = new EngineClient(this.options);
    }
}

type Restarted = Extract<EngineResult, {kind: "restarted" | "loaded"}>;

/** What the person is told of a death, and what may be behind it. */
function suspecting({culprit}: EngineCrash, account: string): UserError {
    switch (culprit) {
        case "outside":
        case "memory":
            return new UserError(`${account} Is there enough free memory for the model?`, "less-memory");
        case "check":
            return new UserError(`${account} llama.cpp stops where a model is not as it must be: its file may be damaged or made for another version of llama.cpp. Download it again or use another model.`);
        case "unknown":
            return new UserError(`${account} The model's file may be damaged, or it may be too big for the free memory.`, "less-memory");
    }
}
