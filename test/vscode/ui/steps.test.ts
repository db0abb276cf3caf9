import assert from "node:assert/strict";
import type {Browser, Page} from "playwright-core";
import {launchBrowser} from "../harness/browser.js";
import {pace, retried} from "../harness/retried.js";
import {seenIn, WindowTests} from "../harness/window.js";
import {answer, chooseInExplorer, clickUntil, pick, pressChord, quickInput, runCommand} from "./actions.js";

/** A page that looks like a workbench to the steps, and does not hear the first so many clicks and keys of each kind, as a busy one. */
function workbench(deaf: number): string {
    return `<!doctype html><style>.hidden { display: none } .monaco-menu-container, .quick-input-widget { position: absolute; inset: 40px 0 auto; background: white } .context-view-block { position: fixed; inset: 0 }</style>
        <div class="explorer-folders-view"><div class="monaco-list-row"><span>many</span></div></div>
        <div class="quick-input-widget hidden"><div class="quick-input-filter"><div class="monaco-inputbox"><input></div></div>
        <div class="quick-input-list"></div></div><div class="statusbar-item" id="status"></div><div class="editor-group"></div><button>Twice</button>
        <script>
            window.done = [];
            const left = {}, hears = (kind) => { left[kind] ??= ${deaf}; return left[kind]-- <= 0; };
            const widget = document.querySelector(".quick-input-widget"), input = widget.querySelector("input"), list = widget.querySelector(".quick-input-list");
            const show = (...labels) => {
                list.replaceChildren(...labels.map((label) => {
                    const row = document.createElement("div"), name = document.createElement("span");
                    row.className = "monaco-list-row"; name.className = "label-name"; name.textContent = label; row.append(name);
                    row.onclick = () => { if (hears("row " + label)) setTimeout(() => { done.push(label); widget.classList.add("hidden"); if (label === "Do: More") setTimeout(() => { input.value = ""; show("One", "Two"); }, 30); }, window.lateMs ?? 0); };
                    return row;
                }));
                widget.classList.remove("hidden"); input.focus();
            };
            let hovered;
            const hover = () => list.insertAdjacentHTML("beforeend", '<div class="monaco-hover" style="position: absolute; inset: 0">A hover</div>');
            document.onmousemove = ({target}) => { // a hover comes after a while, and lies over the rows until the mouse is elsewhere
                if (window.hovers && list.contains(target)) hovered ??= setTimeout(hover, 300);
                else { clearTimeout(hovered); hovered = undefined; list.querySelector(".monaco-hover")?.remove(); }
            };
            input.oninput = () => { if (input.value.startsWith(">")) show(input.value.slice(1)); };
            document.querySelector(".explorer-folders-view .monaco-list-row").oncontextmenu = (event) => {
                event.preventDefault();
                if (!hears("menu") || document.querySelector(".monaco-menu")) return;
                document.body.insertAdjacentHTML("beforeend", '<div class="context-view-block"></div><div class="monaco-menu-container"><div class="monaco-menu"><div class="action-item">Open panel</div></div></div>');
                document.querySelector(".action-item").onclick = () => { if (hears("item")) { done.push("Open panel"); closeMenu(); } };
            };
            const closeMenu = () => document.querySelectorAll(".monaco-menu-container, .context-view-block").forEach((part) => part.remove());
            let chord = false;
            document.onkeydown = ({key, ctrlKey, altKey}) => {
                if (key === "Escape") { if (!window.stuck) { closeMenu(); widget.classList.add("hidden"); } }
                else if (key === "F1") { if (hears("F1")) { input.value = ">"; show(); } }
                else if (key === "Enter") { if (hears("Enter")) { done.push("answer " + input.value); widget.classList.add("hidden"); } }
                else if (ctrlKey && altKey && key.toLowerCase() === "g") { if (hears("chord")) { chord = true; status("(Ctrl+Alt+G) was pressed"); } }
                else if (document.activeElement !== input && key === "n") { done.push(chord ? "next" : "typed n"); chord = false; status(""); }
            };
            const status = (text) => document.querySelector("#status").textContent = text;
            document.querySelector("button").onclick = ({target}) => { if (hears("button")) target.classList.toggle("on"); };
        </script>`;
}

