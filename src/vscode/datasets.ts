import * as vscode from "vscode";
import {UserError} from "../core/errors.js";
import {parseColumns} from "../core/formats/columns.js";
import {settings} from "./config.js";
import type {Disposable} from "./disposable.js";
import {DocumentReader, type Reading, type SourceDocument} from "./documentReader.js";
import {sentence} from "./remedies.js";

/** An open document in which the core recognises examples. */
export interface OpenDataset {
    readonly document: vscode.TextDocument;
    readonly reading: Reading;
}

interface Tracked {
    readonly document: vscode.TextDocument;
    readonly reader: DocumentReader;
    reading: Reading | undefined;
    /** The version that was looked at last, dataset or not. */
    seen: number;
    timer: NodeJS.Timeout | undefined;
}

/** How long typing must pause before the text is read again. */
const quietMs = 150;

/**
 * Keeps the readings of all open JSON and JSON Lines documents up to date. A document that holds no example is left alone:
 * nothing is said about it and nothing is shown.
 */
export class Datasets implements vscode.Disposable {
    private readonly tracked = new Map<string, Tracked>();
    private readonly changed = new vscode.EventEmitter<OpenDataset>();
    private readonly closed = new vscode.EventEmitter<vscode.Uri>();
    private readonly subscriptions: readonly Disposable[];
    /** A document was recognised, or read again after an edit. */
    public readonly onDidRead = this.changed.event;
    /** A dataset was closed, or no longer holds an example. */
    public readonly onDidClose = this.closed.event;

    public constructor(private readonly log: vscode.LogOutputChannel) {
        this.subscriptions = [
            this.changed, this.closed,
            vscode.workspace.onDidOpenTextDocument((document) => {
                this.track(document);
            }),
            vscode.workspace.onDidChangeTextDocument(({document, contentChanges}) => {
                this.tracked.get(document.uri.toString())?.reader.changed(contentChanges, document.lineCount);
                this.later(document);
            }),
            vscode.workspace.onDidCloseTextDocument((document) => {
                this.forget(document);
            })
        ];
    }

    /** Looks at what is open already; called once everyone listens. */
    public start(): void {
        for (const document of vscode.workspace.textDocuments)
            this.track(document);
    }

    public get(uri: vscode.Uri): OpenDataset | undefined {
        const {document, reading} = this.tracked.get(uri.toString()) ?? {};
        return document === undefined || reading === undefined ? undefined : {document, reading};
    }

    public all(): OpenDataset[] {
        return [...this.tracked.values()].flatMap(({document, reading}) => reading === undefined ? [] : [{document, reading}]);
    }

    /** The reading of the text as it is now. Undefined for a document that is no dataset, or changes while it is read. */
    public async current(document: vscode.TextDocument): Promise<Reading | undefined> {
        const tracked = this.tracked.get(document.uri.toString());
        if (tracked !== undefined && tracked.seen !== document.version)
            await this.read(tracked);
        return tracked?.reading;
    }

    /** Reads all documents again, as after a change of the columns. */
    public reread(): void {
        const documents = [...this.tracked.values()].map(({document}) => document);
        for (const document of documents)
            this.forget(document);
        for (const document of documents)
            this.track(document);
    }

    public dispose(): void {
        for (const {timer} of this.tracked.values())
            clearTimeout(timer);
        for (const subscription of this.subscriptions)
            subscription.dispose();
    }

    private track(document: vscode.TextDocument): void {
        const key = document.uri.toString();
        if (!isCandidate(document) || this.tracked.has(key))
            return;
        const tracked: Tracked = {document, reader: new DocumentReader(this.columns()), reading: undefined, seen: -1, timer: undefined};
        this.tracked.set(key, tracked);
        void this.read(tracked);
    }

    private later(document: vscode.TextDocument): void {
        const tracked = this.tracked.get(document.uri.toString());
        if (tracked === undefined || tracked.seen === document.version)
            return;
        clearTimeout(tracked.timer);
        tracked.timer = setTimeout(() => void this.read(tracked), quietMs);
    }

    private async read(tracked: Tracked): Promise<void> {
        const {document, reader} = tracked;
        const {version} = document;
        clearTimeout(tracked.timer);
        try {
            const reading = await reader.read(sourceOf(document));
            if (document.version !== version || this.tracked.get(document.uri.toString()) !== tracked)
                return; // a later reading is on its way
            const before = tracked.reading;
            tracked.seen = version;
            tracked.reading = reading !== undefined && isDataset(reading, before !== undefined) ? reading : undefined;
            if (tracked.reading !== undefined)
                this.changed.fire({document, reading: tracked.reading});
            else if (before !== undefined)
                this.closed.fire(document.uri);
        } catch (error) {
            this.log.error(error instanceof UserError ? `${document.uri.fsPath}: ${sentence(error)}` : error instanceof Error ? error : String(error));
        }
    }

    private forget(document: vscode.TextDocument): void {
        const key = document.uri.toString();
        const tracked = this.tracked.get(key);
        if (tracked === undefined)
            return;
        clearTimeout(tracked.timer);
        this.tracked.delete(key);
        if (tracked.reading !== undefined)
            this.closed.fire(document.uri);
    }

    private columns(): ReturnType<typeof parseColumns> | undefined {
        const {columns} = settings();
        try {
            return columns === "" ? undefined : parseColumns(columns);
        } catch (error) {
            this.log.error(error instanceof UserError ? sentence(error) : String(error));
            return undefined;
        }
    }
}

/** Output channels, comparisons and other views of text are no places where people edit data. */
function isCandidate({uri, languageId, fileName}: vscode.TextDocument): boolean {
    return ["file", "untitled", "vscode-remote"].includes(uri.scheme) && (languageId === "json" || languageId === "jsonl" || /\.(jsonl|ndjson)$/i.test(fileName));
}

/** Mostly examples; one that was recognised before may be full of mistakes while it is edited. */
function isDataset({examples, problems}: Reading, before: boolean): boolean {
    return examples.length > 0 && (before || examples.length >= problems.length);
}

function sourceOf(document: vscode.TextDocument): SourceDocument {
    return {
        get version() {
            return document.version;
        },
        lineCount: document.lineCount,
        lineAt: (line) => document.lineAt(line),
        getText: () => document.getText(),
        positionAt: (offset) => document.positionAt(offset)
    };
}
