import * as vscode from "vscode";
import type {GoldenScore} from "../core/golden.js";
import type {Located, LocatedProblem} from "../core/formats/located.js";
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

/** What becomes a diagnostic. */
interface Finding {
    readonly code: string;
    readonly severity: vscode.DiagnosticSeverity;
    readonly place: Located;
    /** What the message tells: the problem's sentence or the example's score, with the threshold it was compared with. */
    readonly about: string | ExampleView["score"];
    readonly lowScore: number;
}

/** As many as are shown: by severity, then the lowest score first, then by place. Only those become objects. */
function findingsOf({scores}: Pick<ShownFile, "scores">): Finding[] {
    const {severityOf, lowScore} = settings();
    const severities = new Map(ruleCodes.map((code) => [code, severityOf(code)]));
    const codes: string[] = [], of: (ExampleView | LocatedProblem)[] = [], order: number[] = [];
    const add = (code: string, one: ExampleView | LocatedProblem, badness: number): void => {
        const severity = severities.get(code) ?? "off";
        if (severity === "off")
            return;
        codes.push(code);
        of.push(one);
        order.push(vscodeSeverity[severity] * 10 - badness);
    };
    for (const problem of scores.reading.problems)
        add("broken-record", problem, 2);
    for (const view of scores.views())
        for (const code of openFlags(view))
            add(code, view, 1 - (view.score?.goldenScore ?? 0.5));
    return smallest(order, mostDiagnostics).flatMap((at): Finding[] => {
        const one = of[at], code = codes[at] ?? "", severity = severities.get(code) ?? "off";
        if (one === undefined || severity === "off")
            return [];
        const finding = {code, severity: vscodeSeverity[severity], lowScore};
        return ["problem" in one ? {...finding, place: one, about: one.problem.message} : {...finding, place: one.located, about: code === "low-golden-score" ? one.score : null}];
    });
}

/** Where the smallest values stand, ascending, equal ones in their order. Values are few, scores being shares of the anchors, so that counting is faster than sorting. */
function smallest(values: readonly number[], most: number): number[] {
    const amounts = new Map<number, number>();
    for (const value of values)
        amounts.set(value, (amounts.get(value) ?? 0) + 1);
    const groups = new Map<number, number[]>();
    let taken = 0;
    for (const [value, amount] of [...amounts].sort(([a], [b]) => a - b)) {
        if (taken >= most)
            break;
        groups.set(value, []);
        taken += amount;
    }
    for (const [at, value] of values.entries())
        groups.get(value)?.push(at);
    return [...groups.values()].flat().slice(0, most);
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
