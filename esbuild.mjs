// Builds everything that package.json names (bin, main) and the workers that they fork; with --tests also the tests and tools.
import {readdirSync} from "node:fs";
import path from "node:path";
import asc from "assemblyscript/asc";
import {build} from "esbuild";

const tests = process.argv.includes("--tests");

/** Native or resolved at run time: these stay imports. Everything else is bundled, so that users install three packages only. */
const external = ["node-llama-cpp", "libsql", "koffi", "vscode"];

/** What tools and tests work with, beside what is bundled: installed in every checkout. */
const developers = ["esbuild", "@vscode/vsce", "yauzl", "typescript"];

/** The AssemblyScript source beside an imported `.wasm`, compiled once for all bundles. Every instance gets its memory from its host. */
const compile = async (source) => {
    let binary;
    const {error, stderr} = await asc.main([
        source, "--outFile", "out.wasm", "-O3", "--noAssert", "--runtime", "stub", "--enable", "simd", "--enable", "threads",
        "--importMemory", "--sharedMemory", "--initialMemory", "1", "--maximumMemory", "65536"
    ], {
        writeFile: (name, contents) => {
            binary = contents;
        }
    });
    if (error !== null)
        throw new Error(`${source}: ${error.message}\n${stderr.toString()}`);
    return binary;
};
const compiled = new Map();
const assemblyScript = {
    name: "assemblyscript",
    setup: ({onResolve, onLoad}) => {
        onResolve({filter: /\.wasm$/}, (args) => ({path: path.relative(".", path.resolve(args.resolveDir, args.path)), namespace: "assemblyscript"}));
        onLoad({filter: /.*/, namespace: "assemblyscript"}, async (args) => {
            if (!compiled.has(args.path))
                compiled.set(args.path, compile(args.path.replace(/\.wasm$/, ".ts")));
            return {contents: await compiled.get(args.path), loader: "binary"};
        });
    }
};

const common = {
    bundle: true,
    platform: "node",
    target: "node20",
    external,
    plugins: [assemblyScript],
    sourcemap: true,
    mainFields: ["module", "main"], // jsonc-parser's "main" is UMD, which bundlers cannot follow
    logLevel: "warning"
};

// Bundled CommonJS packages ask for Node's own modules through require, which an ES module does not have.
const requireBanner = "import {createRequire as __createRequire} from \"node:module\"; const require = __createRequire(import.meta.url);";

/** Without descending into node_modules, of which the tests' VS Code has large ones. */
const filesBelow = (folder, ending) => readdirSync(folder, {withFileTypes: true}).flatMap((entry) => {
    const name = path.join(folder, entry.name);
    if (entry.isDirectory())
        return entry.name === "node_modules" ? [] : filesBelow(name, ending);
    return name.endsWith(ending) ? [name] : [];
});

/** What stands in for the extension in the tests of the panel runs in the browser. */
const insideBrowser = (name) => name.startsWith(path.join("test", "webview", "page"));
const testFiles = tests ? filesBelow("test", ".ts").filter((name) => !name.endsWith(".d.ts") && !insideBrowser(name)) : [];
const insideVsCode = (name) => name.startsWith(path.join("test", "vscode", "suite"));

// The toolkit tries out what browsers know by a style element, which the panel's policy forbids; every VS Code knows this selector.
const focusVisible = {
    name: "focus-visible",
    setup: ({onLoad}) => {
        onLoad({filter: /fast-foundation[\\/]dist[\\/]esm[\\/]utilities[\\/]style[\\/]focus\.js$/}, () => ({contents: "export const focusVisible = \"focus-visible\";"}));
    }
};

await Promise.all([
    build({
        ...common, format: "esm", outdir: "dist", banner: {js: requireBanner},
        entryPoints: {cli: "src/cli/main.ts", worker: "src/engine/worker.ts", models: "src/engine/models/worker.ts", browser: "src/browse/thread.ts", "browser-scores": "src/browse/scoresThread.ts"}
    }),
    build({...common, format: "cjs", entryPoints: {extension: "src/vscode/extension.ts"}, outdir: "dist", outExtension: {".js": ".cjs"}}),
    build({
        bundle: true, platform: "browser", target: "chrome122", format: "esm", minify: true, sourcemap: true, logLevel: "warning", mainFields: ["browser", "module", "main"],
        entryPoints: {panel: "webview/main.ts"}, outdir: "dist/webview", plugins: [focusVisible]
    }),
    build({...common, format: "esm", entryPoints: {"random-model": "tools/random-model/main.ts", "sample": "tools/sample/main.ts", "package": "tools/package/main.ts", "l10n": "tools/l10n/main.ts", "record-model": "tools/embedded-model/record/main.ts", "evaluate-model": "tools/embedded-model/evaluation/main.ts"}, outdir: "dist/tools", banner: {js: requireBanner}, external: [...external, ...developers]}),
    build({...common, format: "esm", entryPoints: {"oracle-dump": "bench/oracle/dump.ts", "kills": "bench/kills.ts", "speed": "bench/speed/main.ts", "evaluate": "bench/speed/evaluate.ts", "editor": "bench/editor/main.ts", "panel": "bench/panel/main.ts", "exports": "bench/exports/main.ts", "browse": "bench/browse/main.ts", "workbench": "bench/workbench/main.ts", "libraries": "bench/libraries/main.ts"}, outdir: "dist/bench", banner: {js: requireBanner}, external: [...external, "@vscode/test-electron", "playwright-core"]}),
    build({...common, format: "cjs", entryPoints: {"editor-inside": "bench/editor/inside.ts"}, outdir: "dist/bench", outExtension: {".js": ".cjs"}}),
    ...(tests ? [
        build({
            ...common, format: "esm", splitting: true, entryPoints: testFiles.filter((name) => !insideVsCode(name)),
            outdir: "dist/test", outbase: "test", banner: {js: requireBanner}, external: [...external, ...developers, "@vscode/test-electron", "playwright-core"]
        }),
        build({
            ...common, format: "cjs", entryPoints: testFiles.filter(insideVsCode), outExtension: {".js": ".cjs"},
            outdir: "dist/test", outbase: "test", external: [...external, "mocha"]
        }),
        build({bundle: true, platform: "browser", target: "chrome122", format: "esm", logLevel: "warning", mainFields: ["module", "main"], entryPoints: ["test/webview/page/host.ts"], outdir: "dist/test/webview/page"})
    ] : [])
]);
