import * as vscode from "vscode";
import {firstFromLine} from "../core/formats/located.js";
import {examples, inDigits} from "./amounts.js";
import {settings} from "./config.js";
import {decisionName, flagLine, score, scoreLine} from "./describe.js";
import type {Disposable} from "./disposable.js";
import type {ExampleView} from "./fileScores.js";
import {followsCursor, lensesOfLine, viewAt} from "./lensChoice.js";
import type {RunQueue} from "./runQueue.js";
import type {ScoreIndex, ShownFile} from "./scoreIndex.js";

/** Up to so many examples all get their lenses at once; of more only those near what is seen, as every lens costs a widget. */
const manyExamples = 1000;
/** Lines above and below what is seen that have their lenses, too. */
const margin = 60;

interface Window {
    readonly from: number;
    readonly to: number;
}

/** What the lenses of a text were made for. */
interface Provided {
    readonly window: Window;
    /** The examples under the cursors, by their numbers. */
    readonly under: string;
}

/** Golden score, flags and decisions above each example. */
export class LensProvider implements vscode.CodeLensProvider, vscode.Disposable {
    private readonly changed = new vscode.EventEmitter<void>();
    private readonly provided = new Map<string, Provided>();
    private readonly subscriptions: readonly Disposable[];
    private timer: NodeJS.Timeout | undefined;
    /** Address of the file that is being scored. */
    private running: string | undefined;
    public readonly onDidChangeCodeLenses = this.changed.event;

    public constructor(private readonly index: ScoreIndex, queue: Pick<RunQueue, "onDidProgress">) {
        this.subscriptions = [
            this.changed,
            index.onDidChange(() => {
                this.changed.fire();
            }),
            queue.onDidProgress((run) => {
                const running = run?.uri.toString();
                if (running === this.running)
                    return;
                this.running = running;
                this.changed.fire();
            }),
            vscode.window.onDidChangeTextEditorVisibleRanges(({textEditor}) => {
                this.scrolled(textEditor);
            }),
            vscode.window.onDidChangeTextEditorSelection(({textEditor}) => {
                this.moved(textEditor);
            })
        ];
    }

