import {mkdirSync, writeFileSync} from "node:fs";
import path from "node:path";

export type Settings = Readonly<Record<string, unknown>>;

/** No greetings, no requests to the outside, nothing that moves: pictures of the same state shall be alike. */
const quiet: Settings = {
    "workbench.startupEditor": "none",
    "workbench.enableExperiments": false,
    "workbench.tips.enabled": false,
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "workbench.colorTheme": "Dark Modern",
    "workbench.reduceMotion": "on",
    "window.commandCenter": false,
    "telemetry.telemetryLevel": "off",
    "extensions.autoUpdate": false,
    "extensions.autoCheckUpdates": false,
    "extensions.ignoreRecommendations": true,
    "chat.disableAIFeatures": true,
    "editor.minimap.enabled": false,
    "editor.cursorBlinking": "solid"
};

/** Writes the user's settings; a VS Code that is running takes them over. */
export function writeSettings(userData: string, settings: Settings = {}): void {
    const folder = path.join(userData, "User");
    mkdirSync(folder, {recursive: true});
    writeFileSync(path.join(folder, "settings.json"), JSON.stringify({...quiet, ...settings}, null, 4));
}
