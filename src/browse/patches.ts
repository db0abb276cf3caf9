import {buffersOfColumn} from "../core/table/packColumn.js";
import {packPatch} from "../core/table/transfer.js";
import type {Say} from "./fileThread.js";
import type {Rows} from "./rows.js";

/** What scores are shown of. */
export interface ScoredReading {
    readonly revision: number;
    readonly rows: Rows;
    /** All rows are there. */
    readonly done: boolean;
    /** Rows that have been told as a table: patches are about these. */
    readonly told: number;
}

/** Between two patches. */
const patchMs = 200;

/** Tells what is new in rows that have been told, in patches. */
export class Patches {
    private timer: NodeJS.Timeout | undefined;

    public constructor(private readonly reading: () => ScoredReading | undefined, private readonly say: Say) {}

    /** With what else becomes new until then. */
    public tellSoon(): void {
        this.timer ??= setTimeout(() => {
            this.tell();
        }, patchMs);
    }

    public tell(): void {
        clearTimeout(this.timer);
        this.timer = undefined;
        const reading = this.reading();
        const news = reading?.rows.patch(reading.told), patch = news && packPatch(news);
        if (reading !== undefined && patch !== undefined)
            this.say({kind: "patch", revision: reading.revision, patch}, patch.flatMap(buffersOfColumn));
    }
}
