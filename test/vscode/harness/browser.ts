import {chromium, type Browser} from "playwright-core";

/** Starts a Chromium without a window: the one that CHROMIUM names, or else Debian's. It ends with this process. @param more of its options */
export async function launchBrowser(...more: readonly string[]): Promise<Browser> {
    return chromium.launch({
        executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
        headless: true,
        timeout: 120_000,
        // Signals end this process (see endings.ts), which ends the browser.
        handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false,
        args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", ...more]
    });
}
