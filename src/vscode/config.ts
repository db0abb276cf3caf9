import path from "node:path";
import * as vscode from "vscode";
import {lintRules} from "../core/lint/rules.js";
import {protocolNames, type ProtocolName} from "../core/protocol.js";
import {gpuChoices, type GpuChoice} from "../engine/protocol.js";
import {lensModes, type LensMode} from "./lensChoice.js";

export const section = "goldpan";

/** What is shown of a rule: a diagnostic of a severity, or nothing. */
export const severities = ["error", "warning", "information", "hint", "off"] as const;
export type Severity = typeof severities[number];

/** A change counts at once. */
export interface Settings {
    /** Absolute; empty for the embedded model. */
    readonly modelPath: string;
    /** Where downloaded models go; empty for the folder of one's own. */
    readonly modelFolder: string;
    readonly anchors: string;
    readonly seed: number;
    readonly protocol: ProtocolName;
    /** `auto`: chosen by a short trial. */
    readonly threads: number | "auto";
    readonly gpu: GpuChoice;
    readonly columns: string;
    readonly storeFolder: string;
    readonly lowScore: number;
    /** A run that takes longer asks how much of it is wanted; 0: none asks. */
    readonly askAboveMinutes: number;
    /** `off` also where lenses are not enabled. */
    readonly codeLens: LensMode;
    readonly severityOf: (code: string) => Severity;
    /** Codes of the rules that are turned off: their flags are shown nowhere in the editor. */
    readonly off: ReadonlySet<string>;
}

let known: Settings | undefined, watched = false;

/** Asking VS Code for a setting takes longer than most that is done with it, so they are kept until one changes. Comes before all that listens for changes itself. */
export function watchSettings(): vscode.Disposable {
    watched = true;
    const subscription = vscode.workspace.onDidChangeConfiguration(() => {
        known = undefined;
    });
    return new vscode.Disposable(() => {
        watched = false;
        subscription.dispose();
    });
}

export function settings(): Settings {
    if (!watched)
        return read();
    return known ??= read();
}

function read(): Settings {
    const config = vscode.workspace.getConfiguration(section);
    const rules = config.get<Record<string, unknown>>("diagnostics.rules", {});
    const own = new Map(Object.entries(rules));
    const model = config.get("model.path", "").trim();
    const severityOf = (code: string): Severity => oneOf(severities, own.get(code), defaultSeverity(code));
    return {
        modelPath: model === "" ? "" : path.resolve(expandHome(model)),
        modelFolder: expandHome(config.get("model.folder", "").trim()),
        anchors: config.get("anchors", "kmeans:100").trim(),
        seed: wholeNumber(config.get("seed"), 0),
        protocol: oneOf(protocolNames, config.get("protocol"), "paper"),
        threads: wholeNumber(config.get("threads"), 0) || "auto",
        gpu: oneOf(gpuChoices, config.get("gpu"), "auto"),
        columns: config.get("columns", "").trim(),
        storeFolder: expandHome(config.get("storeFolder", "").trim()),
        lowScore: share(config.get("lowScore"), 0.5),
        askAboveMinutes: notNegative(config.get("askAboveMinutes"), 10),
        codeLens: config.get<boolean>("codeLens.enabled", true) ? oneOf(lensModes, config.get("codeLens.show"), "all") : "off",
        severityOf, off: new Set(ruleCodes.filter((code) => severityOf(code) === "off"))
    };
}

/** A rule's own severity: what is surely wrong warns, what only may be informs. */
export function defaultSeverity(code: string): Severity {
    return surelyWrong.has(code) ? "warning" : "information";
}

/** Every code that a diagnostic of Goldpan may have. */
export const ruleCodes: readonly string[] = ["broken-record", "low-golden-score", ...lintRules.map(({code}) => code), "truncated", "engine-crash"];

const surelyWrong: ReadonlySet<string> = new Set(["broken-record", "empty-output", "duplicate", "placeholder-output", "encoding-debris", "engine-crash"]);

function oneOf<Value extends string>(values: readonly Value[], given: unknown, otherwise: Value): Value {
    return values.find((value) => value === given) ?? otherwise;
}

function wholeNumber(given: unknown, otherwise: number): number {
    return typeof given === "number" && Number.isSafeInteger(given) && given >= 0 ? given : otherwise;
}

function notNegative(given: unknown, otherwise: number): number {
    return typeof given === "number" && given >= 0 ? given : otherwise;
}

function share(given: unknown, otherwise: number): number {
    return typeof given === "number" && given >= 0 && given <= 1 ? given : otherwise;
}

function expandHome(file: string): string {
    return /^~[/\\]/.test(file) ? path.join(process.env.HOME ?? process.env.USERPROFILE ?? "", file.slice(2)) : file;
}
