import path from "node:path";
import type {Page} from "playwright-core";
import {changeSettings} from "../harness/settings.js";
import type {Workbench} from "./workbench.js";

/** Where pictures go. Every build of the tests empties it. */
const screenshots = path.resolve("dist/test/screenshots");

/** Takes a picture of what a person sees now. */
export async function screenshot(page: Page, name: string): Promise<void> {
    await page.screenshot({path: path.join(screenshots, `${name}.png`), animations: "disabled"});
}

/** The themes that have to be looked at, by what is shown of them: VS Code's identifier, and the classes of the workbench and of a webview in that kind of theme. */
export const themes = {
    "Dark Modern": {id: "Default Dark Modern", className: "vs-dark", inWebview: ".vscode-dark"},
    "Light Modern": {id: "Default Light Modern", className: "vs", inWebview: ".vscode-light"},
    "Dark High Contrast": {id: "Default High Contrast", className: "hc-black", inWebview: ".vscode-high-contrast:not(.vscode-high-contrast-light)"},
    "Light High Contrast": {id: "Default High Contrast Light", className: "hc-light", inWebview: ".vscode-high-contrast-light"}
} as const;

export type Theme = keyof typeof themes;

/** Changes the theme and waits until it shows. */
export async function setTheme({page, run}: Workbench, theme: Theme): Promise<void> {
    const {id, className} = themes[theme];
    changeSettings(run, {"workbench.colorTheme": id});
    await page.locator(`.monaco-workbench.${className}`).waitFor();
}
