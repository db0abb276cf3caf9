import assert from "node:assert/strict";
import * as vscode from "vscode";
import {chooseLenses} from "../../../src/vscode/chooseLenses.js";
import {LensProvider} from "../../../src/vscode/codeLens.js";
import {Parts} from "./parts.js";
import {activated, record, set, until} from "./support.js";

const {Global, Workspace} = vscode.ConfigurationTarget;

describe("the setting of which examples have a lens", () => {
    const parts: Parts[] = [], restores: (() => Promise<void>)[] = [];
    const {showQuickPick} = vscode.window, window = vscode.window as {showQuickPick: unknown};
    before(activated);
    afterEach(async () => {
        window.showQuickPick = showQuickPick;
        for (const restore of restores.splice(0))
            await restore();
        for (const name of ["codeLens.show", "codeLens.enabled"])
            for (const target of [Global, Workspace])
                await vscode.workspace.getConfiguration("goldpan").update(name, undefined, target);
        for (const one of parts.splice(0))
            one.dispose();
    });

    async function opened(length: number): Promise<{editor: vscode.TextEditor; own: Parts; provider: LensProvider; lines: () => number[]}> {
        const own = new Parts();
        parts.push(own);
        const editor = await own.open("data.jsonl", Array.from({length}, (_, at) => record({output: at === 2 ? "" : `Answer ${at}.`})).join("\n"));
        const provider = own.add(new LensProvider(own.index, {onDidProgress: new vscode.EventEmitter<undefined>().event}));
        own.score(editor.document.uri, Array.from({length}, () => 0.9));
        const lines = (): number[] => [...new Set(provider.provideCodeLenses(editor.document).map(({range}) => range.start.line))];
        return {editor, own, provider, lines};
    }

    async function moveTo(editor: vscode.TextEditor, line: number, character = 0): Promise<void> {
        editor.selection = new vscode.Selection(line, character, line, character);
        await until("the cursor", () => editor.selection.active.line === line && editor.selection.active.character === character ? true : undefined);
    }

    it("shows all, those that are flagged or decided on, the cursor's, or none", async () => {
        const {editor, own, lines} = await opened(6);
        own.index.decide(new Map([[own.index.get(editor.document.uri)?.scores.views()[3]?.located.example.key ?? "", "keep"]]));
        await moveTo(editor, 5, 4);
        for (const [mode, expected] of [[undefined, [0, 1, 2, 3, 4, 5]], ["all", [0, 1, 2, 3, 4, 5]], ["flagged", [2, 3, 5]], ["cursor", [5]], ["off", []], ["nonsense", [0, 1, 2, 3, 4, 5]]] as const) {
            restores.push(await set("codeLens.show", mode));
            assert.deepEqual(lines(), expected, mode);
        }
        restores.push(await set("codeLens.enabled", false));
        assert.deepEqual(lines(), []);
    });

    it("offers to score the file wherever there are lenses", async () => {
        const own = new Parts();
        parts.push(own);
        const {document} = await own.open("data.jsonl", [record({output: "One."}), record({output: "Two."})].join("\n"));
        const provider = own.add(new LensProvider(own.index, {onDidProgress: new vscode.EventEmitter<undefined>().event}));
        for (const [mode, expected] of [["all", 1], ["flagged", 1], ["cursor", 1], ["off", 0]] as const) {
            restores.push(await set("codeLens.show", mode));
            assert.equal(provider.provideCodeLenses(document).filter(({command}) => command?.command === "goldpan.scoreFile").length, expected, mode);
        }
    });

    for (const length of [6, 3000])
        it(`makes lenses anew when the cursor comes to another example, and only where it matters (${length} examples)`, async () => {
            const {editor, provider, lines} = await opened(length);
            let fired = 0;
            const counting = provider.onDidChangeCodeLenses(() => {
                fired++;
                lines(); // as VS Code asks for them
            });
            await moveTo(editor, 0);
            await new Promise((resolve) => setTimeout(resolve, 600)); // what is on its way from opening
            const firedBy = async (line: number, character: number): Promise<number> => {
                const before = fired;
                const told = new Promise<void>((resolve) => {
                    const once = vscode.window.onDidChangeTextEditorSelection(() => {
                        once.dispose();
                        setTimeout(resolve, 20);
                    });
                });
                editor.selection = new vscode.Selection(line, character, line, character);
                await told;
                return fired - before;
            };
            for (const [mode, expected] of [["cursor", [1, 0, 1]], ["flagged", [1, 0, 1]], ["all", [0, 0, 0]], ["off", [0, 0, 0]]] as const) {
                restores.push(await set("codeLens.show", mode));
                lines();
                assert.deepEqual([await firedBy(4, 2), await firedBy(4, 9), await firedBy(0, 0)], expected, mode);
                if (mode === "cursor")
                    assert.deepEqual(lines(), [0]);
            }
            counting.dispose();
        });

    it("is written by the command where it is set, and turns lenses on that were not enabled", async () => {
        const config = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration("goldpan");
        const shown: readonly vscode.QuickPickItem[][] = [];
        const choose = async (label: string): Promise<void> => {
            window.showQuickPick = (items: vscode.QuickPickItem[]) => {
                (shown as vscode.QuickPickItem[][]).push(items);
                return Promise.resolve(items.find((item) => item.label === label));
            };
            await chooseLenses();
        };
        const values = (name: string): unknown[] => [config().inspect(name)?.globalValue, config().inspect(name)?.workspaceValue];
        await choose("Cursor");
        assert.deepEqual(values("codeLens.show"), ["cursor", undefined]);
        await config().update("codeLens.show", "all", Workspace);
        await choose("Flagged");
        assert.deepEqual(values("codeLens.show"), ["cursor", "flagged"]);
        assert.deepEqual(shown.map((items) => items.filter(({description}) => description === "in use").map(({label}) => label)), [["All"], ["All"]]);
        await config().update("codeLens.enabled", false, Workspace);
        await choose("nothing of it");
        assert.deepEqual([shown.at(-1)?.find(({description}) => description === "in use")?.label, values("codeLens.enabled")], ["Off", [undefined, false]]);
        await choose("All");
        assert.deepEqual([values("codeLens.show"), values("codeLens.enabled")], [["cursor", "all"], [undefined, true]]);
    });
});
