import {hashText} from "./contentKey.js";

export const protocolNames = ["paper", "reference"] as const;
export type ProtocolName = typeof protocolNames[number];

/** Everything but model and anchors that decides a number. Two runs with equal protocols may share measurements. */
export interface Protocol {
    readonly name: ProtocolName;
    /** Raised whenever the same texts would give other tokens. */
    readonly version: 1;
    readonly template: "Instruction-Input-Response";
    /** C: the smaller of the trained context and 4,096 tokens. Memory never changes it. */
    readonly contextSize: number;
    /** Stands between the example and the anchor; tokenised together with the example. */
    readonly separator: string;
    /** Whether BOS (where the model has one) stands in front of the zero-shot pass too. */
    readonly zeroShotBos: boolean;
    /** Anchors are cut to this many tokens; null: never cut. */
    readonly anchorCut: number | null;
    /** Longer anchors are left out, longer examples are cut: C / 2. */
    readonly halfContext: number;
}

/** The most context any protocol uses, in tokens. */
export const maximumContext = 4096;

/** The constants of a protocol for a model. `trainedContext` in tokens. */
export function protocolFor(name: ProtocolName, trainedContext: number): Protocol {
    const contextSize = Math.min(trainedContext, maximumContext);
    const paper = name === "paper";
    return {
        name, version: 1, template: "Instruction-Input-Response", contextSize,
        separator: paper ? "\n\n" : "",
        zeroShotBos: paper,
        anchorCut: paper ? null : 200,
        halfContext: Math.floor(contextSize / 2)
    };
}

/** Identifies a protocol in the store: changes with every constant. */
export function protocolKey(protocol: Protocol): string {
    return hashText(JSON.stringify(Object.entries(protocol).sort(([a], [b]) => a < b ? -1 : 1)));
}
