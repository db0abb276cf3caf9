import {appendFileSync} from "node:fs";
import path from "node:path";
import type {Browser, Page} from "playwright-core";
import {launchBrowser} from "../harness/browser.js";
import {installExtension} from "../harness/extension.js";
import {failuresFolder, keepLogs} from "../harness/failures.js";
import {createRunFolder, removeRunFolder, type RunFolder} from "../harness/runFolder.js";
import {startServer, type ServerOptions} from "../harness/server.js";
import {WindowTests} from "../harness/window.js";

export interface WorkbenchOptions extends Pick<ServerOptions, "settings" | "workspaceTrust" | "env"> {
    /** The folder whose copy is opened; the sample if none is given. */
    readonly workspace?: string;
    /** Called before VS Code starts, say to write files into `workspace` or measurements into the store. */
    readonly prepare?: (run: RunFolder) => void | Promise<void>;
    /** What extensions are told that VS Code is shown in. It is not itself: that takes a language pack. */
    readonly language?: string;
    /** Whether each test goes on where the one before it has ended: then the first that fails is the last. */
    readonly inTurn?: boolean;
}

/** What a person has in front of them: VS Code with Goldpan installed and a folder open. */
export interface Workbench {
    readonly page: Page;
    readonly run: RunFolder;
    /** Opens the same folder once more, as in another browser: with an extension host of its own. */
    readonly another: () => Promise<Page>;
}

/** Longer than anything takes on a slow and busy machine. A test waits for conditions, so that a fast one need not wait. */
const patienceMs = 120_000;
const pictureMs = 20_000;

/**
 * Opens a workbench for the tests of a `describe`, and closes it after them. Of a failed test it keeps a picture and VS Code's logs, and it closes
 * what that has left open; where that is not possible, the other tests of this window are not run, and fail as one.
 */
export function useWorkbench({inTurn = false, ...options}: WorkbenchOptions = {}): Workbench {
    const tests = new WindowTests(inTurn);
    let open: (Workbench & {close(): Promise<void>}) | undefined;
    const current = (): Workbench => {
        if (open === undefined)
            throw new Error("The workbench is open during tests only.");
        return open;
    };
    before(async function () {
        this.timeout(3 * patienceMs);
        open = await openWorkbench(options);
    });
    beforeEach(async () => {
        await tests.before(current().page);
    });
    afterEach(async function () {
        this.timeout(2 * patienceMs);
        const test = this.currentTest;
        if (test === undefined || open === undefined)
            return;
        if (test.state === "failed") {
            const name = test.fullTitle().replace(/[^\w]+/g, "-"), folder = path.join(failuresFolder, name);
            await open.page.screenshot({path: path.join(folder, "page.png"), timeout: pictureMs}).catch((error: unknown) => {
                process.stdout.write(`      no picture: ${String(error)}\n`); // the test's own error matters
            });
            keepLogs(name, open.run.userData);
        }
        const reason = await tests.after(open.page, test, unrun(this.test?.parent));
        if (reason !== undefined)
            throw new Error(reason); // which ends the tests of this describe
    });
    after(async () => {
        await open?.close();
    });
    return {
        get page() {
            return current().page;
        },
        get run() {
            return current().run;
        },
        another: () => current().another()
    };
}

/** How many tests of a `describe` have not been run yet. */
function unrun(suite: Mocha.Suite | undefined): number {
    return suite === undefined ? 0 : suite.tests.filter((test) => test.state === undefined && !test.isPending()).length + suite.suites.reduce((sum, inner) => sum + unrun(inner), 0);
}

/** A workbench that its caller closes: for what is no test. */
export async function openWorkbench({workspace, prepare, language, ...options}: WorkbenchOptions): Promise<Workbench & {close(): Promise<void>}> {
    const run = createRunFolder(workspace);
    installExtension(run.extensions);
    await prepare?.(run);
    const server = await startServer(run, {...options, env: {...run.env, ...options.env}});
    const browser = await launchBrowser();
    const close = async (): Promise<void> => {
        await browser.close();
        await server.stop();
        removeRunFolder(run);
    };
    try {
        const another = (): Promise<Page> => openPage(browser, server.url, run, language);
        return {page: await another(), run, another, close};
    } catch (error) {
        keepLogs("start", run.userData);
        await close();
        throw error;
    }
}

async function openPage(browser: Browser, url: string, {userData, workspace}: RunFolder, language: string | undefined): Promise<Page> {
    const page = await browser.newPage({viewport: {width: 1280, height: 800}});
    page.setDefaultTimeout(patienceMs);
    if (language !== undefined)
        await page.addInitScript(`globalThis._VSCODE_NLS_LANGUAGE = ${JSON.stringify(language)};`); // where a language pack's messages say theirs
    page.on("console", (message) => {
        appendFileSync(path.join(userData, "workbench.log"), `${message.type()} ${message.text()}\n`);
    });
    await page.goto(`${url}?${new URLSearchParams({folder: workspace})}`);
    await page.locator(".explorer-folders-view .monaco-list-row").first().waitFor();
    return page;
}
