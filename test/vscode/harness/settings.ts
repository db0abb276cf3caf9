import {mkdirSync, readFileSync, writeFileSync} from "node:fs";
import path from "node:path";
import type {RunFolder} from "./runFolder.js";

export type Settings = Readonly<Record<string, unknown>>;

/** No greetings, nothing that moves or that asks for the network: pictures of the same state shall be alike. */
const quiet: Settings = {
    "workbench.startupEditor": "none",
    "workbench.enableExperiments": false,
    "workbench.tips.enabled": false,
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "workbench.colorTheme": "Default Dark Modern",
    "workbench.reduceMotion": "on",
    "window.commandCenter": false,
    "window.title": "${activeEditorShort}${separator}${rootName}", // not the name of what stands for VS Code here
    "telemetry.telemetryLevel": "off",
    "remote.autoForwardPortsSource": "output", // looking for ports in processes, every other second, takes more of the extension host than all that is measured there
    "extensions.ignoreRecommendations": true,
    "chat.disableAIFeatures": true,
    "editor.minimap.enabled": false,
    "editor.cursorBlinking": "solid",
    "files.exclude": {"**/.vscode": true}
};

/** Writes the user's settings, before VS Code starts: its server notices only the first change of this file. */
export function writeUserSettings(userData: string, settings: Settings): void {
    write(path.join(userData, "User", "settings.json"), {...quiet, ...settings});
}

/** Adds to the settings of the folder that is open, which VS Code takes over. Settings that only users or machines have do not come into force. */
export function changeSettings({workspace}: RunFolder, settings: Settings): void {
    const file = workspaceSettings(workspace);
    write(file, {...JSON.parse(readFileSync(file, "utf8")) as Settings, ...settings});
}

/** Makes a file that VS Code watches from the beginning. */
export function writeEmptySettings(workspace: string): void {
    write(workspaceSettings(workspace), {});
}

const workspaceSettings = (workspace: string): string => path.join(workspace, ".vscode", "settings.json");

function write(file: string, settings: Settings): void {
    mkdirSync(path.dirname(file), {recursive: true});
    writeFileSync(file, JSON.stringify(settings, null, 4));
}
