import type {Page} from "playwright-core";

/** What lies over a workbench and takes clicks and keys from everything else. */
const overlays: Readonly<Record<string, string>> = {
    "a menu": ".monaco-menu-container:visible, .context-view .monaco-menu:visible", "a question": ".monaco-dialog-box:visible", "a quick input": ".quick-input-widget:visible", "a list of actions": ".action-widget:visible", "a hover": ".monaco-hover:not(.hidden):visible"
};
const toast = ".notification-toast";

/** What `bringBack` may take for one thing, and for all of them. */
const answerMs = 10_000, tries = 6;
/** A failed test that took so long has waited for something that did not come. */
const longMs = 60_000;

/** What lies over a workbench now, in words. */
async function whatIsOpen(page: Page): Promise<string[]> {
    const found = await Promise.all(Object.entries(overlays).map(async ([name, selector]) => (await page.locator(selector).allInnerTexts()).map((text) => `${name} (${short(text)})`)));
    return found.flat();
}

/** What a person sees that is not in its place always, for errors. */
export async function seenIn(page: Page): Promise<string> {
    const [open, toasts, tabs] = await answered(Promise.all([
        whatIsOpen(page), page.locator(toast).allInnerTexts(), page.locator(".tab.active").allInnerTexts()
    ]));
    return [...open, ...toasts.map((text) => `a notification (${short(text)})`), tabs.length === 0 ? "no editor" : `the editor ${tabs.map(short).join(" and ")}`].join(", ");
}

/** The editors that are open, by their labels. */
export async function tabsOf(page: Page): Promise<string[]> {
    return answered(page.locator(".tab").evaluateAll((tabs) => tabs.map((tab) => tab.getAttribute("data-resource-name") ?? "")));
}

/**
 * Closes whatever a failed test has left open: menus, questions, lists, hovers, notifications, and editors that were not there before it.
 * @throws Error that says why this is not possible
 */
export async function bringBack(page: Page, tabsBefore: readonly string[]): Promise<void> {
    await answered(page.mouse.up());
    let open: readonly string[] = [];
    for (let turn = 0; turn < tries && (turn === 0 || open.length > 0); turn++) {
        await answered(page.keyboard.press("Escape"));
        await answered(page.mouse.move(0, 0)); // which ends hovers
        await new Promise((resolve) => setTimeout(resolve, 200 * turn));
        open = await answered(whatIsOpen(page));
    }
    if (open.length > 0)
        throw new Error(`it still shows ${open.join(", ")}`);
    for (const close of await answered(page.locator(`${toast} .codicon-notifications-clear`).all()))
        await close.click({timeout: answerMs, force: true}).catch(() => undefined); // some go by themselves
    for (const label of (await tabsOf(page)).filter((name) => !tabsBefore.includes(name)))
        await page.locator(`.tab[data-resource-name=${JSON.stringify(label)}]`).first().click({button: "middle", timeout: answerMs}).catch(() => undefined); // what is not saved stays
    await answered(page.keyboard.press("Escape"));
}

/** Of one window: what its tests have come to so far. */
export class WindowTests {
    private tabs: readonly string[] = [];
    private inVain = 0;

    /** @param inTurn whether each test goes on where the one before it has ended */
    public constructor(private readonly inTurn: boolean) {}

    /** Before each test. */
    public async before(page: Page): Promise<void> {
        this.tabs = await tabsOf(page).catch(() => []); // the test itself says what is wrong with the window
    }

    /**
     * After each test: brings the window back if it has failed.
     * @param left how many tests are still to be run in this window
     * @returns why none of them can be run, if so
     */
    public async after(page: Page, {state, duration = 0}: {readonly state?: string | undefined; readonly duration?: number | undefined}, left: number): Promise<string | undefined> {
        if (state !== "failed") {
            this.inVain = 0;
            return undefined;
        }
        this.inVain = duration > longMs ? this.inVain + 1 : 0;
        const reason = this.inTurn ? "each of them goes on where the one before it has ended"
            : this.inVain > 1 ? "two in a row have waited for what did not come"
                : await bringBack(page, this.tabs).then(() => undefined, (error: unknown) => `it could not be brought back to what it was: ${error instanceof Error ? error.message : String(error)}`);
        return reason === undefined || left === 0 ? undefined : `not run: ${left} ${left === 1 ? "test" : "tests"} of this window, because ${reason}`;
    }
}

/** What a window says that may hang. */
async function answered<T>(promise: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
        timer = setTimeout(() => {
            reject(new Error(`it has not answered for ${answerMs / 1000} s`));
        }, answerMs);
    });
    try {
        return await Promise.race([promise, late]);
    } finally {
        clearTimeout(timer);
    }
}

function short(text: string): string {
    const line = text.replace(/\s+/g, " ").trim();
    return line.length > 120 ? `${line.slice(0, 120)} …` : line;
}
