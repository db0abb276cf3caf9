import {stat} from "node:fs/promises";
import path from "node:path";
import * as vscode from "vscode";
import {escapeForDisplay} from "../core/displayText.js";
import {UserError} from "../core/errors.js";
import {fallBackOf, type FallBack} from "../core/fallBack.js";
import type {EngineInfo} from "../core/measurement.js";
import {SupervisedEngine} from "../engine/supervisor.js";
import {embeddedModelPath} from "../session/embeddedModel.js";
import type {Engine} from "../session/interfaces.js";
import type {WantedRun} from "../session/keptScores.js";
import {modelFingerprint} from "../store/fingerprint.js";
import {settings} from "./config.js";
import {warn as warnPerson} from "./messages.js";

/** How long an engine that nobody asks anything keeps its model in memory. */
const idleMs = 120_000;

const backendKey = "device.backend", fallBackKey = "device.fallBack";

interface Running {
    readonly engine: SupervisedEngine;
    readonly options: string;
}

/** The scorer model of the settings, and the engine that runs it: started when it is first asked, ended when it is idle. */
export class Scorer implements vscode.Disposable {
    private readonly fingerprints = new Map<string, Promise<string>>();
    private readonly changed = new vscode.EventEmitter<void>();
    private running: Running | undefined;
    private idle: NodeJS.Timeout | undefined;
    /** What the last engine said of itself. */
    private loaded: EngineInfo | undefined;
    private fallenBack: string | undefined;
    public readonly onDidChange = this.changed.event;

    /**
     * @param root the folder that the extension is installed in
     * @param memory what is known of the device across windows
     */
    public constructor(
        private readonly root: string, private readonly log: vscode.LogOutputChannel, private readonly memory: vscode.Memento,
        private readonly warn: (message: string) => unknown = warnPerson
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

    /** @throws UserError when the model cannot be read or is no GGUF file */
    public async fingerprint(): Promise<string> {
        const model = this.modelPath();
        const info = await stat(model).catch(() => {
            throw new UserError(vscode.l10n.t("The scorer model {0} is not there: choose one with the command \"Goldpan: Select scorer model\".", escapeForDisplay(model)));
        });
        const identity = JSON.stringify([model, info.size, info.mtimeMs]);
        let known = this.fingerprints.get(identity);
        if (known === undefined) {
            known = modelFingerprint(model);
            this.fingerprints.set(identity, known);
            known.catch(() => this.fingerprints.delete(identity));
        }
        return known;
    }

    /** What the settings ask for; undefined when their model cannot be read. */
    public async wanted(): Promise<WantedRun | undefined> {
        const {protocol, anchors, seed} = settings();
        try {
            return {modelFingerprint: await this.fingerprint(), protocol, anchorSource: anchors, seed};
        } catch (error) {
            if (error instanceof UserError)
                return undefined;
            throw error;
        }
    }

    /** The engine for the settings as they are now; nothing is started before something is asked of it. */
    public async engine(): Promise<Engine> {
        clearTimeout(this.idle);
        const {threads, gpu} = settings();
        const load = {modelPath: this.modelPath(), threads, gpu, evaluator: "auto"} as const;
        const options = JSON.stringify(load);
        if (this.running?.options !== options) {
            await this.end();
            const engine = new SupervisedEngine({
                workerPath: path.join(this.root, "dist", "worker.js"), load,
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
        this.log.info(`${model.name} (${model.architecture}) on ${backend}${devices.length > 0 ? ` ${devices.map(escapeForDisplay).join(", ")}` : ""}, ${threads} threads, ${evaluator}, ${Math.round(memory.ram / 2 ** 20)} MiB of memory, ${Math.round(memory.vram / 2 ** 20)} MiB of GPU memory`);
        this.noteFallBack(info);
        this.changed.fire();
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
        this.idle = setTimeout(() => void this.end(), idleMs);
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
