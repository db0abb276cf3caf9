import assert from "node:assert/strict";
import {spawnSync} from "node:child_process";
import {chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, unlinkSync, writeFileSync} from "node:fs";
import path from "node:path";
import {gunzipSync} from "node:zlib";
import {UserError, type Remedy} from "../../../src/core/errors.js";
import {requireWritable, writeTogether, writeWhole} from "../../../src/session/writeFile.js";
import {mountDisk, temporaryFolder} from "../store/support.js";

describe("writeWhole", () => {
    const place = temporaryFolder();

    it("writes texts and bytes in their order, and nothing else", async () => {
        await writeWhole(place("out.jsonl"), ["a é\n", new TextEncoder().encode("b 漢\n"), "", "c"]);
        assert.equal(readFileSync(place("out.jsonl"), "utf8"), "a é\nb 漢\nc");
        assert.deepEqual(readdirSync(place()), ["out.jsonl"]);
    });

    it("makes an empty file of no pieces", async () => {
        await writeWhole(place("out"), []);
        assert.equal(readFileSync(place("out"), "utf8"), "");
    });

    it("compresses when the name ends in .gz", async () => {
        await writeWhole(place("out.json.gz"), ["[1,", "2]"]);
        assert.equal(gunzipSync(readFileSync(place("out.json.gz"))).toString(), "[1,2]");
    });

    it("leaves the old file in place, whole, until the new one is whole", async () => {
        writeFileSync(place("out"), "old");
        const seen: string[] = [];
        await writeWhole(place("out"), (async function* () {
            for (let piece = 0; piece < 3; piece++) {
                yield "x".repeat(100_000);
                await new Promise((resolve) => setTimeout(resolve, 5));
                seen.push(readFileSync(place("out"), "utf8"));
            }
        })());
        assert.deepEqual(seen, ["old", "old", "old"]);
        assert.equal(readFileSync(place("out"), "utf8"), "x".repeat(300_000));
        assert.deepEqual(readdirSync(place()), ["out"]);
    });

    for (const name of ["out", "out.gz"])
        it(`leaves nothing behind, and the old file as it was, when its source fails: ${name}`, async () => {
            for (const old of [undefined, "old"]) {
                if (old !== undefined)
                    writeFileSync(place(name), old);
                const failure = new UserError("the source failed");
                await assert.rejects(writeWhole(place(name), (async function* () {
                    yield "x".repeat(200_000);
                    await Promise.resolve();
                    throw failure;
                })()), failure);
                assert.deepEqual(readdirSync(place()), old === undefined ? [] : [name]);
            }
            assert.equal(readFileSync(place(name), "utf8"), "old");
        });

    it("asks its source for nothing before the file is open, so that what fails at once leaves nothing behind either", async () => {
        const seen: string[][] = [];
        await writeWhole(place("out"), (function* () {
            seen.push(readdirSync(place()));
            yield "text";
        })());
        assert.equal(seen.length, 1);
        assert.match(seen[0]?.join() ?? "", new RegExp(`^\\.goldpan-[0-9a-f]{12}-${process.pid}-[0-9a-f]{16}\\.tmp$`));
        await assert.rejects(writeWhole(place("none", "out"), (function* () {
            seen.push([]);
            yield "text";
        })()), {name: "UserError"});
        assert.equal(seen.length, 1);
    });

    const impossible: readonly (readonly [name: string, target: readonly string[], message: RegExp, remedy: Remedy | undefined])[] = [
        ["a folder that is not there", ["none", "out"], /out cannot be written: its folder does not exist\.$/, "place"],
        ["a file in the folder's place", ["file", "out"], /out cannot be written: its folder does not exist/, "place"],
        ["a folder in the file's place", ["folder"], /folder is a folder, not a file\.$/, "place"],
        ["a name that is too long", ["x".repeat(300)], /cannot be written: the name is too long\.$/, undefined]
    ];
    for (const [name, target, message, remedy] of impossible)
        it(`says why a place cannot be written: ${name}`, async () => {
            writeFileSync(place("file"), "a file");
            mkdirSync(place("folder"));
            await assert.rejects(writeWhole(place(...target), ["text"]), {name: "UserError", message, remedy});
            assert.deepEqual(readdirSync(place()).sort(), ["file", "folder"]);
        });

    it("says that the disk is full, and leaves nothing on it but the old file", async function () {
        mountDisk(this, place("disk"), "size=256k");
        writeFileSync(place("disk", "out"), "old");
        await assert.rejects(writeWhole(place("disk", "out"), Array.from({length: 50}, () => "x".repeat(10_000))), {
            name: "UserError", message: /out cannot be written: the disk is full\. Make room and run again\.$/
        });
        assert.deepEqual(readdirSync(place("disk")), ["out"]);
        assert.equal(readFileSync(place("disk", "out"), "utf8"), "old");
    });
});

