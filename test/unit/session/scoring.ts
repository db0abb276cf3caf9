import {anchorsOf, type Anchor} from "../../../src/core/anchors.js";
import type {Example} from "../../../src/core/example.js";
import type {ProtocolName} from "../../../src/core/protocol.js";
import type {Engine, Store} from "../../../src/session/interfaces.js";
import {scoreDataset, type ScoredExample, type ScoreEvent} from "../../../src/session/scoreDataset.js";
import {readRecords} from "../core/examples.js";

/** Examples and anchors are named by their answers. */
export function examplesNamed(...answers: readonly string[]): Example[] {
    return readRecords(answers.map((output) => ({instruction: `What is ${output}?`, output})));
}

export function anchorsNamed(...answers: readonly string[]): Anchor[] {
    return anchorsOf(examplesNamed(...answers));
}

export interface Run {
    readonly examples: readonly Example[];
    readonly anchors: readonly Anchor[];
    readonly engine: Engine;
    readonly store: Store;
    readonly protocol?: ProtocolName;
    readonly fresh?: boolean;
    readonly signal?: AbortSignal;
    readonly circumstances?: string;
    readonly retry?: boolean;
}

export function events({protocol = "paper", fresh = false, signal = new AbortController().signal, ...run}: Run): AsyncGenerator<ScoreEvent> {
    return scoreDataset({...run, protocol, fresh, signal, modelFingerprint: "fingerprint"});
}

export interface Outcome {
    readonly events: readonly ScoreEvent[];
    /** In the order in which they came. */
    readonly scored: readonly ScoredExample[];
    readonly fromStore: number;
}

export async function outcome(run: Run): Promise<Outcome> {
    const all: ScoreEvent[] = [];
    for await (const event of events(run))
        all.push(event);
    const scored = all.filter((event) => event.kind === "scored");
    return {
        events: all, scored: scored.flatMap(({results}) => results),
        fromStore: scored.filter(({fromStore}) => fromStore).reduce((sum, {results}) => sum + results.length, 0)
    };
}

/** Golden score by place in the file. */
export function scoresOf({scored}: Outcome): (number | null)[] {
    return [...scored].sort((a, b) => a.example.index - b.example.index).map(({score}) => score?.goldenScore ?? null);
}

/** Wins on the anchors named; a name may stand in several sets. */
export function winsOn(wins: Readonly<Record<string, readonly string[]>>): (text: string, anchor: string) => number {
    const keys = new Map(Object.entries(wins).map(([example, anchors]) => [example, new Set(anchorsNamed(...anchors).map(({key}) => key))]));
    return (text, anchor) => keys.get(text)?.has(anchor) === true ? -9 : -11;
}
