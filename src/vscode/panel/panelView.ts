import path from "node:path";
import * as vscode from "vscode";
import type {FromPanel, PanelComparison, PanelStatus, ToPanel} from "../../../webview/protocol.js";
import {Browser} from "../../browse/client.js";
import type {BrowseEvent, BrowseOptions, ScoresOrigin} from "../../browse/protocol.js";
import {settings} from "../config.js";
import type {Disposable} from "../disposable.js";
import {failed} from "../failures.js";
import {answerPanel} from "./answers.js";
import {compareWithChosen} from "./compare.js";
import {exportFiltered} from "./exportFiltered.js";
import {exportGolden} from "./exportGolden.js";
import {listen} from "./listening.js";
import {page, pageFolder} from "./page.js";
import {openRow} from "./openRow.js";
import {Outbox} from "./outbox.js";
import {runPanelCommand, savePicture} from "./panelCommands.js";
import {PanelDecisions} from "./panelDecisions.js";
import type {PanelNeeds} from "./panelNeeds.js";
import {inWords, PanelNotices} from "./panelNotices.js";
import {browsedFile} from "./source.js";
import {describeOrigin, toldOrigin} from "./status.js";

/**
 * One panel and the thread that holds its file. Knows nothing of the table but passes it on; what the panel asks is answered
 * as it comes, and nothing waits for anything else.
 */
export class PanelView implements vscode.Disposable {
    private readonly browser: Browser;
    private readonly threadPath: string;
    private readonly decisions: PanelDecisions;
    private readonly notices: PanelNotices;
    private readonly subscriptions: readonly Disposable[];
    private origin: ScoresOrigin = {kind: "none"};
    private run: PanelStatus["run"] = null;
    private wanted: BrowseOptions["wanted"];
    /** Of the newest table. */
    private revision: number | undefined;
    /** Why there is nothing to show, until there is. */
    private failure: string | undefined;
    /** What the settings ask for is known, and the file is read by it. */
    private started = false;
    private readonly page: Outbox;
    /** Aborted when the panel is closed: whoever has waited for something says no more to it. */
    private readonly closing = new AbortController();

    public constructor(public readonly panel: vscode.WebviewPanel, public readonly uri: vscode.Uri, private readonly needs: PanelNeeds) {
        const {webview} = panel;
        this.page = new Outbox(panel, this.closing.signal, needs.log);
        const {extensionUri, index, queue, scoresFiles, filters} = needs;
        this.threadPath = vscode.Uri.joinPath(extensionUri, "dist", "browser.js").fsPath;
        this.browser = new Browser({
            threadPath: this.threadPath,
            onEvent: (event) => {
                this.pass(event);
            },
            onEnd: ({message}) => {
                needs.log.error(message);
                this.fail(vscode.l10n.t("{0} could not be held: {1} Open the panel again.", path.basename(uri.path), message));
            }
        });
        this.notices = new PanelNotices(needs.log);
        this.decisions = new PanelDecisions(index, this.sendStatus.bind(this));
        this.subscriptions = [
            webview.onDidReceiveMessage((message: FromPanel) => {
                this.handle(message).catch((error: unknown) => {
                    failed(needs.log, error);
                });
            }),
            filters.onDidChange(() => {
                this.send({kind: "saved-filters", filters: filters.all()});
            }),
            ...listen(uri, {index, queue, scoresFiles}, {
                browser: this.browser,
                read: this.read.bind(this),
                readAnew: this.renewed.bind(this, this.read.bind(this)),
                refresh: this.refresh.bind(this),
                progressed: (run) => {
                    this.run = run;
                    if (run === null)
                        this.refresh();
                    this.sendStatus();
                }
            })
        ];
        webview.options = {enableScripts: true, localResourceRoots: [pageFolder(extensionUri)]};
        webview.html = page(webview, extensionUri);
        this.begin().catch((error: unknown) => {
            failed(needs.log, error);
        });
    }

    /** Brings it to the front; what could not be shown is tried again. */
    public reveal(): void {
        this.panel.reveal();
        if (this.failure !== undefined)
            this.read();
    }

    public dispose(): void {
        this.closing.abort();
        for (const subscription of this.subscriptions)
            subscription.dispose();
        void this.browser.close();
    }