describe("writeWhole, where others are at work as well", () => {
    const place = temporaryFolder();
    const text = (name: string): string => readFileSync(place(name), "utf8");
    const onlyNew = {requireReplaceable: (file: string): void => {
        throw new UserError(`${path.basename(file)} must stay`);
    }};
    const mode = (name: string): string => (statSync(place(name)).mode & 0o7777).toString(8);

    it("does not replace what was made after the check", async () => {
        const made = (function* () {
            writeFileSync(place("out"), "theirs");
            yield "mine";
        })();
        await assert.rejects(writeWhole(place("out"), made, onlyNew), {message: "out must stay"});
        assert.equal(text("out"), "theirs");
        assert.deepEqual(readdirSync(place()), ["out"]);
        await writeWhole(place("out"), ["mine"], {requireReplaceable: () => undefined});
        assert.equal(text("out"), "mine");
    });

    it("leaves the place alone where it has come to lead elsewhere", async () => {
        mkdirSync(place("a"));
        mkdirSync(place("b"));
        writeFileSync(place("b", "out"), "theirs");
        symlinkSync("a", place("link"));
        await assert.rejects(writeWhole(place("link", "out"), (function* () {
            unlinkSync(place("link"));
            symlinkSync("b", place("link"));
            yield "mine";
        })()), {message: /has become another file meanwhile/});
        assert.deepEqual([text("b/out"), readdirSync(place("a")), readdirSync(place("b"))], ["theirs", [], ["out"]]);
    });

    it("follows no link in the place of its temporary file: nobody knows its name before", async () => {
        const names = new Set<string>();
        for (let at = 0; at < 20; at++)
            await writeWhole(place("out"), (function* () {
                names.add(readdirSync(place()).filter((name) => name !== "out").join());
                yield "text";
            })());
        assert.equal(names.size, 20);
    });

    it("opens the file to nobody who may not read what it is made of, and keeps what a replaced file had", async function () {
        if (process.platform === "win32")
            this.skip();
        const mask = process.umask(0o022);
        try {
            for (const [name, bits] of [["secret", 0o600], ["group", 0o640], ["open", 0o644]] as const) {
                writeFileSync(place(name), "");
                chmodSync(place(name), bits);
            }
            await writeWhole(place("plain"), ["text"]);
            assert.equal(mode("plain"), "644");
            const seen: string[] = [];
            await writeWhole(place("made"), (function* () {
                seen.push(...readdirSync(place()).filter((name) => name.startsWith(".")).map(mode));
                yield "text";
            })(), {madeOf: [place("open"), place("secret"), place("none")]});
            assert.deepEqual([seen, mode("made")], [["600"], "600"]);
            await writeWhole(place("of-group"), ["text"], {madeOf: [place("group")]});
            assert.equal(mode("of-group"), "640");
            chmodSync(place("plain"), 0o604);
            await writeWhole(place("plain"), ["new"]);
            assert.equal(mode("plain"), "604");
            await writeWhole(place("plain"), ["new"], {madeOf: [place("secret")]});
            assert.equal(mode("plain"), "600");
            chmodSync(place("plain"), 0o444);
            await writeWhole(place("plain"), ["newer"]);
            assert.deepEqual([mode("plain"), text("plain")], ["444", "newer"]);
        } finally {
            process.umask(mask);
        }
    });

    it("keeps the owner and the group of a replaced file where it may", async function () {
        if (process.getuid?.() !== 0)
            this.skip();
        writeFileSync(place("theirs"), "old");
        chownSync(place("theirs"), 12345, 23456);
        chmodSync(place("theirs"), 0o660);
        await writeWhole(place("theirs"), ["new"]);
        const {uid, gid} = statSync(place("theirs"));
        assert.deepEqual([uid, gid, mode("theirs"), text("theirs")], [12345, 23456, "660", "new"]);
        await writeWhole(place("of-theirs"), ["new"], {madeOf: [place("theirs")]}); // whose group is not this one's
        assert.equal(mode("of-theirs"), "600");
    });

    it("removes what killed processes have left, and nothing else", async () => {
        let own = "";
        await writeWhole(place("first"), (function* () {
            own = readdirSync(place()).join();
            yield "";
        })());
        const ended = spawnSync(process.execPath, ["-e", ""]).pid;
        const like = (pid: number, digit: string): string => own.replace(`-${process.pid}-`, `-${pid}-`).replace(/[0-9a-f]{16}\.tmp$/, `${digit.repeat(16)}.tmp`);
        const elsewhere = like(ended, "e").replace(/^\.goldpan-[0-9a-f]{12}/, ".goldpan-000000000000");
        const staying = [like(process.pid, "a"), like(process.ppid, "b"), elsewhere, `${like(ended, "c")}x`, ".goldpan-mine.tmp"];
        for (const name of [like(ended, "0"), like(ended, "1"), ...staying])
            writeFileSync(place(name), "left");
        mkdirSync(place(like(ended, "d")));
        symlinkSync("first", place(like(ended, "f")));
        await writeWhole(place("second"), ["text"]);
        assert.deepEqual(readdirSync(place()).sort(), ["first", "second", ...staying, like(ended, "d"), like(ended, "f")].sort());
    });
});

