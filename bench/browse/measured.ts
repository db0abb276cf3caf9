import {anchorsOf} from "../../src/core/anchors.js";
import type {OneShot, ZeroShot} from "../../src/core/measurement.js";
import {protocolFor, protocolKey} from "../../src/core/protocol.js";
import {readDataset} from "../../src/session/readDataset.js";
import {SqliteStore} from "../../src/store/store.js";

export const anchorCount = 100;

/** Fills a store with measurements of all examples of a file as a run would have left them, but of made-up numbers. */
export async function measureAll(file: string, folder: string): Promise<void> {
    const {examples} = await readDataset(file);
    const anchors = anchorsOf(examples.slice(0, anchorCount));
    const protocol = protocolFor("paper", 2048);
    const scope = {modelFingerprint: "made up", protocol: protocolKey(protocol)};
    const store = new SqliteStore(folder, (notice) => {
        throw new Error(notice);
    });
    const zeroShots = new Map(anchors.map(({key}): [string, ZeroShot] => [key, {kind: "measured", measurement: {logProbability: -10, tokens: 4}}]));
    for (let from = 0; from < examples.length; from += 1000)
        store.saveMeasurements(scope, zeroShots, new Map(examples.slice(from, from + 1000).map(({key, index}): [string, OneShot] => [key, {
            measurements: new Map(anchors.map((anchor, at) => [anchor.key, {logProbability: (index * 31 + at * 17) % 101 < index % 100 ? -9 : -11, tokens: 4}])), truncated: false, crashed: false, answerTokens: index % 400
        }])));
    store.saveRun({file, modelFile: "made up", modelFingerprint: scope.modelFingerprint, protocol, anchorSource: "kmeans:100", seed: 0, anchors});
    store.close();
}
