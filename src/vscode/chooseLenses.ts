import * as vscode from "vscode";
import {section, settings} from "./config.js";
import {lensModes, type LensMode} from "./lensChoice.js";

interface LensItem extends vscode.QuickPickItem {
    readonly mode: LensMode;
}

/** Lets the person choose which examples have lenses, and writes that where it is set now. */
export async function chooseLenses(): Promise<void> {
    const present = settings().codeLens;
    const items = lensModes.map((mode): LensItem => ({mode, ...words(mode), description: mode === present ? vscode.l10n.t("in use") : ""}));
    const picked = await vscode.window.showQuickPick(items, {title: vscode.l10n.t("Choose Which Examples Have a Lens")});
    if (picked === undefined || picked.mode === present)
        return;
    await writeWhereSet("codeLens.show", picked.mode);
    if (picked.mode !== "off" && settings().codeLens === "off")
        await writeWhereSet("codeLens.enabled", true); // else the choice would show nothing
}

async function writeWhereSet(name: string, value: unknown): Promise<void> {
    const config = vscode.workspace.getConfiguration(section);
    await config.update(name, value, config.inspect(name)?.workspaceValue === undefined ? vscode.ConfigurationTarget.Global : vscode.ConfigurationTarget.Workspace);
}

function words(mode: LensMode): Pick<LensItem, "label" | "detail"> {
    switch (mode) {
        case "all":
            return {label: vscode.l10n.t("All"), detail: vscode.l10n.t("Every example that is scored, flagged or decided on.")};
        case "flagged":
            return {label: vscode.l10n.t("Flagged"), detail: vscode.l10n.t("Examples with a flag that is still open or with a decision, and the one under the cursor.")};
        case "cursor":
            return {label: vscode.l10n.t("Cursor"), detail: vscode.l10n.t("The example under the cursor alone.")};
        case "off":
            return {label: vscode.l10n.t("Off"), detail: vscode.l10n.t("No lenses, also not the one that scores the file.")};
    }
}