    private async handle(message: FromPanel): Promise<void> {
        const {index, filters, log} = this.needs;
        switch (message.kind) {
            case "ready":
                this.listened();
                return;
            case "texts":
            case "reasons":
            case "text-ranks":
                await answerPanel(message, this.browser, {origin: this.origin, wanted: this.wanted, store: this.needs.store, index}, this.send.bind(this));
                return;
            case "search":
                this.browser.search(message.search, message.revision, message.term);
                return;
            case "stop-search":
                this.browser.stopSearch(message.search);
                return;
            case "decide":
                this.decisions.decide(message.keys, message.decision ?? undefined);
                return;
            case "compare":
                await this.compare(message.revision);
                return;
            case "undo":
                this.decisions.undo();
                return;
            case "redo":
                this.decisions.redo();
                return;
            case "open":
                await openRow(this.uri, message, this.browser, index);
                return;
            case "export":
                await exportFiltered(this.browser, this.uri, message, toldOrigin(this.origin, this.wanted));
                return;
            case "save-filter":
                await filters.save(message.name, message.filter);
                return;
            case "remove-filter":
                await filters.remove(message.name);
                return;
            case "save-picture":
                await savePicture(this.uri, message);
                return;
            case "copy":
                await vscode.env.clipboard.writeText(message.text);
                return;
            case "command":
                if (message.command === "export-golden-subset")
                    await exportGolden(this.browser, this.uri, this.revision, toldOrigin(this.origin, this.wanted));
                else
                    await runPanelCommand(message.command, this.uri, log);
                return;
        }
    }

    /** The file is read while the page is still on its way. */
    private async begin(): Promise<void> {
        this.wanted = await this.needs.scorer.wanted();
        this.started = true;
        this.sendStatus();
        this.read();
    }

    /** The page listens: for the first time, or again after it was hidden. */
    private listened(): void {
        this.send({kind: "saved-filters", filters: this.needs.filters.all()});
        if (!this.page.isOpen) {
            this.page.open();
            return;
        }
        this.sendStatus();
        if (this.failure === undefined) {
            this.browser.resend();
        } else {
            this.send({kind: "failed", sentence: this.failure});
            this.read();
        }
    }

    private read(): void {
        if (!this.started)
            return;
        const {index, scoresFiles} = this.needs, origin = index.get(this.uri)?.scores.origin;
        if (this.revision === undefined) // the thread may be a new one, which does not know what was chosen before; and the editor has the scores that lay beside its file when it was opened
            this.browser.showScoresFile(scoresFiles.chosen(this.uri) ?? (origin?.kind === "file" ? origin.path : undefined));
        this.browser.read(browsedFile(this.uri), this.options());
    }

    /** Scores may be others now: those of another run, or measured elsewhere. */
    private refresh(): void {
        this.renewed(() => {
            this.browser.refresh(this.options());
        });
    }

    /** With what the settings ask for by now. */
    private renewed(use: () => void): void {
        if (!this.started)
            return;
        this.needs.scorer.wanted().then((wanted) => {
            this.wanted = wanted;
            use();
            this.sendStatus();
        }).catch((error: unknown) => {
            failed(this.needs.log, error);
        });
    }

    private pass(event: BrowseEvent): void {
        switch (event.kind) {
            case "table": {
                const {revision, table, keys, done, share, problems} = event;
                this.revision = revision;
                this.failure = undefined;
                this.send({kind: "table", revision, file: {uri: this.uri.toString(), name: path.basename(this.uri.path)}, table, keys, reading: {done, share, problems}});
                return;
            }
            case "origin":
                this.origin = event.origin;
                this.sendStatus();
                return;
            case "failed":
                this.needs.log.error(event.sentence);
                this.fail(inWords(event));
                return;
            case "scores-file-refused":
                this.needs.scoresFiles.refused(this.uri, event.path);
                return;
            case "notice":
                this.notices.tell(event);
                return;
            case "changed":
                this.read();
                return;
            case "patch":
            case "reading-again":
            case "found":
            case "search-failed":
            case "looked-up":
                this.send(event);
                return;
        }
    }

    private fail(why: string): void {
        this.revision = undefined;
        this.failure = why;
        this.send({kind: "failed", sentence: why});
    }

    private async compare(revision: number): Promise<void> {
        let comparison: PanelComparison | undefined;
        try {
            comparison = await compareWithChosen(this.browser, revision, {uri: this.uri, origin: this.origin, store: this.needs.store(), threadPath: this.threadPath, options: this.options.bind(this), signal: this.closing.signal});
        } finally {
            this.send({kind: "comparison", revision, comparison: comparison ?? null}); // the panel waits, also when this fails
        }
    }

    private options(): BrowseOptions {
        const {columns, lowScore} = settings();
        return {columns, storeFolder: this.needs.storeFolder, wanted: this.wanted, lowScore};
    }

    private sendStatus(): void {
        const status: PanelStatus = {
            origin: describeOrigin(toldOrigin(this.origin, this.wanted)), run: this.run,
            canUndo: this.decisions.canUndo, canRedo: this.decisions.canRedo, canScore: this.uri.scheme === "file" || this.uri.scheme === "vscode-remote"
        };
        this.send({kind: "status", status});
    }

    private send(message: ToPanel): void {
        this.page.send(message);
    }
}