describe("steps in a workbench that does not hear everything", () => {
    let browser: Browser, page: Page;
    const usual = {...pace};
    before(async () => {
        Object.assign(pace, {firstLookMs: usual.firstLookMs / 5}); // this page answers at once, or not at all
        browser = await launchBrowser();
    });
    after(async () => {
        Object.assign(pace, usual);
        await browser.close();
    });
    const open = async (deaf: number): Promise<void> => {
        page = await browser.newPage({viewport: {width: 800, height: 600}});
        page.setDefaultTimeout(60_000);
        await page.setContent(workbench(deaf));
    };
    const done = (): Promise<string[]> => page.evaluate(() => (window as unknown as {done: string[]}).done);
    afterEach(async () => {
        await page.close();
    });

    for (const deaf of [0, 1])
        describe(`of each the first ${deaf}`, () => {
            beforeEach(() => open(deaf));

            it("chooses once from a menu, which is gone then", async () => {
                await chooseInExplorer(page, "many", "Open panel");
                assert.deepEqual([await done(), await page.locator(".monaco-menu").count()], [["Open panel"], 0]);
            });

            it("runs a command once, and picks once from what that asks", async () => {
                await runCommand(page, "Do: Work");
                assert.equal(await page.locator(".quick-input-widget").isVisible(), false);
                await runCommand(page, "Do: More");
                await pick(page, "Two");
                assert.deepEqual(await done(), ["Do: Work", "Do: More", "Two"]);
            });

            it("picks also what the hover of another entry lies over", async () => {
                await page.evaluate("window.hovers = true; show('One', 'Two')");
                const box = await page.locator(".quick-input-list .monaco-list-row").first().boundingBox();
                await page.mouse.move((box?.x ?? 0) + 5, (box?.y ?? 0) + 5);
                await page.locator(".monaco-hover").waitFor();
                await pick(page, "Two");
                assert.deepEqual(await done(), ["Two"]);
            });

            it("does once what is only late to show", async () => {
                await page.evaluate("window.lateMs = 500");
                await runCommand(page, "Do: More");
                await pick(page, "Two");
                assert.deepEqual(await done(), ["Do: More", "Two"]);
            });

            it("answers a question once", async () => {
                await page.evaluate("show()");
                await answer(page, "a name");
                assert.deepEqual([await done(), await quickInput(page).isVisible()], [["answer a name"], false]);
            });

            it("presses the second key of a binding only after the first", async () => {
                await pressChord(page, "Control+Alt+G", "n");
                assert.deepEqual(await done(), ["next"]);
            });

            it("clicks until it shows", async () => {
                await clickUntil(page, "the button", page.locator("button"), page.locator("button.on"));
            });
        });

    it("says what it tried and what it saw when that never works", async () => {
        await open(1000);
        await page.keyboard.press("F1");
        await page.evaluate("show('Only this')");
        const entry = page.locator(".quick-input-list .monaco-list-row");
        await assert.rejects(retried({what: "click the entry", act: (timeout) => entry.click({timeout}), worked: async () => await entry.count() === 0, seen: () => seenIn(page), longest: 3000}),
            /^Error: tried \d+ times in 3 s to click the entry, in vain\. Seen: a quick input \(Only this\), no editor\.$/);
    });

    it("brings the window back after a failed test, and otherwise says once why the others are not run", async () => {
        await open(0);
        const failed = {state: "failed", duration: 1000}, tests = new WindowTests(false);
        const menu = (): Promise<void> => page.locator(".explorer-folders-view .monaco-list-row").click({button: "right"});
        await tests.before(page);
        await menu();
        assert.deepEqual([await tests.after(page, failed, 3), await page.locator(".monaco-menu").count()], [undefined, 0]);
        await menu();
        assert.deepEqual([await tests.after(page, {state: "passed"}, 3), await page.locator(".monaco-menu").count()], [undefined, 1]); // the tests' own
        await page.evaluate("window.stuck = true");
        assert.equal(await tests.after(page, failed, 3), "not run: 3 tests of this window, because it could not be brought back to what it was: it still shows a menu (Open panel)");
        assert.equal(await tests.after(page, failed, 0), undefined);
    });

    it("gives a window up whose page hangs, in which two tests have waited in vain, or whose tests need each other", async () => {
        await open(0);
        const inVain = {state: "failed", duration: 120_000}, tests = new WindowTests(false), inTurn = new WindowTests(true);
        assert.equal(await inTurn.after(page, {state: "failed"}, 1), "not run: 1 test of this window, because each of them goes on where the one before it has ended");
        assert.equal(await tests.after(page, inVain, 9), undefined);
        assert.equal(await tests.after(page, {state: "passed"}, 8), undefined);
        assert.equal(await tests.after(page, inVain, 7), undefined);
        assert.equal(await tests.after(page, inVain, 6), "not run: 6 tests of this window, because two in a row have waited for what did not come");
        void page.evaluate("for (;;);").catch(() => undefined); // until the page is closed
        assert.match(await new WindowTests(false).after(page, {state: "failed"}, 5) ?? "", /^not run: 5 tests of this window, because it could not be brought back to what it was: it has not answered for 10 s$/);
    });
});
