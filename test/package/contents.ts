/** What a VSIX must hold, below `extension/`; vsce renames the first three. */
export const mustHold: readonly string[] = [
    "readme.md", "changelog.md", "LICENSE.txt", "package.json", "THIRD-PARTY-NOTICES.txt",
    "dist/cli.js", "dist/worker.js", "dist/models.js", "dist/browser.js", "dist/browser-scores.js", "dist/webview/panel.js", "dist/webview/panel.css", "dist/extension.cjs",
    "package.nls.json", "l10n/bundle.l10n.json",
    "docs/filters.md", "docs/formats.md", "docs/protocol.md", "docs/performance.md",
    "models/goldpan-scorer.gguf", "models/README.md",
    "samples/README.md", "samples/instructions.jsonl", "samples/anchors.jsonl",
    ...["node-llama-cpp", "koffi", "libsql", "ipull", "@reflink/reflink", "simple-git"].map((name) => `dist/node_modules/${name}/package.json`),
    "dist/node_modules/node-llama-cpp/LICENSE",
    "dist/node_modules/node-llama-cpp/llama/binariesGithubRelease.json"
];

/** What no VSIX holds, unless made with --cuda. */
export const mustNotHold: readonly [what: string, pattern: RegExp][] = [
    ["llama.cpp's source", /gitRelease\.bundle|\.(c|cc|cpp|h|hh|hpp|inc|S|cmake)$|CMakeLists/],
    ["TypeScript", /\.[cm]?ts$/],
    ["source maps", /\.map$/],
    ["tests", /(^|\/)(tests?|__tests__|fixtures|bench|benchmarks?|tools|src\/vscode)\//],
    ["templates", /(^|\/)templates\//],
    ["readmes and pictures of dependencies", /node_modules\/(.*\/)?(?!licen[cs]e)[^/]*\.(md|png|jpe?g|gif|svg)$/i],
    ["the build's configuration", /(^|\/)(tsconfig|eslint|esbuild|package-lock|\.npmrc|\.ci|\.git)/],
    ["what compiles llama.cpp", /node_modules\/(cmake-js|tar|node-addon-api|node-api-headers|yargs)\//],
    ["node-llama-cpp's commands", /node-llama-cpp\/dist\/cli\/(cli|commands)/],
    ["binaries of CUDA", /cuda/i],
    ["binaries for another C library", /musl/]
];
