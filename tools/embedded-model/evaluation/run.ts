import {existsSync} from "node:fs";
import path from "node:path";
import {anchorsOf, type Anchor} from "../../../src/core/anchors.js";
import {escapeForDisplay} from "../../../src/core/displayText.js";
import {readDataset} from "../../../src/session/readDataset.js";
import {agreement} from "./agreement.js";
import {corruptionTest, drawClean} from "./corruptionTest.js";
import {readCleanSample, readHeldOut, type Sourced} from "./examples.js";
import {drawPerSource, heldOutLoss} from "./heldOut.js";
import {help} from "./help.js";
import type {Measuring} from "./measuring.js";
import {drawPublished, publishedFiles, readPublished, type PublishedData} from "./published.js";
import {agreementReport, corruptionReport, helpReport, lossReport} from "./report.js";

export const partNames = ["heldout", "help", "corruption", "published"] as const;
export type PartName = typeof partNames[number];

export interface Plan {
    readonly parts: readonly PartName[];
    readonly seed: number;
    /** Examples a source, clean examples, examples a label; without it 100, 200 and 300. */
    readonly perGroup: number | undefined;
    readonly data: EvaluationData;
}

/** Everything that is read, before a model is started. Undefined: not there. */
export interface EvaluationData {
    readonly heldOut: {readonly examples: readonly Sourced[]; readonly leftOut: number} | undefined;
    readonly published: PublishedData | undefined;
    readonly sample: {readonly clean: Awaited<ReturnType<typeof readCleanSample>>; readonly anchors: readonly Anchor[]};
    /** One sentence for every part that cannot be done. */
    readonly leftOut: Readonly<Partial<Record<PartName, string>>>;
}

/** @throws UserError when a file that is there cannot be used */
export async function readData(files: {heldOut: string | undefined; published: string; samples: string}, parts: readonly PartName[]): Promise<EvaluationData> {
    const noHeldOut = "no held-out examples were named (--held-out).";
    const missing = Object.values(publishedFiles).find((name) => !existsSync(path.join(files.published, name)));
    return {
        heldOut: files.heldOut === undefined ? undefined : await readHeldOut(files.heldOut),
        published: missing !== undefined || !parts.includes("published") ? undefined : await readPublished(files.published),
        sample: {clean: await readCleanSample(files.samples), anchors: anchorsOf((await readDataset(path.join(files.samples, "anchors.jsonl"))).examples)},
        leftOut: {
            ...(files.heldOut === undefined ? {heldout: noHeldOut, help: noHeldOut} : {}),
            ...(missing === undefined ? {} : {published: `there is no ${missing} in ${escapeForDisplay(files.published)} (--published).`})
        }
    };
}

/** A finished part: its Markdown and the same figures. */
export interface Part {
    readonly name: PartName;
    readonly markdown: string;
    readonly figures: object;
}

/** The parts one by one, so that each is shown as soon as it is done. */
export async function* evaluate(measuring: Measuring, plan: Plan): AsyncGenerator<Part> {
    for (const name of plan.parts) {
        const reason = plan.data.leftOut[name];
        yield reason === undefined ? {name, ...await evaluatePart(name, measuring, plan)} : {name, markdown: `The part "${name}" is left out: ${reason}`, figures: {leftOut: reason}};
    }
}

async function evaluatePart(name: PartName, measuring: Measuring, {seed, perGroup, data}: Plan): Promise<Omit<Part, "name">> {
    const heldOut = data.heldOut?.examples ?? [];
    switch (name) {
        case "heldout": {
            const figures = await heldOutLoss(measuring, drawPerSource(heldOut, perGroup ?? 100, seed), seed);
            return {markdown: lossReport(figures, data.heldOut?.leftOut ?? 0), figures};
        }
        case "help": {
            const figures = await help(measuring, drawPerSource(heldOut, perGroup ?? 100, seed), heldOut, seed);
            return {markdown: helpReport(figures), figures};
        }
        case "corruption": {
            const figures = await corruptionTest(measuring, data.sample.anchors, drawClean(data.sample.clean, heldOut, perGroup ?? 200, seed), seed);
            return {markdown: corruptionReport(figures), figures};
        }
        case "published": {
            if (data.published === undefined)
                throw new Error("the published scores were not read");
            const figures = await agreement(measuring, data.published, drawPublished(data.published.examples, perGroup ?? 300, seed), seed);
            return {markdown: agreementReport(figures), figures};
        }
    }
}
