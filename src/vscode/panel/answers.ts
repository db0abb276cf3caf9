import type {FromPanel, ToPanel} from "../../../webview/protocol.js";
import type {Browser} from "../../browse/client.js";
import {reasonsOf, type ReasonNeeds} from "./reasons.js";

/** What a panel asks the thread that holds its file. */
export type PanelQuestion = Extract<FromPanel, {kind: "texts" | "reasons" | "text-ranks"}>;

/** Characters of a turn that a list shows the beginning of. */
const listCut = 300;

/** Answers a question of the panel; not one of a revision that is gone, or is about to be, as the file has changed. */
export async function answerPanel(question: PanelQuestion, browser: Browser, needs: ReasonNeeds, send: (answer: ToPanel) => void): Promise<void> {
    switch (question.kind) {
        case "texts": {
            const texts = await browser.texts(question.revision, question.rows, listCut);
            if (texts !== undefined)
                send({kind: "texts", request: question.request, texts});
            return;
        }
        case "reasons": {
            const reasons = await reasonsOf(browser, question.revision, question.row, needs);
            if (reasons !== undefined)
                send({kind: "reasons", request: question.request, reasons});
            return;
        }
        case "text-ranks": {
            const {kind, revision, column} = question;
            let ranks: Uint32Array | null | undefined = null;
            try {
                ranks = await browser.textRanks(revision, column);
            } finally {
                if (ranks !== undefined)
                    send({kind, revision, column, ranks}); // the panel waits, also when this fails
            }
        }
    }
}