describe("writeTogether", () => {
    const place = temporaryFolder();
    const both = (second: string): Promise<void> => writeTogether({}, async (add) => {
        await add(place("first"), ["new first"]);
        await add(place(second), ["new second"]);
    });
    const texts = (): Record<string, string> => Object.fromEntries(readdirSync(place()).sort().map((name) => [name, statSync(place(name)).isFile() ? readFileSync(place(name), "utf8") : "folder"]));

    it("says size and hash of what each will be", async () => {
        await writeTogether({}, async (add) => {
            assert.deepEqual(await add(place("a.gz"), ["abc"]).then(({bytes}) => bytes > 3), true);
            assert.deepEqual(await add(place("b"), ["a", "bc"]), {bytes: 3, sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"});
            assert.ok(!existsSync(place("b")));
        });
        assert.deepEqual(readdirSync(place()), ["a.gz", "b"]);
    });

    for (const there of [false, true])
        it(`writes all or none${there ? ", and gives back what was there" : ""}`, async () => {
            if (there) {
                writeFileSync(place("first"), "old first");
                writeFileSync(place("second"), "old second");
            }
            const before = texts();
            // What was added last is put in place first, so that first is where it fails, when the other is there already.
            await assert.rejects(writeTogether({requireReplaceable: (file) => {
                if (file === place("first"))
                    throw new UserError("not that one");
            }}, async (add) => {
                await add(place("first"), ["new first"]);
                await add(place("second"), ["new second"]);
                if (!there)
                    writeFileSync(place("first"), "made meanwhile");
            }), {message: "not that one"});
            assert.deepEqual(texts(), there ? before : {first: "made meanwhile"});
            await both("second");
            assert.deepEqual(texts(), {first: "new first", second: "new second"});
        });

    it("leaves all as it was where one cannot be written", async () => {
        writeFileSync(place("first"), "old first");
        mkdirSync(place("folder"));
        await assert.rejects(both("folder"), {name: "UserError", message: /is a folder/});
        await assert.rejects(both(path.join("none", "second")), {name: "UserError", message: /its folder does not exist/});
        assert.deepEqual(texts(), {first: "old first", folder: "folder"});
    });

    it("leaves all as it was where one may not be replaced", async function () {
        writeFileSync(place("first"), "old first");
        writeFileSync(place("second"), "old second");
        for (const name of ["second", "first"]) {
            if (spawnSync("chattr", ["+i", place(name)]).status !== 0)
                this.skip();
            try {
                await assert.rejects(both("second"), {name: "UserError", message: new RegExp(`${name} cannot be written: no permission`)});
            } finally {
                spawnSync("chattr", ["-i", place(name)]);
            }
            assert.deepEqual(texts(), {first: "old first", second: "old second"});
        }
    });
});

describe("requireWritable", () => {
    const place = temporaryFolder();

    it("leaves no trace where a file can be made, and does not touch the one that is there", async () => {
        writeFileSync(place("out"), "old");
        await requireWritable(place("out"));
        await requireWritable(place("new"));
        assert.deepEqual(readdirSync(place()), ["out"]);
        assert.equal(readFileSync(place("out"), "utf8"), "old");
    });

    it("says why not", async () => {
        writeFileSync(place("file"), "");
        for (const target of [place("none", "out"), place("file", "out")])
            await assert.rejects(requireWritable(target), {name: "UserError", message: /its folder does not exist/});
        assert.ok(!existsSync(path.dirname(place("none", "out"))));
    });

    it("says that the disk is read-only or full", async function () {
        mountDisk(this, place("disk"), "ro");
        await assert.rejects(requireWritable(place("disk", "out")), {name: "UserError", message: /cannot be written: no permission/});
    });
});
