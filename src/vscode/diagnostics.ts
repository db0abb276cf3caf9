import * as vscode from "vscode";
import type {GoldenScore} from "../core/golden.js";
import type {Located, LocatedProblem} from "../core/formats/located.js";
import {ruleCodes, settings, type Settings, type Severity} from "./config.js";
import {documentation, meaning, score} from "./describe.js";
import {openFlags, type ExampleView} from "./fileScores.js";
import type {ScoreIndex} from "./scoreIndex.js";

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
        const before = this.shown.get(key), views = file.scores.views(), {problems} = file.scores.reading, {lowScore, severityOf} = settings();
        if (before?.problems === problems && before.lowScore === lowScore && before.severityOf === severityOf && isAsBefore(views, before)) {
            this.shown.set(key, {...before, views});
            return;
        }
        const {findings, last} = findingsOf(problems, views);
        this.shown.set(key, {findings, last, views, problems, lowScore, severityOf});
        if (before?.findings.length !== findings.length || !findings.every((finding, at) => isSame(finding, before.findings[at])))
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

/** What stands in the collection, and what it was made of. */
interface Shown extends Worst, Pick<Settings, "lowScore" | "severityOf"> {
    readonly views: readonly ExampleView[];
    readonly problems: readonly LocatedProblem[];
}

interface Worst {
    readonly findings: readonly Finding[];
    /** Where the last of them stands in the order of all; infinite when there are no more. */
    readonly last: number;
}

/** As many as are shown: by severity, then the lowest score first, then by place. Only those become objects. */
function findingsOf(problems: readonly LocatedProblem[], views: readonly ExampleView[]): Worst {
    const {severityOf, lowScore} = settings();
    const codes: string[] = [], of: (ExampleView | LocatedProblem)[] = [], order: number[] = [];
    const add = (code: string, one: ExampleView | LocatedProblem, place: number): void => {
        if (place === Infinity)
            return;
        codes.push(code);
        of.push(one);
        order.push(place);
    };
    const placeOf = orderOf(severityOf);
    for (const problem of problems)
        add("broken-record", problem, placeOf("broken-record", 2));
    for (const view of views)
        for (const code of openFlags(view))
            add(code, view, placeOf(code, badness(view)));
    const worst = smallest(order, mostDiagnostics);
    return {last: worst.length < order.length ? order[worst.at(-1) ?? 0] ?? Infinity : Infinity, findings: worst.flatMap((at): Finding[] => {
        const one = of[at], code = codes[at] ?? "", severity = severityOf(code);
        if (one === undefined || severity === "off")
            return [];
        const finding = {code, severity: vscodeSeverity[severity], lowScore};
        return ["problem" in one ? {...finding, place: one, about: one.problem.message} : {...finding, place: one.located, about: code === "low-golden-score" ? one.score : null}];
    })};
}

/** Of an edit few examples are others than before, and mostly none of them is, or was, among the worst. */
function isAsBefore(views: readonly ExampleView[], {views: before, last, severityOf}: Shown): boolean {
    if (views.length !== before.length)
        return false;
    const placeOf = orderOf(severityOf);
    const isAmongWorst = (view: ExampleView): boolean => openFlags(view).some((code) => {
        const place = placeOf(code, badness(view));
        return place <= last && place !== Infinity;
    });
    return views.every((view, at) => {
        const one = before[at];
        return view === one || !(one === undefined || isAmongWorst(view) || isAmongWorst(one));
    });
}

/** A number for each code and badness: the smaller, the earlier; infinite for a rule that is off. */
function orderOf(severityOf: Settings["severityOf"]): (code: string, badness: number) => number {
    const severities = new Map(ruleCodes.map((code) => {
        const severity = severityOf(code);
        return [code, severity === "off" ? Infinity : vscodeSeverity[severity] * 10];
    }));
    return (code, bad) => (severities.get(code) ?? Infinity) - bad;
}

function badness({score: golden}: ExampleView): number {
    return 1 - (golden?.goldenScore ?? 0.5);
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
