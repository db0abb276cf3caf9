import * as vscode from "vscode";
import type {GoldenScore} from "../core/golden.js";
import type {Located} from "../core/formats/located.js";
import {ruleCodes, settings, type Settings, type Severity} from "./config.js";
import {documentation, meaning, score} from "./describe.js";
import type {ScoreOrigin} from "./fileScores.js";
import type {ScoreIndex} from "./scoreIndex.js";
import {ownAnchor} from "./why.js";
import {sameWorst, worstFindings, type Findable, type Finding, type RuleOrder, type WorstFindings} from "./worstFindings.js";

export const source = "Goldpan";
/** VS Code keeps no more of a file. */
export const mostDiagnostics = 1000;
/** Of a long record the beginning is underlined. */
const underlined = 80;

/** Problems and flags of all open datasets; the worst of each first, where there are more than the editor keeps. */
export class Diagnostics implements vscode.Disposable {
    private readonly collection = vscode.languages.createDiagnosticCollection("goldpan");
    /** What stands in the collection: handing a thousand to VS Code costs more than finding that they are the same. */
    private readonly shown = new Map<string, Shown>();
    private readonly subscription: vscode.Disposable;
    private known: {readonly severityOf: Settings["severityOf"]; readonly rules: RuleOrder} | undefined;

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
        const {lowScore, severityOf} = settings(), before = this.shown.get(key);
        const now = {problems: file.scores.reading.problems, views: file.scores.views()}, rules = this.rules();
        if (before?.lowScore === lowScore && before.rules === rules && sameWorst(now, before, rules)) {
            this.shown.set(key, {...before, ...now});
            return;
        }
        const worst = worstFindings(now, rules, mostDiagnostics);
        this.shown.set(key, {...now, ...worst, lowScore, rules});
        if (before?.lowScore !== lowScore || before.rules !== rules || before.findings.length !== worst.findings.length || !worst.findings.every((finding, at) => isSame(finding, before.findings[at])))
            this.collection.set(uri, worst.findings.map((finding) => diagnosticOf(finding, severityOf(finding.code), lowScore, file.scores.origin)));
    }

    public dispose(): void {
        this.subscription.dispose();
        this.collection.dispose();
    }

    /** The same object until a setting changes. */
    private rules(): RuleOrder {
        const {severityOf} = settings();
        if (this.known?.severityOf !== severityOf)
            this.known = {severityOf, rules: new Map(ruleCodes.flatMap((code) => {
                const severity = severityOf(code);
                return severity === "off" ? [] : [[code, vscodeSeverity[severity]] as const];
            }))};
        return this.known.rules;
    }
}

/** What stands in the collection, and what it was made of. */
interface Shown extends Findable, WorstFindings, Pick<Settings, "lowScore"> {
    readonly rules: RuleOrder;
}

function isSame(a: Finding, b: Finding | undefined): boolean {
    return a.code === b?.code && a.about === b.about && isSameRange(rangeOf(a.place), rangeOf(b.place));
}

function diagnosticOf({code, place, about}: Finding, severity: Severity, lowScore: number, origin: ScoreOrigin): vscode.Diagnostic {
    const message = typeof about === "string" ? about : about === null ? meaning(code) : [lowScoreMessage(about, lowScore), ...ownAnchor(origin, "example" in place ? place.example.key : undefined)].join(" ");
    const {line, from, to} = rangeOf(place);
    const diagnostic = new vscode.Diagnostic(new vscode.Range(line, from, line, to), message, severity === "off" ? undefined : vscodeSeverity[severity]);
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
