import type {Turn} from "../../../src/core/example.js";
import {rankLines} from "../../../src/core/table/rankLines.js";
import {columnText, sortLine} from "../../../src/core/table/textColumns.js";
import type {FromPanel, ToPanel, TurnText} from "../../../webview/protocol.js";

type Question = Extract<FromPanel, {kind: "text-ranks"}>;

export interface Sorted {
    readonly revision: number;
    readonly length: number;
    readonly turnsAt: (row: number) => readonly TurnText[];
    /** Else the extension has told the person why not. */
    readonly canSort: boolean;
}

/** Finds the order of texts a while after it is asked for, as soon as all rows are there. */
export class TextOrders {
    private waiting: Question[] = [];

    /** @param sorted undefined while the file is being read, or nothing is answered */
    public constructor(private readonly milliseconds: number, private readonly send: (message: ToPanel) => void, private readonly sorted: () => Sorted | undefined) {}

    public find(question: Question): void {
        this.waiting.push(question);
        this.findSoon();
    }

    private findSoon(): void {
        setTimeout(() => {
            this.findWaiting();
        }, this.milliseconds);
    }

    private findWaiting(): void {
        const sorted = this.sorted();
        if (sorted === undefined) {
            this.findSoon();
            return;
        }
        const {revision, length, turnsAt, canSort} = sorted;
        for (const {kind, revision: asked, column} of this.waiting.splice(0))
            if (asked === revision)
                this.send({kind, revision, column, ranks: canSort ? rankLines(length, (rows, take) => {
                    for (const row of rows)
                        take(sortLine(columnText(turnsAt(row) as readonly Turn[], column)));
                }) : null});
    }
}
