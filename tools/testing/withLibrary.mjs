// Runs a command once with each of llama.cpp's processor libraries that is named, of which llama.cpp itself would take the best only:
//     node tools/testing/withLibrary.mjs                               lists those that this machine can run
//     node tools/testing/withLibrary.mjs all node tools/test.mjs engine
//     node tools/testing/withLibrary.mjs x64,haswell node dist/cli.js score data.jsonl
// Binaries for GPUs are not found then. What is installed stays as it is: the command works on a copy with one library in it.
import {spawnSync} from "node:child_process";
import {cpSync, mkdtempSync, readdirSync, rmSync} from "node:fs";
import {createRequire} from "node:module";
import {tmpdir} from "node:os";
import path from "node:path";
import {fileURLToPath, pathToFileURL} from "node:url";

const libraryName = /^(?:lib)?ggml-cpu-(.+)\.(?:so|dll)$/;
const hook = pathToFileURL(path.join(import.meta.dirname, "onlyLibrary.mjs")).href;
const platform = `${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
const installed = path.resolve(fileURLToPath(import.meta.url), "../../../node_modules/@node-llama-cpp", platform);
const bins = path.join("bins", platform);

/** Names of the libraries that this processor can run, the one that llama.cpp takes first. */
export function usableLibraries() {
    const koffi = createRequire(import.meta.url)("koffi");
    const scored = readdirSync(path.join(installed, bins)).flatMap((file) => {
        const [, name] = libraryName.exec(file) ?? [];
        return name === undefined ? [] : [{name, score: koffi.load(path.join(installed, bins, file)).func("int ggml_backend_score()")()}];
    });
    return scored.filter(({score}) => score > 0).sort((one, other) => other.score - one.score).map(({name}) => name);
}

/** Calls back with the environment in which Node's processes find this library only. */
export function withLibrary(name, use) {
    const folder = mkdtempSync(path.join(tmpdir(), "goldpan-library-"));
    const copy = path.join(folder, platform);
    try {
        cpSync(installed, copy, {recursive: true, filter: (file) => (libraryName.exec(path.basename(file))?.[1] ?? name) === name});
        return use({...process.env, GOLDPAN_TEST_BINARIES: copy, NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ""} --import=${hook}`.trim()});
    } finally {
        rmSync(folder, {recursive: true, force: true});
    }
}

function main([chosen, program, ...args]) {
    const usable = usableLibraries();
    if (chosen === undefined || program === undefined) {
        console.log(usable.join("\n"));
        return 0;
    }
    const names = chosen === "all" ? usable : chosen.split(",");
    const missing = names.filter((name) => !usable.includes(name));
    if (missing.length > 0) {
        console.error(`This machine cannot run ${missing.join(", ")}, but ${usable.join(", ")}.`);
        return 1;
    }
    const failed = names.filter((name) => {
        console.log(`--- ${name}`);
        return withLibrary(name, (env) => spawnSync(program, args, {stdio: "inherit", env})).status !== 0;
    });
    console.log(failed.length === 0 ? `Succeeded with ${names.join(", ")}.` : `FAILED with ${failed.join(", ")} of ${names.join(", ")}.`);
    return failed.length === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
    process.exitCode = main(process.argv.slice(2));
