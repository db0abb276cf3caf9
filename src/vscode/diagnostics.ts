import * as vscode from "vscode";
import type {GoldenScore} from "../core/golden.js";
import type {Located} from "../core/formats/located.js";
import {ruleCodes, settings, type Severity} from "./config.js";
import {documentation, meaning, score} from "./describe.js";
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
    /** What stands in the collection: handing a thousand to VS Code costs more than finding that they are the same. */
    private readonly shown = new Map<string, readonly Finding[]>();
    private readonly subscription: vscode.Disposable;

    public constructor(private readonly index: ScoreIndex) {
        this.subscription = index.onDidChange((uris) => {
            for (const uri of uris)
                this.refresh(uri);
        });
    }

    public refresh(uri: vscode.Uri): void {
        const file = this.index.get(uri), key = uri.toString();
        if (file === undefined) {
            this.collection.delete(uri);
            this.shown.delete(key);
            return;
        }
        const findings = findingsOf(file), before = this.shown.get(key);
        if (before?.length === findings.length && findings.every((finding, at) => isSame(finding, before[at])))
            return;
        this.shown.set(key, findings);
        this.collection.set(uri, findings.map(diagnosticOf));
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
    /** What the message tells: the problem's sentence or the example's score, with the threshold it was compared with. */
    readonly about: string | ExampleView["score"];
    readonly lowScore: number;
    readonly badness: number;
}

/** By severity, then the lowest score first, then by place. */
function findingsOf({scores}: Pick<ShownFile, "scores">): Finding[] {
    const {severityOf, lowScore} = settings();
    const severities = new Map(ruleCodes.map((code) => [code, severityOf(code)]));
    const found: Finding[] = [];
    const add = (code: string, place: Located, about: Finding["about"], badness: number): void => {
        const severity = severities.get(code) ?? "off";
        if (severity !== "off")
            found.push({code, severity: vscodeSeverity[severity], place, about, lowScore, badness});
    };
    for (const {problem, ...place} of scores.reading.problems)
        add("broken-record", place, problem.message, 2);
    for (const view of scores.views()) {
        for (const code of openFlags(view))
            add(code, view.located, code === "low-golden-score" ? view.score : null, 1 - (view.score?.goldenScore ?? 0.5));
    }
    return worst(found);
}

/** As many as are shown, in their order. Badness has few values, being a share of the anchors, so that counting is faster than sorting. */
function worst(found: readonly Finding[]): Finding[] {
    const groups = new Map<number, Finding[]>();
    for (const finding of found) {
        const place = finding.severity * 10 - finding.badness;
        const group = groups.get(place);
        if (group === undefined)
            groups.set(place, [finding]);
        else
            group.push(finding);
    }
    const ordered: Finding[] = [];
    for (const [, group] of [...groups].sort(([a], [b]) => a - b)) {
        if (ordered.length >= mostDiagnostics)
            break;
        ordered.push(...group.slice(0, mostDiagnostics - ordered.length));
    }
    return ordered;
}

function isSame(a: Finding, b: Finding | undefined): boolean {
    return a.code === b?.code && a.severity === b.severity && a.about === b.about && a.lowScore === b.lowScore && isSameRange(rangeOf(a.place), rangeOf(b.place));
}

function diagnosticOf({code, severity, place, about, lowScore}: Finding): vscode.Diagnostic {
    const message = typeof about === "string" ? about : about === null ? meaning(code) : lowScoreMessage(about, lowScore);
    const {line, from, to} = rangeOf(place);
    const diagnostic = new vscode.Diagnostic(new vscode.Range(line, from, line, to), message, severity);
    diagnostic.source = source;
    diagnostic.code = {value: code, target: documentation(code)};
    return diagnostic;
}

function lowScoreMessage({goldenScore, wins, anchors}: GoldenScore, threshold: number): string {
    return vscode.l10n.t("Golden score {0}, at or below {1}: as a one-shot example it helps with {2} of {3} anchors.", score(goldenScore), score(threshold), wins, anchors);
}

const vscodeSeverity: Readonly<Record<Exclude<Severity, "off">, vscode.DiagnosticSeverity>> = {
    error: vscode.DiagnosticSeverity.Error, warning: vscode.DiagnosticSeverity.Warning,
    information: vscode.DiagnosticSeverity.Information, hint: vscode.DiagnosticSeverity.Hint
};

interface Underlined {
    readonly line: number;
    readonly from: number;
    readonly to: number;
}

/** The beginning of a record, on its first line. */
function rangeOf({start, end}: Located): Underlined {
    const to = start.line === end.line ? Math.min(end.character, start.character + underlined) : start.character + underlined;
    return {line: start.line, from: start.character, to: Math.max(to, start.character + 1)};
}

function isSameRange(a: Underlined, b: Underlined): boolean {
    return a.line === b.line && a.from === b.from && a.to === b.to;
}
