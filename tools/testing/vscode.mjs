import {readFileSync, readdirSync} from "node:fs";
import path from "node:path";
import {NotPossibleHere, hosts, prepareChromium, prepareHost} from "../vscode/install.mjs";
import {failure, nothing, runMocha, seconds, timed} from "./steps.mjs";

/** Longer than a test's own waiting for one condition, whose message says more. */
const uiTimeoutMs = 300_000;
/** A million examples are generated in the page, on machines that do other things too. */
const panelTimeoutMs = 120_000;

/** What the tests in VS Code need, as far as this machine can have it: `reason` is the error for which one cannot be used. */
export async function prepareVsCode() {
    const started = performance.now();
    const [chromium, ...prepared] = await Promise.all([
        reasonAgainst(async () => {
            process.env.CHROMIUM = await prepareChromium();
        }),
        ...hosts.map(({folder}) => reasonAgainst(() => prepareHost(folder)))
    ]);
    console.log(`VS Code: set up (${seconds(started)} s)`);
    return hosts.map((host, i) => ({...host, reason: prepared[i] ?? chromium}));
}

/** What may be otherwise in the oldest VS Code: its editor, its webviews, its settings. The rest is the extension's own logic, for which the newest is enough. */
const inOldest = ["activation", "exportTarget", "largeFiles", "lenses", "panelExport", "panelParts", "recognition", "review", "rules", "scoring", "tree"];

/** The suites inside of each VS Code; in the oldest a smoke test, unless some are chosen. `chosen` are parts of the names of test files; none means all. */
export async function runSuitesInEach(prepared, chosen) {
    const all = [];
    for (const {name, folder, reason} of prepared)
        all.push(await inVsCode(`suites in the ${name} VS Code`, reason, folder, async () => {
            const {runSuites} = await import(path.resolve("dist/test/vscode/harness/runSuites.js"));
            return runSuites(folder, name === "oldest" && chosen.length === 0 ? inOldest : chosen);
        }));
    return all;
}

/**
 * The tests that look at VS Code from outside, as a person does: at the newest, or the one that GOLDPAN_VSCODE_HOST names. All of them together
 * see the extension as users get it, installed by VS Code out of its VSIX; chosen ones see the checkout, which is quicker. GOLDPAN_EXTENSION names another folder.
 */
export async function runUiTests(prepared, chosen) {
    const {folder, reason} = prepared.find((host) => host.folder === process.env.GOLDPAN_VSCODE_HOST) ?? prepared[0];
    const files = readdirSync("dist/test/vscode/ui").filter((name) => name.endsWith(".test.js") && (chosen.length === 0 || chosen.some((part) => name.includes(part))));
    const packaged = chosen.length === 0 && process.env.GOLDPAN_EXTENSION === undefined;
    return inVsCode(`what people see${packaged ? " of the VSIX" : ""}`, reason, folder, async () => {
        if (packaged)
            process.env.GOLDPAN_EXTENSION = await installedExtension();
        return runMocha(files.sort().map((name) => path.join("dist/test/vscode/ui", name)), uiTimeoutMs);
    });
}

/** The VSIX, installed by VS Code: the same that test/package looks into, where that has run in this process. */
async function installedExtension() {
    const {unpackedVsix} = await import(path.resolve("dist/test/package/unpacked.js"));
    const {installVsix} = await import(path.resolve("dist/test/vscode/harness/installVsix.js"));
    const {folder, vsix} = await unpackedVsix();
    return installVsix(vsix, path.join(folder, "installed"));
}

/** The tests of the panel alone, in a browser without VS Code. `chosen` are parts of the names of test files; none means all. */
export async function runPanelTests(chosen) {
    const reason = await reasonAgainst(async () => {
        process.env.CHROMIUM = await prepareChromium();
    });
    const files = readdirSync("dist/test/webview").filter((name) => name.endsWith(".test.js") && (chosen.length === 0 || chosen.some((part) => name.includes(part))));
    return unless(reason, "the panel in a browser", () => runMocha(files.sort().map((name) => path.join("dist/test/webview", name)), panelTimeoutMs));
}

async function inVsCode(name, reason, folder, run) {
    const packageFile = path.join(folder, "node_modules/code-server/lib/vscode/package.json");
    return unless(reason, reason === undefined ? `${name} (${JSON.parse(readFileSync(packageFile, "utf8")).version})` : name, run);
}

/**
 * Tests that cannot be run count as one that is skipped; or as one that failed where tests must not be missed (CI), unless such a machine cannot
 * run them at all.
 */
async function unless(reason, name, run) {
    if (reason !== undefined) {
        const failed = Boolean(process.env.CI) && !(reason instanceof NotPossibleHere);
        console.log(`${name}: ${failed ? "FAILED" : "skipped"}, ${reason.message}`);
        return failed ? failure(`${name}: ${reason.message}`) : {...nothing, skipped: 1};
    }
    return timed(name, run);
}

/** The error that the preparation ended with, if it did. */
async function reasonAgainst(prepare) {
    try {
        await prepare();
        return undefined;
    } catch (error) {
        return error;
    }
}
