import path from "node:path";
import {anchorsOf, type Anchor} from "../../../src/core/anchors.js";
import {escapeForDisplay} from "../../../src/core/displayText.js";
import {UserError} from "../../../src/core/errors.js";
import {readDataset} from "../../../src/session/readDataset.js";
import {readLines, textsOf, toExample, type Texts} from "./examples.js";
import {Random} from "./random.js";
import {nearestPairs} from "./strata.js";

// The golden scores that LLaMA-7B gave in the authors' own run. They are only measured against: nothing in the model, the
// recipe or Goldpan is chosen or tuned by them. Scores above 0.5 were not published, only that they are above.

export const publishedFiles = {scores: "alpaca_gpt4_llama7b_scores.jsonl", anchors: "alpaca_gpt4_kmeans_100.json"} as const;

export interface PublishedExample extends Texts {
    /** `above`: above 0.5. Low ones are at most 0.5 and have their score. */
    readonly label: "above" | "low";
    readonly llamaScore: number | null;
}

export interface PublishedData {
    readonly anchors: readonly Anchor[];
    readonly examples: readonly PublishedExample[];
    /** Their question is an anchor's: such an example is the very answer that its anchor asks for. */
    readonly anchorsThemselves: number;
    /** A label that is neither, or a score that does not belong to it. */
    readonly oddLabels: number;
    /** A content that stood in the file before. */
    readonly copies: number;
}

/** @throws UserError when a file cannot be read */
export async function readPublished(folder: string): Promise<PublishedData> {
    const anchorsFile = path.join(folder, publishedFiles.anchors);
    const anchors = anchorsOf((await readDataset(anchorsFile)).examples);
    if (anchors.length === 0)
        throw new UserError(`${escapeForDisplay(anchorsFile)} holds no anchor.`);
    const asked = new Set(anchors.map(({turns}) => questionOf(turns[0]?.text, turns[0]?.input)));
    const seen = new Set<string>();
    let anchorsThemselves = 0, oddLabels = 0, copies = 0;
    const read = await readLines(path.join(folder, publishedFiles.scores), (record, complain) => {
        const texts = textsOf(record, complain);
        const llamaScore = record.llama7b_golden_score;
        return {...texts, label: labelOf(record.label, llamaScore), llamaScore: typeof llamaScore === "number" ? llamaScore : null};
    });
    const examples = read.flatMap(({label, ...example}): PublishedExample[] => {
        const {key} = toExample(example);
        if (label === undefined)
            oddLabels++;
        else if (asked.has(questionOf(example.instruction, example.input)))
            anchorsThemselves++;
        else if (seen.has(key))
            copies++;
        else {
            seen.add(key);
            return [{...example, label}];
        }
        return [];
    });
    return {anchors, examples, anchorsThemselves, oddLabels, copies};
}

export interface Draw {
    /** The same number of each label where there are as many. */
    readonly byChance: readonly PublishedExample[];
    /** More low ones, as long as those above 0.5 are: chance draws hardly any, and only equal lengths can be compared. */
    readonly forLength: readonly PublishedExample[];
}

/** Draws by chance, and then up to half as many low ones again for their length; a smaller draw is part of a larger one but for these. */
export function drawPublished(examples: readonly PublishedExample[], perLabel: number, seed: number): Draw {
    const labelled = (label: PublishedExample["label"]): PublishedExample[] => examples.filter((example) => example.label === label);
    const above = new Random(seed, "published above").sample(labelled("above"), perLabel);
    const low = new Random(seed, "published low").sample(labelled("low"), perLabel);
    const candidates = [...above, ...labelled("low")].map((example) => ({positive: example.label === "above", score: 0, length: example.output.trim().length, example}));
    const matched = nearestPairs(candidates).map(([, negative]) => negative.example).filter((example) => !low.includes(example));
    return {byChance: [...above, ...low], forLength: new Random(seed, "published for length").sample(matched, Math.floor(perLabel / 2))};
}

function labelOf(label: unknown, score: unknown): PublishedExample["label"] | undefined {
    if (label === "above_0.5" && score === null)
        return "above";
    return label === "low" && typeof score === "number" && score >= 0 && score <= 0.5 ? "low" : undefined;
}

function questionOf(instruction = "", input = ""): string {
    return JSON.stringify([instruction.trim(), input.trim()]);
}
