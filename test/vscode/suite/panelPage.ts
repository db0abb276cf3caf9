import {mkdtempSync} from "node:fs";
import os from "node:os";
import path from "node:path";
import * as vscode from "vscode";
import type {Patch} from "../../../src/core/table/patch.js";
import {unpackPatch} from "../../../src/core/table/transfer.js";
import {SqliteStore} from "../../../src/store/store.js";
import {Datasets} from "../../../src/vscode/datasets.js";
import type {PanelNeeds} from "../../../src/vscode/panel/panelNeeds.js";
import {PanelView} from "../../../src/vscode/panel/panelView.js";
import {SavedFilters} from "../../../src/vscode/panel/savedFilters.js";
import type {RunningOn} from "../../../src/vscode/runQueue.js";
import {ScoreIndex} from "../../../src/vscode/scoreIndex.js";
import {ScoresFiles} from "../../../src/vscode/scoresFiles.js";
import type {FromPanel, ToPanel} from "../../../webview/protocol.js";
import {until} from "./support.js";

/** As the page has it. */
type Heard = Exclude<ToPanel, {kind: "patch"}> | {readonly kind: "patch"; readonly revision: number; readonly patch: Patch};
type Said<Kind extends Heard["kind"]> = Extract<Heard, {kind: Kind}>;

/** A panel whose page is a test: everything behind it is real, but the parts that are handed in. */
export class PanelPage {
    public readonly said: Heard[] = [];
    /** What went to the log, and so to the person. */
    public readonly logged: string[] = [];
    public readonly view: PanelView;
    /** What VS Code would have been given for the page. */
    public webview: {readonly html: string; readonly options: vscode.WebviewOptions} = {html: "", options: {}};
    public readonly index: ScoreIndex;
    public readonly scoresFiles: ScoresFiles;
    public readonly storeFolder = mkdtempSync(path.join(os.tmpdir(), "goldpan-panel-store-"));
    private readonly listens = new vscode.EventEmitter<FromPanel>();
    private readonly progress = new vscode.EventEmitter<RunningOn | undefined>();
    private readonly store = new SqliteStore(this.storeFolder, (sentence) => {
        this.logged.push(sentence);
    });
    private readonly datasets: Datasets;
    private readonly filters: SavedFilters;
    public isScoring = false;
    private closed = false;
    private disposed = false;

    public constructor(uri: vscode.Uri, {wanted = () => Promise.resolve(undefined), workspace = memento(), ...needs}: Partial<PanelNeeds["scorer"] & Omit<PanelNeeds, "scoresFiles"> & {readonly workspace: vscode.Memento}> = {}) {
        const log = this.log();
        this.datasets = new Datasets(log);
        this.index = new ScoreIndex({datasets: this.datasets, store: () => this.store, wanted, log});
        this.scoresFiles = new ScoresFiles({index: this.index, memento: workspace, queue: {isScoring: () => this.isScoring}, log});
        this.filters = new SavedFilters(workspace);
        const extensionUri = vscode.extensions.getExtension("goldpan.goldpan")?.extensionUri;
        if (extensionUri === undefined)
            throw new Error("the extension is not there");
        this.view = new PanelView(this.panel(), uri, {
            extensionUri, index: this.index, queue: {onDidProgress: this.progress.event}, scorer: {wanted}, scoresFiles: this.scoresFiles, filters: this.filters, store: () => this.store, storeFolder: this.storeFolder, log, ...needs
        });
    }

    public tell(message: FromPanel): void {
        this.listens.fire(message);
    }

    public all<Kind extends Heard["kind"]>(kind: Kind): Said<Kind>[] {
        return this.said.filter((message): message is Said<Kind> => message.kind === kind);
    }

    /** Waits until a message of the kind fits, and gives the first that does. */
    public until<Kind extends Heard["kind"]>(kind: Kind, fits: (message: Said<Kind>) => boolean = () => true): Promise<Said<Kind>> {
        return until(`the message ${kind}; there are ${this.said.map((message) => message.kind).join()}`, () => this.all(kind).find(fits));
    }

