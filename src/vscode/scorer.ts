import {stat} from "node:fs/promises";
import path from "node:path";
import {setTimeout} from "node:timers/promises";
import * as vscode from "vscode";
import {escapeForDisplay} from "../core/displayText.js";
import {UserError} from "../core/errors.js";
import {fallBackOf, type FallBack} from "../core/fallBack.js";
import type {EngineInfo} from "../core/measurement.js";
import {SupervisedEngine} from "../engine/supervisor.js";
import {embeddedModelPath} from "../session/embeddedModel.js";
import type {Engine} from "../session/interfaces.js";
import type {WantedRun} from "../session/keptScores.js";
import {fileSize, modelFingerprint, requireUnchanged, stampOfModel, type HashMemory, type ModelIdentity} from "../store/fingerprint.js";
import {settings} from "./config.js";
import {asNotification, warn as warnPerson} from "./messages.js";

/** How long an engine that nobody asks anything keeps its model in memory. */
const idleMs = 120_000;

/** What takes longer is said, and not waited for by what can be shown without it. */
const momentMs = 1000;

const backendKey = "device.backend", fallBackKey = "device.fallBack";

interface Running {
    readonly engine: SupervisedEngine;
    readonly options: string;
}

/** The scorer model of the settings, and the engine that runs it: started when it is first asked, ended when it is idle. */
export class Scorer implements vscode.Disposable {
    private readonly identities = new Map<string, Promise<ModelIdentity>>();
    /** Models that a person did not want read: nothing reads them unasked. */
    private readonly unread = new Set<string>();
    private readonly identified = new vscode.EventEmitter<void>();
    private readonly changed = new vscode.EventEmitter<void>();
    private running: Running | undefined;
    private idle: NodeJS.Timeout | undefined;
    /** What the last engine said of itself. */
    private loaded: EngineInfo | undefined;
    private fallenBack: string | undefined;
    public readonly onDidChange = this.changed.event;
    /** A model has been read of which `wanted` had nothing to say before. */
    public readonly onDidIdentify = this.identified.event;

    /**
     * @param root the folder that the extension is installed in
     * @param memory what is known of the device across windows
     * @param hashes remembered of large files; may fail
     */
    public constructor(
        private readonly root: string, private readonly log: vscode.LogOutputChannel, private readonly memory: vscode.Memento,
        private readonly warn: (message: string) => unknown = warnPerson,
        private readonly hashes: () => HashMemory | undefined = () => undefined
    ) {}

    public get info(): EngineInfo | undefined {
        return this.loaded;
    }

    /** A sentence where less than a GPU is used although nobody asked for that; of the last engine. */
    public get fallBack(): string | undefined {
        return this.fallenBack;
    }

    /** @throws UserError when the embedded model is missing */
    public modelPath(): string {
        const {modelPath} = settings();
        return modelPath === "" ? embeddedModelPath(this.root) : modelPath;
    }

    public isEmbedded(): boolean {
        return settings().modelPath === "";
    }

    /**
     * By what the model is known. A large one is read once, which a person sees and can end.
     * @param unasked nobody waits for it, so it is not begun again once a person has ended it
     * @throws UserError when the model cannot be read or is no GGUF file; CancellationError when the person has ended it
     */
    public async identity(unasked = false): Promise<ModelIdentity> {
        const model = this.modelPath();
        await stat(model).catch(() => {
            throw new UserError(vscode.l10n.t("The scorer model {0} is not there: choose one with the command \"Goldpan: Select scorer model\".", escapeForDisplay(model)));
        });
        const name = JSON.stringify([model, await stampOfModel(model)]);
        if (unasked && this.unread.has(name))
            throw new vscode.CancellationError();
        let known = this.identities.get(name);
        if (known === undefined) {
            known = this.read(model);
            this.identities.set(name, known);
            known.catch((error: unknown) => {
                this.identities.delete(name);
                if (error instanceof vscode.CancellationError)
                    this.unread.add(name);
            });
        }
        return known;
    }

    /** What the settings ask for; undefined when their model cannot be read, or has not been read yet: `onDidIdentify` tells when it has. */
    public async wanted(): Promise<WantedRun | undefined> {
        const {protocol, anchors, seed} = settings();
        try {
            const reading = this.identity(true);
            const identity = await Promise.race([reading, setTimeout(momentMs, undefined, {ref: false})]);
            if (identity === undefined)
                reading.then(() => {
                    this.identified.fire();
                }, () => undefined); // whoever needs the model hears why
            return identity === undefined ? undefined : {modelFingerprint: identity.fingerprint, protocol, anchorSource: anchors, seed};
        } catch (error) {
            if (error instanceof UserError || error instanceof vscode.CancellationError)
                return undefined;
            throw error;
        }
    }

