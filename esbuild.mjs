// Builds everything that package.json names (bin, main) and the worker that both of them fork; with --tests also the tests and tools.
import {readdirSync} from "node:fs";
import path from "node:path";
import {build} from "esbuild";

const tests = process.argv.includes("--tests");

/** Native or resolved at run time: these stay imports. Everything else is bundled, so that users install two packages only. */
const external = ["node-llama-cpp", "libsql", "vscode"];

const common = {
    bundle: true,
    platform: "node",
    target: "node20",
    external,
    sourcemap: true,
    mainFields: ["module", "main"], // jsonc-parser's "main" is UMD, which bundlers cannot follow
    logLevel: "warning"
};

// Bundled CommonJS packages ask for Node's own modules through require, which an ES module does not have.
const requireBanner = "import {createRequire as __createRequire} from \"node:module\"; const require = __createRequire(import.meta.url);";

const filesBelow = (folder, ending) => readdirSync(folder, {recursive: true})
    .map((name) => path.join(folder, String(name)))
    .filter((name) => name.endsWith(ending));

await Promise.all([
    build({...common, format: "esm", entryPoints: {cli: "src/cli/main.ts", worker: "src/engine/worker.ts"}, outdir: "dist", banner: {js: requireBanner}}),
    build({...common, format: "cjs", entryPoints: {extension: "src/vscode/extension.ts"}, outdir: "dist", outExtension: {".js": ".cjs"}}),
    build({...common, format: "esm", entryPoints: {"random-model": "tools/random-model/main.ts", "sample": "tools/sample/main.ts"}, outdir: "dist/tools", banner: {js: requireBanner}}),
    build({...common, format: "esm", entryPoints: {"oracle-dump": "bench/oracle/dump.ts", "kills": "bench/kills.ts"}, outdir: "dist/bench", banner: {js: requireBanner}}),
    ...(tests ? [build({
        ...common, format: "esm", splitting: true, entryPoints: filesBelow("test", ".ts").filter((name) => !name.endsWith(".d.ts")),
        outdir: "dist/test", outbase: "test", banner: {js: requireBanner}, external: [...external, "esbuild"]
    })] : [])
]);
