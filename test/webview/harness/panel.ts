import {mkdirSync} from "node:fs";
import type {Browser, Page} from "playwright-core";
import type {FromPanel} from "../../../webview/protocol.js";
import type {Theme} from "../page/themes.js";
import {launchBrowser} from "../../vscode/harness/browser.js";
import {servePanel} from "./server.js";

export interface PanelOptions {
    readonly data?: string;
    readonly theme?: Theme;
    readonly width?: number;
    readonly height?: number;
    /** More of what the page's stand-in of the extension understands. */
    readonly query?: string;
    readonly ready?: string;
}

/** A panel in a browser of its own, before a stand-in of the extension. */
export class PanelBrowser {
    /** What a page asked for that is not its own, said in a dialog, or threw. */
    public readonly incidents: string[] = [];

    private constructor(private readonly browser: Browser, private readonly server: Awaited<ReturnType<typeof servePanel>>, private readonly screenPixels: number) {}

    /** @param screenPixels of a row of the screen for one of the page. Other than 1, the window is as large as the browser makes it */
    public static async start(screenPixels = 1): Promise<PanelBrowser> {
        return new PanelBrowser(await launchBrowser(`--force-device-scale-factor=${screenPixels}`), await servePanel(), screenPixels);
    }

    public async open({data = "scored", theme = "dark", width = 1280, height = 800, query = "", ready = ".row"}: PanelOptions = {}): Promise<Page> {
        const page = await this.browser.newPage({viewport: this.screenPixels === 1 ? {width, height} : null, reducedMotion: "reduce"});
        page.setDefaultTimeout(60_000);
        page.on("request", (request) => {
            if (!request.url().startsWith(this.server.origin) && !request.url().startsWith("data:") && !request.url().startsWith("blob:"))
                this.incidents.push(`asked for ${request.url()}`); // blobs are the page's own
        });
        page.on("dialog", (dialog) => {
            this.incidents.push(`dialog ${dialog.message()}`);
            void dialog.dismiss();
        });
        page.on("pageerror", (error) => {
            this.incidents.push(`error ${error.message} ${error.stack ?? ""}`);
        });
        await page.goto(`${this.server.origin}/?data=${data}&theme=${theme}&${query}`);
        await page.locator(ready).first().waitFor();
        return page;
    }

    public async close(): Promise<void> {
        await this.browser.close();
        this.server.close();
    }
}

/** What the panel has said so far, of one kind. */
export async function said<K extends FromPanel["kind"]>(page: Page, kind: K): Promise<Extract<FromPanel, {kind: K}>[]> {
    return await page.evaluate((wanted) => window.fakeHost.messages.filter((message) => message.kind === wanted).map((message) =>
        "rows" in message ? {...message, rows: Array.from(message.rows)} : message), kind) as unknown as Extract<FromPanel, {kind: K}>[];
}

/** What was decided so far, by rows. */
export async function decided(page: Page): Promise<readonly (readonly [rows: readonly number[], decision: string | null])[]> {
    await settled(page); // the extension hears of it a little later
    return page.evaluate(() => window.fakeHost.decided);
}

/** Until what was done last is shown. */
export async function settled(page: Page): Promise<void> {
    await page.evaluate(async () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

/** Until the page has had so long for what it does a little later, by its own clock and in many turns: what it was to do before then is done, however slow it is. */
export async function moment(page: Page, milliseconds: number): Promise<void> {
    await page.evaluate(async (turns) => {
        for (let turn = 0; turn < turns; turn++)
            await new Promise((resolve) => setTimeout(resolve, 20));
    }, Math.ceil(milliseconds / 20));
    await settled(page);
}

/** The rows in view, from the top. The list numbers them from 1. */
export async function rowsOf(page: Page): Promise<number[]> {
    return page.locator(".row").evaluateAll((rows) => rows
        .map((row) => ({top: row.getBoundingClientRect().top, bottom: row.getBoundingClientRect().bottom, index: Number(row.querySelector("[aria-colindex='1']")?.textContent.replaceAll(",", "")) - 1}))
        .filter(({top, bottom}) => top >= (document.querySelector(".pane")?.getBoundingClientRect().top ?? 0) - 1 && bottom <= innerHeight - 30).sort((a, b) => a.top - b.top).map(({index}) => index));
}

/** The active row. */
export async function active(page: Page): Promise<number> {
    await settled(page);
    return Number(await page.locator(".row.active [aria-colindex='1']").textContent()) - 1;
}

export async function picture(page: Page, name: string): Promise<void> {
    mkdirSync("dist/test/screenshots", {recursive: true});
    await moment(page, 150);
    await page.screenshot({path: `dist/test/screenshots/panel-${name}.png`});
}

export async function policyViolations(page: Page): Promise<string[]> {
    return page.evaluate(() => window.fakeHost.violations);
}
