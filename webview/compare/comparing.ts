import type {PanelComparison, ToPanel} from "../protocol.js";

/** What the scores are compared with, or are about to be. Rows belong to one revision of the table, and so does a comparison. */
export interface Comparing {
    /** The person was asked to choose, and no answer has come. */
    readonly asked: boolean;
    readonly shown: PanelComparison | null;
    /** The name of a comparison that was there before the file changed, or before the panel was put away. */
    readonly before: string | null;
}

export const notComparing: Comparing = {asked: false, shown: null, before: null};

/** An answer to a question about these rows. Who chooses nothing keeps what was there. */
export function answered(comparing: Comparing, {comparison}: Extract<ToPanel, {kind: "comparison"}>): Comparing {
    return comparison === null ? {...comparing, asked: false} : {asked: false, shown: comparison, before: null};
}

/** Other rows: what was compared is gone but for its name. */
export function outlived(comparing: Comparing): Comparing {
    return {asked: false, shown: null, before: comparedWith(comparing)};
}

/** The name that is kept when the panel is put away. */
export function comparedWith({shown, before}: Comparing): string | null {
    return shown?.name ?? before;
}
