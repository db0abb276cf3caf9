import * as vscode from "vscode";
import type {SavedFilter} from "../../../webview/protocol.js";
import {UserError} from "../../core/errors.js";
import {inDigits} from "../amounts.js";

const key = "goldpan.filters";
const mostFilters = 100, longestName = 80;

/** Filters with names, kept for the workspace and shared by its panels. */
export class SavedFilters implements vscode.Disposable {
    private readonly changed = new vscode.EventEmitter<void>();
    public readonly onDidChange = this.changed.event;

    public constructor(private readonly memento: vscode.Memento) {}

    /** By name; what another version of Goldpan may have kept is left out. */
    public all(): SavedFilter[] {
        const kept = this.memento.get<unknown>(key);
        return Array.isArray(kept) ? kept.filter(isFilter) : [];
    }

    /** Replaces the filter of the same name. @throws UserError when there are too many */
    public async save(name: string, filter: string): Promise<void> {
        const short = name.trim().slice(0, longestName);
        if (short === "")
            return;
        const others = this.all().filter((other) => other.name !== short);
        if (others.length >= mostFilters)
            throw new UserError(vscode.l10n.t("This workspace keeps {0} filters already: remove one to save another.", inDigits(mostFilters)));
        await this.keep([...others, {name: short, filter}].sort((a, b) => a.name < b.name ? -1 : 1));
    }

    public async remove(name: string): Promise<void> {
        await this.keep(this.all().filter((other) => other.name !== name));
    }

    public dispose(): void {
        this.changed.dispose();
    }

    private async keep(filters: readonly SavedFilter[]): Promise<void> {
        await this.memento.update(key, filters);
        this.changed.fire();
    }
}

function isFilter(value: unknown): value is SavedFilter {
    const {name, filter} = (typeof value === "object" && value !== null ? value : {}) as Partial<Record<keyof SavedFilter, unknown>>;
    return typeof name === "string" && typeof filter === "string";
}
