import assert from "node:assert/strict";
import {readFileSync, readdirSync} from "node:fs";
import path from "node:path";
import type {Locator, Page} from "playwright-core";
import {HuggingFaceStandIn} from "../../support/huggingFace.js";
import {acceptAnswer, answer, clearNotifications, clickUntil, closeQuickInput, gone, openFile, pick, pressUntil, runCommand, typeAnswer} from "./actions.js";
import {screenshot} from "./appearance.js";
import {modalDialog, notification, notificationButton, statusBarItem} from "./parts.js";
import {useWorkbench} from "./workbench.js";

const scorer = readFileSync("models/goldpan-scorer.gguf");
/** Twelve pieces of a download, so that there is something to see and to stop. */
const large = Buffer.concat([scorer, Buffer.alloc(60 * 2 ** 20, "filling")]);
const server = new HuggingFaceStandIn({files: {"someone/Base-GGUF/Base.Q8_0.gguf": large}, tags: {"someone/Base-GGUF:Q8_0": "Base.Q8_0.gguf"}, bytesPerSecond: 3e6});

/** Of the list of models: labels with icons do not begin with their text. */
function entry(page: Page, text: string | RegExp): Locator {
    return page.locator(".quick-input-list .monaco-list-row", {hasText: text});
}

/** Answers a question by the button of this text, after which there is none, or another one. */
async function answerDialog(page: Page, question: string, button: string): Promise<void> {
    const asked = modalDialog(page, question);
    await clickUntil(page, `"${button}"`, asked.locator(".monaco-button", {hasText: button}), () => gone(asked));
}

/** One step after the other in one workbench: each test goes on where the last one ended. */
describe("a scorer model of Hugging Face", function () {
    this.timeout(300_000);
    const env: Record<string, string> = {HF_TOKEN: ""};
    before(async () => {
        env.HF_ENDPOINT = await server.start();
    });
    const workbench = useWorkbench({env, inTurn: true, settings: {"goldpan.gpu": "off"}});
    after(() => {
        server.stop();
    });
    const download = (): Locator => entry(workbench.page, "Download from Hugging Face");
    const models = (): string[] => readdirSync(path.join(workbench.run.env.GOLDPAN_STORE ?? "", "models"));
    const chooseDownload = async (): Promise<void> => {
        const {page} = workbench;
        await runCommand(page, "Goldpan: Select scorer model", download());
        await pick(page, download());
        await page.locator(".quick-input-title", {hasText: "Download from Hugging Face"}).waitFor();
    };

    it("is asked for by a name that must be one", async () => {
        const {page} = workbench;
        await openFile(page, "instructions.jsonl");
        await statusBarItem(page, "Goldpan").waitFor();
        await runCommand(page, "Goldpan: Select scorer model");
        await download().waitFor();
        await screenshot(page, "models");
        await closeQuickInput(page);
        await chooseDownload();
        await answer(page, "/etc/passwd");
        await page.locator(".quick-input-message", {hasText: "Name a model of Hugging Face"}).waitFor();
        await screenshot(page, "model name refused");
        await typeAnswer(page, "someone/Base-GGUF:Q8_0");
    });

    it("is asked of nobody before that is confirmed, and not downloaded before its size and place are", async () => {
        const {page} = workbench;
        await acceptAnswer(page);
        await modalDialog(page, /Ask 127\.0\.0\.1:\d+ for hf:someone\/Base-GGUF:Q8_0\?/).waitFor();
        await screenshot(page, "model asking");
        assert.deepEqual(server.requests, []);
        await answerDialog(page, "Ask", "Ask");
        await modalDialog(page, /Download hf:someone\/Base-GGUF:Q8_0, 64\.\d MiB\?.*Into .*models/s).waitFor();
        await screenshot(page, "model offered");
        assert.equal(server.rangesAsked(), 0);
        await answerDialog(page, "Download", "Download");
    });

    it("shows how far its download is, and keeps what there is when that is stopped", async () => {
        const {page} = workbench;
        await notification(page, /\d+\.\d MiB of 64\.\d MiB, .*MiB\/s, .* left/).waitFor();
        await screenshot(page, "model downloading");
        await notification(page, /[2-6]\d\.\d MiB of 64\.\d MiB/).waitFor();
        await clickUntil(page, "Cancel", notificationButton(page, "downloading", "Cancel"), notification(page, /is stopped\. .* are kept/));
        await screenshot(page, "model stopped");
        assert.ok(models().every((name) => name.endsWith(".ipull")) && models().length === 1, models().join());
        await clearNotifications(page);
    });

    it("goes on where it was, is in use when it is whole, and says whether it fits", async () => {
        const {page} = workbench;
        server.options = {...server.options, bytesPerSecond: 30e6};
        await chooseDownload();
        await answer(page, "https://huggingface.co/someone/Base-GGUF/blob/main/Base.Q8_0.gguf");
        await modalDialog(page, "Ask 127").waitFor();
        await pressUntil(page, "Escape", () => gone(modalDialog(page, "Ask 127")));
        await chooseDownload();
        await answer(page, "hf:someone/Base-GGUF:Q8_0");
        await answerDialog(page, "Ask", "Ask");
        await modalDialog(page, "are there from an earlier download").waitFor();
        await screenshot(page, "model offered again");
        await answerDialog(page, "Download", "Download the rest");
        await notification(page, /is the scorer model now\. Fits: needs \d+\.\d MiB of .* of memory, on the processor/).waitFor();
        await screenshot(page, "model fits");
        assert.deepEqual(models(), ["hf_someone_Base.Q8_0.gguf"]);
        assert.ok(readFileSync(path.join(workbench.run.env.GOLDPAN_STORE ?? "", "models", models()[0] ?? "")).equals(large));
    });

    it("is found again without the network, and listed with what it needs", async () => {
        const {page} = workbench;
        await clearNotifications(page);
        server.stop();
        await runCommand(page, "Goldpan: Select scorer model");
        await entry(page, /Base\.Q8_0\.gguf.*in use.*Fits: needs/s).waitFor();
        await screenshot(page, "models known");
        await closeQuickInput(page);
        await chooseDownload();
        await answer(page, "hf:someone/Base-GGUF:Q8_0");
        await notification(page, /is the scorer model now/).waitFor();
    });
});

describe("a workspace that is not trusted", function () {
    this.timeout(300_000);
    const workbench = useWorkbench({workspaceTrust: true, env: {HF_ENDPOINT: "http://127.0.0.1:9/"}});

    it("downloads no model", async () => {
        const {page} = workbench;
        await statusBarItem(page, "Restricted Mode").waitFor();
        await openFile(page, "instructions.jsonl");
        await statusBarItem(page, "Goldpan").waitFor();
        await runCommand(page, "Goldpan: Select scorer model");
        await pick(page, entry(page, "Download from Hugging Face"));
        await notification(page, "Models are downloaded in trusted workspaces only").waitFor();
        await screenshot(page, "model not trusted");
    });
});
