import path from "node:path";
import * as vscode from "vscode";
import {shuffledPlaces} from "../core/random.js";
import {describeSeconds, examples, inDigits} from "./amounts.js";
import {settings} from "./config.js";
import {choose} from "./messages.js";
import type {RunProgress} from "./runProgress.js";

/** So many examples drawn at random say how a file is. */
const sampleSize = 500;
/** More examples than a person looks through from the top are scored in random order. */
const lookedThrough = 1000;

/** In an order in which what a stopped run has scored describes the whole file. */
export function inRunOrder<Item>(items: readonly Item[], seed: number): readonly Item[] {
    return items.length <= lookedThrough ? items : shuffledPlaces(items.length, seed).flatMap((place) => items.slice(place, place + 1));
}

/**
 * Asks, once in a run that turns out to take long, how much of it the person wants. The run goes on meanwhile: what it measures is kept
 * whatever the answer is.
 */
export class LongRun {
    private asked = false;
    private measured = 0;
    private wanted = Infinity;

    /** @param stop ends the run */
    public constructor(private readonly uri: vscode.Uri, private readonly model: string, private readonly progress: RunProgress, private readonly stop: () => void) {}

    /** So many examples were measured. */
    public add(measured: number): void {
        this.measured += measured;
        const limit = 60 * settings().askAboveMinutes;
        if (!this.asked && limit > 0 && this.progress.isLongerThan(limit)) {
            this.asked = true;
            void this.ask();
        }
        this.stopWhenDone();
    }

    private async ask(): Promise<void> {
        const {done, total, rate, secondsLeft} = this.progress.state();
        const more = Math.max(0, sampleSize - this.measured);
        const all = vscode.l10n.t("Score All ({0})", describeSeconds(secondsLeft ?? 0));
        const sample = more > 0 && rate !== undefined && sampleSize < total - done ? vscode.l10n.t("Score {0} at Random ({1})", inDigits(sampleSize), describeSeconds(more / rate)) : undefined;
        const answer = await choose(
            vscode.l10n.t("To score {0} of {1} with {2} takes about {3} here.", examples(total - done), path.basename(this.uri.path), this.model, describeSeconds(secondsLeft ?? 0)),
            [
                vscode.l10n.t("The run has begun and goes on until you choose. What is scored is kept, and the rest can be scored later."),
                ...total > lookedThrough ? [vscode.l10n.t("Examples are scored in random order, so that a part of them describes the whole file.")] : []
            ].join(" "),
            ...sample === undefined ? [all] : [sample, all]);
        if (answer === sample && sample !== undefined)
            this.wanted = sampleSize;
        else if (answer !== all)
            this.wanted = 0;
        this.stopWhenDone();
    }

    private stopWhenDone(): void {
        if (this.measured >= this.wanted)
            this.stop();
    }
}
