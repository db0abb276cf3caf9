import * as vscode from "vscode";
import {ruleCodes, settings, type Severity} from "./config.js";
import {documentation, meaning, score} from "./describe.js";
import type {Located} from "./documentReader.js";
import {openFlags, type ExampleView} from "./fileScores.js";
import type {ScoreIndex, ShownFile} from "./scoreIndex.js";

export const source = "Goldpan";
/** VS Code keeps no more of a file. */
export const mostDiagnostics = 1000;
/** Of a long record the beginning is underlined. */
const underlined = 80;

/** Problems and flags of all open datasets; the worst of each first, where there are more than the editor keeps. */
export class Diagnostics implements vscode.Disposable {
    private readonly collection = vscode.languages.createDiagnosticCollection("goldpan");
    private readonly subscription: vscode.Disposable;

    public constructor(private readonly index: ScoreIndex) {
        this.subscription = index.onDidChange((uris) => {
            for (const uri of uris)
                this.refresh(uri);
        });
    }

    public refresh(uri: vscode.Uri): void {
        const file = this.index.get(uri);
        if (file === undefined)
            this.collection.delete(uri);
        else
            this.collection.set(uri, diagnosticsOf(file));
    }

    public dispose(): void {
        this.subscription.dispose();
        this.collection.dispose();
    }
}

/** What becomes a diagnostic if it is among the worst: making one of each would cost more than all else. */
interface Finding {
    readonly code: string;
    readonly severity: vscode.DiagnosticSeverity;
    readonly place: Located;
    readonly message: string;
    readonly badness: number;
}

/** By severity, then the lowest score first, then by place. */
export function diagnosticsOf({scores}: Pick<ShownFile, "scores">): vscode.Diagnostic[] {
    const {severityOf, lowScore} = settings();
    const severities = new Map(ruleCodes.map((code) => [code, severityOf(code)]));
    const found: Finding[] = [];
    const add = (code: string, place: Located, message: string, badness: number): void => {
        const severity = severities.get(code) ?? "off";
        if (severity !== "off")
            found.push({code, severity: vscodeSeverity[severity], place, message, badness});
    };
    for (const {problem, ...place} of scores.reading.problems)
        add("broken-record", place, problem.message, 2);
    for (const view of scores.views()) {
        for (const code of openFlags(view))
            add(code, view.located, code === "low-golden-score" ? lowScoreMessage(view, lowScore) : meaning(code), 1 - (view.score?.goldenScore ?? 0.5));
    }
    return found.sort((a, b) => a.severity - b.severity || b.badness - a.badness).slice(0, mostDiagnostics).map(diagnosticOf);
}

function diagnosticOf({code, severity, place, message}: Finding): vscode.Diagnostic {
    const diagnostic = new vscode.Diagnostic(rangeOf(place), message, severity);
    diagnostic.source = source;
    diagnostic.code = {value: code, target: documentation(code)};
    return diagnostic;
}

function lowScoreMessage({score: golden}: ExampleView, threshold: number): string {
    if (golden === null)
        return meaning("low-golden-score");
    const {goldenScore, wins, anchors} = golden;
    return vscode.l10n.t("Golden score {0}, at or below {1}: as a one-shot example it helps with {2} of {3} anchors.", score(goldenScore), score(threshold), wins, anchors);
}

const vscodeSeverity: Readonly<Record<Exclude<Severity, "off">, vscode.DiagnosticSeverity>> = {
    error: vscode.DiagnosticSeverity.Error, warning: vscode.DiagnosticSeverity.Warning,
    information: vscode.DiagnosticSeverity.Information, hint: vscode.DiagnosticSeverity.Hint
};

/** The beginning of a record, on its first line. */
function rangeOf({start, end}: Located): vscode.Range {
    const to = start.line === end.line ? Math.min(end.character, start.character + underlined) : start.character + underlined;
    return new vscode.Range(start.line, start.character, start.line, Math.max(to, start.character + 1));
}