    /** The engine for the settings as they are now; nothing is started before something is asked of it. */
    public async engine(): Promise<Engine> {
        clearTimeout(this.idle);
        const {threads, gpu} = settings();
        const load = {modelPath: this.modelPath(), threads, gpu, evaluator: "auto"} as const;
        const identity = await this.identity();
        const options = JSON.stringify([load, identity.stamp]);
        if (this.running?.options !== options) {
            await this.end();
            const engine = new SupervisedEngine({
                workerPath: path.join(this.root, "dist", "worker.js"), load,
                onLoaded: () => requireUnchanged(load.modelPath, identity),
                env: {ELECTRON_RUN_AS_NODE: "1"}, // the extension host's own program may be Electron
                onNotice: (message) => {
                    this.log.warn(message);
                    this.warn(message);
                },
                onLog: (level, message) => {
                    this.log[level === "error" ? "error" : "warn"](escapeForDisplay(message));
                }
            });
            this.running = {engine, options};
        }
        return this.running.engine;
    }

    public noteEngine(info: EngineInfo): void {
        const {model, backend, devices, threads, evaluator, memory} = info;
        this.loaded = info;
        this.log.info(`${model.name} (${model.architecture}) on ${backend}${devices.length > 0 ? ` ${devices.map(escapeForDisplay).join(", ")}` : ""}, ${threads === 1 ? "1 thread" : `${threads} threads`}, ${evaluator}, ${Math.round(memory.ram / 2 ** 20)} MiB of memory, ${Math.round(memory.vram / 2 ** 20)} MiB of GPU memory`);
        this.noteFallBack(info);
        this.changed.fire();
    }

    private async read(model: string): Promise<ModelIdentity> {
        const abort = new AbortController();
        let settled: () => void = () => undefined;
        const end = new Promise<void>((resolve) => {
            settled = resolve;
        });
        try {
            return await modelFingerprint(model, {memory: this.hashes(), signal: abort.signal, momentMs, onReading: (bytes) => {
                const title = asNotification(vscode.l10n.t("Goldpan: reading the scorer model once ({0}) to know it by its content", fileSize(bytes)));
                void vscode.window.withProgress({location: vscode.ProgressLocation.Notification, title, cancellable: true}, (_, token) => {
                    token.onCancellationRequested(() => {
                        abort.abort();
                    });
                    return end;
                });
            }});
        } catch (error) {
            throw abort.signal.aborted ? new vscode.CancellationError() : error;
        } finally {
            settled();
        }
    }

    /** Said aloud when it is news, not at each of the many starts of an engine; log and tooltip have it always. */
    private noteFallBack(info: EngineInfo): void {
        const wanted = settings().gpu !== "off";
        const found = wanted ? fallBackOf(info, this.memory.get(backendKey)) : undefined;
        this.fallenBack = found === undefined ? undefined : describeFallBack(found);
        if (this.fallenBack !== undefined)
            this.log.warn(this.fallenBack);
        if (this.fallenBack !== undefined && this.fallenBack !== this.memory.get(fallBackKey))
            this.warn(this.fallenBack);
        if (wanted) { // of a processor that was asked for nothing follows for the next time
            void this.memory.update(backendKey, info.backend);
            void this.memory.update(fallBackKey, this.fallenBack);
        }
    }

    /** Nobody asks anything for now. */
    public rest(): void {
        clearTimeout(this.idle);
        this.idle = globalThis.setTimeout(() => void this.end(), idleMs);
    }

    /** Ends the engine's process, if there is one. */
    public async end(): Promise<void> {
        clearTimeout(this.idle);
        const {running} = this;
        this.running = undefined;
        await running?.engine.close();
    }

    public dispose(): void {
        this.changed.dispose();
        this.identified.dispose();
        void this.end();
    }
}

function describeFallBack(fallBack: FallBack): string {
    switch (fallBack.kind) {
        case "unused":
            return vscode.l10n.t("Goldpan computes on the processor: drivers for {0} are on this machine, but no GPU could be used through them. If there is none, set goldpan.gpu to off.", fallBack.gpus.join(", "));
        case "lost":
            return vscode.l10n.t("Goldpan computes on the processor: the GPU that it used before, through {0}, is not there any more.", fallBack.gpu);
        case "partly":
            return vscode.l10n.t("Only {0} of {1} layers of the scorer model fit into the GPU's memory as it is now; the processor computes the others, which is slower.", fallBack.onGpu, fallBack.all);
    }
}
