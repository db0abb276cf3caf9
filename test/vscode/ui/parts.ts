import type {FrameLocator, Locator, Page} from "playwright-core";

// Where a person finds something. Each of these waits when it is used, and texts are parts of what is shown.

/** A lens that can be clicked. Only those near what is scrolled into view exist. */
export function lens(page: Page, text: string | RegExp): Locator {
    return page.locator(".codelens-decoration a", {hasText: text});
}

/** All lenses of one line in one; those of several lines from above to below. */
export function lensLines(page: Page): Locator {
    return page.locator(".codelens-decoration");
}

export type Severity = "error" | "warning" | "info" | "hint";

/** What is underlined in the editor. */
export function squiggles(page: Page, severity: Severity): Locator {
    return page.locator(`.squiggly-${severity}`);
}

/** A row of the problems panel, see `showProblems`. */
export function problem(page: Page, text: string | RegExp): Locator {
    return page.locator(".markers-panel .monaco-list-row", {hasText: text});
}

export function notification(page: Page, text: string | RegExp): Locator {
    return page.locator(".notification-toast", {hasText: text});
}

/** Those that tell of an error. */
export function errorNotifications(page: Page): Locator {
    return page.locator(".notification-toast").filter({has: page.locator(".codicon-error")});
}

export function notificationButton(page: Page, text: string | RegExp, button: string): Locator {
    return notification(page, text).locator(".monaco-button", {hasText: button});
}

/** A dialog that has to be answered before anything else. */
export function modalDialog(page: Page, text: string | RegExp): Locator {
    return page.locator(".monaco-dialog-box", {hasText: text});
}

export function statusBarItem(page: Page, text: string | RegExp): Locator {
    return page.locator(".statusbar-item", {hasText: text});
}

/** The hover that is shown. */
export function hover(page: Page, text: string | RegExp): Locator {
    return page.locator(".monaco-hover", {hasText: text});
}

/** The tab of an editor, by the whole of its label. */
export function tab(page: Page, label: string): Locator {
    return page.locator(`.tab[data-resource-name="${label}"]`);
}

/** What is inside the webview that is shown. */
export function webview(page: Page): FrameLocator {
    return page.frameLocator("iframe.webview.ready").frameLocator("#active-frame");
}
