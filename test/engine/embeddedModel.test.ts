import assert from "node:assert/strict";
import {readFileSync, statSync} from "node:fs";
import {embeddedModelFile, embeddedModelPath} from "../../src/session/embeddedModel.js";
import {measureRecorded, nearTie, type Recorded} from "../../tools/embedded-model/record/record.js";
import {distFile} from "./support.js";

const root = distFile("..");

describe("the embedded scorer model", function () {
    this.timeout(300_000);
    const recorded = JSON.parse(readFileSync(`${root}/models/recorded.json`, "utf8")) as Recorded;
    let found: Recorded;

    before(async () => {
        found = await measureRecorded(embeddedModelPath(root), distFile("worker.js"), `${root}/samples`);
    });

    it("is the file that card and record name, and no larger than 16 MB", () => {
        const card = readFileSync(`${root}/models/README.md`, "utf8");
        assert.equal(found.sha256, recorded.sha256);
        assert.ok(card.includes(found.sha256), "models/README.md names another checksum");
        assert.equal(recorded.file, embeddedModelFile);
        assert.ok(statSync(embeddedModelPath(root)).size <= 16e6);
    });

    it("gives three fixed examples their recorded golden scores, within near-ties", () => {
        assert.equal(recorded.examples.length, 3);
        for (const [place, {index, gains, goldenScore}] of recorded.examples.entries()) {
            const now = found.examples[place];
            const ties = gains.filter((gain) => Math.abs(gain) < nearTie).length;
            assert.equal(now?.index, index);
            assert.ok(Math.abs(now.goldenScore - goldenScore) <= ties / gains.length + 1e-5, `example ${index}: ${now.goldenScore}, recorded ${goldenScore} with ${ties} near-ties`);
            for (const [anchor, gain] of gains.entries())
                assert.ok(Math.abs((now.gains[anchor] ?? Number.NaN) - gain) < nearTie, `example ${index}, anchor ${anchor}: gain ${now.gains[anchor]}, recorded ${gain}`);
        }
    });

    it("prefers the clean example to its empty and its shuffled corruption as often as recorded", () => {
        assert.equal(recorded.cleanBeats.length, 2);
        for (const [place, {corruption, pairs, share}] of recorded.cleanBeats.entries()) {
            const now = found.cleanBeats[place];
            // One pair in twenty may turn with its near-ties on another processor.
            assert.equal(now?.pairs, pairs);
            assert.ok(now.share >= share - 0.05, `${corruption}: ${now.share}, recorded ${share}`);
            assert.ok(share > 0.5, `${corruption}: the recorded model does no better than chance`);
        }
    });
});
