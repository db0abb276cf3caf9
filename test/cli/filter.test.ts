import assert from "node:assert/strict";
import {existsSync, readFileSync} from "node:fs";
import {SqliteStore} from "../../src/store/store.js";
import {readRecords} from "../unit/core/examples.js";
import {alpaca, jsonl, refused, succeeded, Workbench} from "./workbench.js";

describe("goldpan export --filter", () => {
    const bench = new Workbench();
    const records = alpaca(10).map((record, i) => ({...record, source: i < 5 ? "web" : "book"}));
    let data: string, scores: string;
    before(() => {
        data = bench.write("data.jsonl", jsonl(records));
        // 0, 0.1 ... 0.8, and none for the last one
        scores = bench.write("scores.jsonl", jsonl(readRecords(records).map(({key, line, index, flags}) => ({
            index, line, key, flags, goldenScore: index === 9 ? null : index / 10, wins: index, anchors: 10, meanGain: 0, ci95: null
        }))));
        const store = new SqliteStore(bench.file("store"), () => undefined);
        const keys = readRecords(records).map(({key}) => key);
        store.saveDecisions(new Map([[keys[8] ?? "", "drop"]]));
        store.saveDecisions(new Map([[keys[1] ?? "", "keep"]]));
        store.close();
    });
    after(() => {
        bench.dispose();
    });

    let runs = 0;
    const run = (...args: readonly string[]): ReturnType<Workbench["run"]> => {
        runs++;
        return bench.run("export", data, "--scores", scores, "--out", bench.file(`out${runs}.jsonl`), ...args);
    };
    const cases: readonly (readonly [title: string, args: readonly string[], chosen: readonly number[]])[] = [
        ["takes all that pass, without those dropped by review", ["--filter", "score>=0.6"], [6, 7]],
        ["takes the unscored where they pass", ["--filter", "index>=8"], [9]],
        ["lets the rule choose among those that pass, and review add one of them", ["--filter", "source:web", "--top", "2"], [1, 3, 4]],
        ["adds nothing by review that does not pass", ["--filter", "index>2", "--min-score", "0.7"], [7]],
        ["tells the best of those that pass from those that pass of the best", ["--filter", "top:2", "--top", "10"], [7]],
        ["goes by the filter where that speaks of decisions", ["--filter", "score>=0.6 -decision:keep"], [6, 7, 8]],
        ["can take what was dropped", ["--filter", "decision:drop"], [8]],
        ["takes a filter that begins with a negation", ["--filter", "-score<0.7 -unscored"], [7]],
        ["searches the texts", ["--filter", "/number [35]/ output:3"], [3]]
    ];
    for (const [title, args, chosen] of cases)
        it(`${title}: ${args.join(" ")}`, async () => {
            succeeded(await run(...args));
            assert.equal(readFileSync(bench.file(`out${runs}.jsonl`), "utf8"), jsonl(records.filter((_, index) => chosen.includes(index))));
        });

    const problems: readonly (readonly [args: readonly string[], says: RegExp])[] = [
        [["--filter", "score>=0.6 flag:dupe"], /--filter, column 17: "dupe" is none of them/],
        [["--filter", "/(/"], /--filter, column 1: .*Unterminated group/],
        [["--filter", "sorce:web"], /No record of .*data\.jsonl .* a field "sorce"/],
        [["--filter", "tokens>5"], /No answer's tokens are known .*measure the examples again/],
        [["--filter", "score>0.85"], /No example passes --filter/],
        [["--filter", "score>=0.75"], /dropped by review.*decision:drop/],
        [["--filter", "unscored", "--min-score", "0"], /No example is chosen: the highest golden score is not known/],
        [["--filter", "score>0", "--min-score", "0", "--top", "1"], /--filter goes with each/]
    ];
    for (const [args, says] of problems)
        it(`says in one sentence what is wrong with ${args.join(" ")} and writes nothing`, async () => {
            assert.match(refused(await run(...args)), says);
            assert.ok(!existsSync(bench.file(`out${runs}.jsonl`)));
        });
});