    /** Has the file in the text editor, too. */
    public async readInEditor(uri: vscode.Uri): Promise<void> {
        this.datasets.start();
        await vscode.workspace.openTextDocument(uri);
        await until("the reading of the editor", () => this.index.get(uri));
    }

    /** As the extension does for its own editors when the columns change. */
    public async reread(uri: vscode.Uri): Promise<void> {
        this.scoresFiles.forgetAll();
        this.datasets.reread();
        await until("the reading by other columns", () => this.index.get(uri));
        await this.index.idle();
    }

    /** As when the person closes it: VS Code forbids every use of its webview from then on. */
    public close(): void {
        this.closed = true;
        this.view.dispose();
    }

    public dispose(): void {
        if (this.disposed)
            return;
        this.disposed = true;
        if (!this.closed)
            this.close();
        for (const one of [this.scoresFiles, this.index, this.datasets, this.filters, this.listens, this.progress])
            one.dispose();
        this.store.close();
    }

    private log(): vscode.LogOutputChannel {
        const note = (text: unknown): void => {
            this.logged.push(String(text));
        };
        return {error: note, warn: note, info: () => undefined, debug: () => undefined, show: () => undefined} as unknown as vscode.LogOutputChannel; // nothing else of it is used
    }

    private panel(): vscode.WebviewPanel {
        const webview = {
            html: "", options: {}, cspSource: "https://own.example", asWebviewUri: (uri: vscode.Uri) => uri, onDidReceiveMessage: this.listens.event,
            postMessage: (message: ToPanel) => {
                this.said.push(message.kind === "patch" ? {...message, patch: unpackPatch(message.patch)} : message);
                return Promise.resolve(true);
            }
        };
        this.webview = webview;
        const isClosed = (): boolean => this.closed;
        return {
            viewType: "goldpan.panel", title: "a panel", reveal: () => undefined,
            get webview() {
                if (isClosed())
                    throw new Error("Webview is disposed");
                return webview;
            }
        } as unknown as vscode.WebviewPanel; // nothing else of it is used
    }
}

/** Of a workspace, in memory. */
export function memento(kept = new Map<string, unknown>()): vscode.Memento {
    return {
        keys: () => [...kept.keys()],
        get: (key: string) => kept.get(key),
        update: (key, value) => {
            kept.set(key, JSON.parse(JSON.stringify(value))); // as VS Code keeps it
            return Promise.resolve();
        }
    } as vscode.Memento; // `get` with a default is not used
}

/** Stands in for the person at VS Code's own dialogs until `restore`: picks by their labels and files by their paths in this order, and one place for whatever is saved. */
export function answering({picks = [], place, files = []}: {readonly picks?: readonly string[]; readonly place?: vscode.Uri; readonly files?: readonly string[]}): {readonly asked: string[]; readonly titles: string[]; restore: () => void} {
    const {showQuickPick, showSaveDialog, showOpenDialog} = vscode.window;
    const asked: string[] = [], titles: string[] = [], rest = [...picks], opened = [...files];
    const window = vscode.window as {showQuickPick: unknown; showSaveDialog: unknown; showOpenDialog: unknown};
    window.showOpenDialog = ({title = ""}: vscode.OpenDialogOptions) => {
        titles.push(title);
        const file = opened.shift();
        return Promise.resolve(file === undefined ? undefined : [vscode.Uri.file(file)]);
    };
    window.showQuickPick = (items: readonly vscode.QuickPickItem[], {title = "", placeHolder = ""}: vscode.QuickPickOptions) => {
        titles.push(title);
        asked.push(placeHolder, ...items.map(({label, description = ""}) => `${label}: ${description}`));
        const label = rest.shift();
        return Promise.resolve(items.find((item) => item.label === label));
    };
    window.showSaveDialog = ({title = "", defaultUri}: vscode.SaveDialogOptions) => {
        titles.push(title);
        asked.push(path.basename(defaultUri?.path ?? ""));
        return Promise.resolve(place);
    };
    return {asked, titles, restore: () => {
        Object.assign(window, {showQuickPick, showSaveDialog, showOpenDialog});
    }};
}
