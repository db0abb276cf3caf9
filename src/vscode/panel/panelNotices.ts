import type * as vscode from "vscode";
import type {Failure} from "../../browse/failure.js";
import {warn} from "../messages.js";
import {sentence} from "../remedies.js";

/** What a thread says went wrong, with what helps in the editor. */
export function inWords({sentence: message, remedy}: Failure): string {
    return sentence(remedy === undefined ? {message} : {message, remedy});
}

/** Tells the person of each thing once: a store or a scores file that cannot be read is looked at again and again. */
export class PanelNotices {
    private readonly told = new Set<string>();

    public constructor(private readonly log: vscode.LogOutputChannel) {}

    public tell(failure: Failure): void {
        const notice = inWords(failure);
        this.log.warn(notice);
        if (!this.told.has(notice))
            void warn(notice);
        this.told.add(notice);
    }
}
