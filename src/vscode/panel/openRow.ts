import * as vscode from "vscode";
import type {FromPanel} from "../../../webview/protocol.js";
import type {Browser} from "../../browse/client.js";
import type {Position} from "../../core/formats/located.js";
import type {ScoreIndex} from "../scoreIndex.js";

type Asked = Extract<FromPanel, {kind: "open"}>;

/** An example in the text editor, which also opens what extensions never see, at its very place: where it stands by now, if that is known. */
export async function openRow(uri: vscode.Uri, asked: Asked, browser: Pick<Browser, "place">, index: Pick<ScoreIndex, "get">): Promise<void> {
    const read = await browser.place(asked.revision, asked.row) ?? {line: asked.line - 1, character: 0};
    const {line, character} = placeInText(uri, asked.content, read, index) ?? read;
    const at = new vscode.Position(line, character);
    await vscode.commands.executeCommand("vscode.openWith", uri, "default", {selection: new vscode.Range(at, at), viewColumn: vscode.ViewColumn.Beside} satisfies vscode.TextDocumentShowOptions);
}

/** @param read where the file has it that the panel shows: the text that is open may have been edited since */
function placeInText(uri: vscode.Uri, {key, copy, copies}: Asked["content"], read: Position, index: Pick<ScoreIndex, "get">): Position | undefined {
    const places = (index.get(uri)?.scores.views() ?? []).filter(({located}) => located.example.key === key).map(({located}) => located.start);
    if (places.length === copies)
        return places[copy];
    const farness = ({line, character}: Position): number => 2 ** 32 * Math.abs(line - read.line) + Math.abs(character - read.character);
    return places.reduce<Position | undefined>((nearest, place) => nearest === undefined || farness(place) < farness(nearest) ? place : nearest, undefined);
}