    public provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
        const file = this.index.get(document.uri);
        const mode = settings().codeLens;
        if (file === undefined || mode === "off")
            return [];
        const views = file.scores.views();
        const window = this.windowOf(file);
        this.provided.set(document.uri.toString(), {window, under: underCursors(file)});
        const lenses: vscode.CodeLens[] = [];
        const first = views[0];
        if (first !== undefined)
            lenses.push(...this.ofFile(file, first));
        const cursors = cursorsIn(document);
        for (let at = firstFromLine(views, window.from, ({located}) => located); at < views.length;) {
            const view = views[at];
            if (view === undefined || view.located.start.line > window.to)
                break;
            let end = at + 1;
            while (views[end]?.located.start.line === view.located.start.line)
                end++;
            const together = views.slice(at, end);
            const {isShared, examples: own} = lensesOfLine(mode, together, cursors);
            lenses.push(...isShared ? [shared(view, together)] : [], ...own.flatMap((one) => this.lensesOf(file, one)));
            at = end;
        }
        return lenses;
    }

    public dispose(): void {
        clearTimeout(this.timer);
        for (const subscription of this.subscriptions)
            subscription.dispose();
    }

    /** What can be scored at once: the file, or what a run has left out. */
    private ofFile({document: {uri}, scores}: ShownFile, first: ExampleView): vscode.CodeLens[] {
        if (scores.origin.kind === "none")
            return [lens(first, withIcon("play", vscode.l10n.t("Score file ({0})", examples(scores.views().length))), "goldpan.scoreFile", uri)];
        const rest = this.canGoOn(uri, scores) ? scores.views().reduce((amount, {measured}) => amount + Number(!measured), 0) : 0;
        return rest < 2 ? [] : [lens(first, withIcon("play", vscode.l10n.t("Score the rest ({0})", inDigits(rest))), "goldpan.scoreFile", uri)];
    }

    /** Whether what is scored now comes beside the scores that are shown. Whose turn is still to come in a run needs no offer. */
    private canGoOn(uri: vscode.Uri, {origin}: ShownFile["scores"]): boolean {
        return origin.kind === "run" && origin.outdated.length === 0 && this.running !== uri.toString();
    }

    /** Scores when there are any, flags when there are any, decisions where there is one of both. */
    private lensesOf({document, scores}: ShownFile, view: ExampleView): vscode.CodeLens[] {
        const {key} = view.located.example;
        const {uri} = document;
        const flags = flagLine(view);
        // In a run those whose turn is to come have the lenses they had before it: a line more above each would move the whole text.
        const scored = scores.origin.kind !== "none" && (view.measured || this.running !== uri.toString());
        if (!scored && flags === "" && view.decision === undefined)
            return [];
        const line = [...(scored ? [scoreLine(view, scores.rankOf(view))] : []), ...(flags === "" ? [] : [withIcon("warning", flags)])].join(" ·\u00a0");
        const kept = view.decision === "keep", dropped = view.decision === "drop";
        return [
            ...(line === "" ? [] : [lens(view, scored && view.score !== null ? withIcon("star", line) : line, "goldpan.why", uri, key)]),
            ...(!view.measured && this.canGoOn(uri, scores) ? [lens(view, withIcon("play", vscode.l10n.t("Score this example")), "goldpan.scoreExample", uri, key)] : []),
            ...(view.decision === "fixed" ? [lens(view, withIcon("pass", decisionName("fixed")), "goldpan.clearDecision", uri, key)] : []),
            lens(view, kept ? withIcon("check", decisionName("keep")) : vscode.l10n.t("Keep"), kept ? "goldpan.clearDecision" : "goldpan.keep", uri, key),
            lens(view, dropped ? withIcon("trash", decisionName("drop")) : vscode.l10n.t("Drop"), dropped ? "goldpan.clearDecision" : "goldpan.drop", uri, key)
        ];
    }

    private windowOf({document, scores}: ShownFile): Window {
        if (scores.reading.examples.length <= manyExamples)
            return {from: 0, to: Infinity};
        const seen = seenLines(document);
        return seen === undefined ? {from: 0, to: margin} : {from: seen.from - margin, to: seen.to + margin};
    }

    /** Lenses that follow the cursor are made anew when it has come to another example. */
    private moved({document}: vscode.TextEditor): void {
        const file = this.index.get(document.uri), provided = this.provided.get(document.uri.toString());
        if (file !== undefined && provided !== undefined && followsCursor(settings().codeLens, file.scores.views()) && underCursors(file) !== provided.under)
            this.changed.fire();
    }

    private scrolled(editor: vscode.TextEditor): void {
        const provided = this.provided.get(editor.document.uri.toString())?.window;
        const seen = seenLines(editor.document);
        if (provided === undefined || seen === undefined || (seen.from >= provided.from && seen.to <= provided.to) || this.index.get(editor.document.uri) === undefined)
            return;
        clearTimeout(this.timer);
        this.timer = setTimeout(() => {
            this.changed.fire();
        }, 50);
    }
}

/** One lens for all examples of a line. */
function shared(first: ExampleView, views: readonly ExampleView[]): vscode.CodeLens {
    const values = views.flatMap(({score: golden}) => golden === null ? [] : [golden.goldenScore]).sort((a, b) => a - b);
    const amount = inDigits(views.length);
    return lens(first, values.length === 0 ? vscode.l10n.t("{0} examples on this line", amount)
        : vscode.l10n.t("{0} examples on this line, golden scores {1} to {2}", amount, score(values[0] ?? 0), score(values.at(-1) ?? 0)), "editor.action.formatDocument");
}

/** One of each editor that shows the document. */
function cursorsIn(document: vscode.TextDocument): vscode.Position[] {
    return vscode.window.visibleTextEditors.filter((editor) => editor.document === document).map(({selection}) => selection.active);
}

function underCursors({document, scores}: ShownFile): string {
    return cursorsIn(document).map((cursor) => viewAt(scores.views(), cursor)?.located.example.index ?? "").join();
}

function seenLines(document: vscode.TextDocument): Window | undefined {
    const ranges = vscode.window.visibleTextEditors.filter((editor) => editor.document === document).flatMap(({visibleRanges}) => visibleRanges);
    if (ranges.length === 0)
        return undefined;
    return {from: Math.min(...ranges.map(({start}) => start.line)), to: Math.max(...ranges.map(({end}) => end.line))};
}

/** In a lens VS Code drops ordinary spaces beside an icon. */
function withIcon(icon: string, text: string): string {
    return `$(${icon})\u00a0${text}`;
}

function lens({located: {start}}: ExampleView, title: string, command: string, ...args: readonly unknown[]): vscode.CodeLens {
    const at = new vscode.Position(start.line, start.character);
    return new vscode.CodeLens(new vscode.Range(at, at), {title, command, arguments: [...args]});
}
