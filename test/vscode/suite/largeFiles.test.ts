import assert from "node:assert/strict";
import * as vscode from "vscode";
import {LargeFiles} from "../../../src/vscode/largeFiles.js";
import {Parts} from "./parts.js";
import {activated, record, until} from "./support.js";

const name = "largeFileOptimizations";
const text = `${record({output: "One."})}${"\n".repeat(300_001)}`;

describe("the word on a file over VS Code's limit for lenses", () => {
    const parts: Parts[] = [];
    const {showInformationMessage} = vscode.window;
    const window = vscode.window as {showInformationMessage: unknown};
    const folders = Object.getOwnPropertyDescriptor(vscode.workspace, "workspaceFolders") ?? {};
    before(activated);
    afterEach(async () => {
        window.showInformationMessage = showInformationMessage;
        Object.defineProperty(vscode.workspace, "workspaceFolders", folders);
        for (const target of [vscode.ConfigurationTarget.Global, vscode.ConfigurationTarget.Workspace])
            await vscode.workspace.getConfiguration("editor").update(name, undefined, target);
        for (const one of parts.splice(0))
            one.dispose();
    });

    it("is said once", async () => {
        const told: string[] = [];
        window.showInformationMessage = (message: string) => {
            told.push(message);
            return Promise.resolve(undefined);
        };
        const own = new Parts();
        parts.push(own);
        own.add(new LargeFiles(own.index, {} as unknown as vscode.LogOutputChannel)); // not used
        await own.open("data.jsonl", text);
        for (let time = 0; time < 3; time++) {
            own.index.refresh();
            await own.index.idle();
        }
        assert.ok(told.length === 1 || told.length === 2, told.join("\n")); // the extension itself may have told, too
    });

    for (const [where, open, button] of [["the workspace", true, "Show them in this workspace"], ["the person's settings when no folder is open", false, "Show them everywhere"]] as const)
        it(`offers a button that lifts the limit in ${where}`, async () => {
            const told: {readonly message: string; readonly buttons: readonly string[]}[] = [];
            window.showInformationMessage = (message: string, ...buttons: readonly string[]) => {
                told.push({message, buttons});
                return Promise.resolve(buttons.includes(button) ? button : undefined);
            };
            if (!open)
                Object.defineProperty(vscode.workspace, "workspaceFolders", {...folders, get: () => undefined});
            const own = new Parts(), failures: unknown[] = [];
            parts.push(own);
            const log = {error: (error: unknown) => failures.push(error)} as unknown as vscode.LogOutputChannel; // nothing else of it is used
            own.add(new LargeFiles(own.index, log));
            const {document} = await own.open("data.jsonl", text);
            await until("the word of what to do next", () => told.some(({message}) => message === "Close the file and open it again.") ? true : undefined);
            const large = told.filter(({message}) => message.includes("is so large that VS Code shows no scores"));
            assert.deepEqual(large[0]?.buttons, ["Open panel", button]);
            const {globalValue, workspaceValue} = vscode.workspace.getConfiguration("editor", document.uri).inspect(name) ?? {};
            assert.deepEqual([globalValue, workspaceValue], open ? [undefined, false] : [false, undefined]);
            assert.deepEqual(failures, []);
        });
});
