import type * as vscode from "vscode";
import type {ToPanel} from "../../../webview/protocol.js";

/**
 * What is said to a page. A page takes a moment to be there, and its file is read meanwhile: what is said before it listens is kept
 * in order until then, without what a newer table has made worthless.
 */
export class Outbox {
    private waiting: ToPanel[] | undefined = [];

    /** @param closed aborted when the panel is closed, which has no webview then */
    public constructor(private readonly panel: vscode.WebviewPanel, private readonly closed: AbortSignal, private readonly log: Pick<vscode.LogOutputChannel, "debug">) {}

    /** Whether the page listens. */
    public get isOpen(): boolean {
        return this.waiting === undefined;
    }

    public send(message: ToPanel): void {
        if (this.waiting === undefined) {
            this.post(message);
            return;
        }
        if (message.kind === "table" && message.table.from === 0)
            this.waiting = this.waiting.filter(({kind}) => kind !== "table" && kind !== "patch" && kind !== "looked-up" && kind !== "failed");
        if (message.kind === "status")
            this.waiting = this.waiting.filter(({kind}) => kind !== "status");
        this.waiting.push(message);
    }

    /** The page listens from now on. */
    public open(): void {
        for (const message of this.waiting ?? [])
            this.post(message);
        this.waiting = undefined;
    }

    private post(message: ToPanel): void {
        if (this.closed.aborted)
            return;
        this.panel.webview.postMessage(message).then(undefined, (error: unknown) => {
            this.log.debug(`${this.panel.title}: the panel has gone (${String(error)})`);
        });
    }
}
