import js from "@eslint/js";
import tseslint from "typescript-eslint";

/** What each part may not import: the direction of dependencies of docs/architecture.md. */
const forbid = (files, ignores, group, message) => ({
    files, ignores, rules: {"@typescript-eslint/no-restricted-imports": ["error", {patterns: group.map((regex) => ({regex, message}))}]}
});

const native = "^(node-llama-cpp|libsql|koffi)";
const anyNode = "^node:";

export default tseslint.config(
    {ignores: ["dist/", "node_modules/", ".goldpan/", "src/engine/llama/direct/wasm/"]},
    js.configs.recommended,
    {files: ["**/*.mjs", "**/*.cjs"], languageOptions: {globals: {process: "readonly", console: "readonly", performance: "readonly"}}},
    {
        files: ["**/*.ts"],
        extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
        languageOptions: {parserOptions: {projectService: true, tsconfigRootDir: import.meta.dirname}},
        rules: {
            "@typescript-eslint/explicit-member-accessibility": "error",
            "@typescript-eslint/explicit-module-boundary-types": "error",
            "@typescript-eslint/no-non-null-assertion": "error",
            "@typescript-eslint/switch-exhaustiveness-check": ["error", {considerDefaultExhaustiveForUnions: true}],
            "@typescript-eslint/restrict-template-expressions": ["error", {allowNumber: true}],
            "@typescript-eslint/no-unnecessary-condition": ["error", {allowConstantLoopConditions: true}],
            "max-lines": ["error", 300],
            "no-console": "error"
        }
    },
    forbid(["src/core/**"], [], [anyNode, native, "^vscode$", "/(engine|store|session|browse|cli|vscode)/", "/webview/"], "core is pure: it imports nothing but itself and bundled pure libraries"),
    forbid(["src/files/**"], [], [native, "^vscode$", "/(engine|store|session|browse|cli|vscode)/"], "files imports core only"),
    forbid(["src/store/**"], [], ["^node-llama-cpp", "^vscode$", "/(engine|session|browse|cli|vscode)/"], "store imports core and files only"),
    forbid(["src/engine/**"], ["src/engine/worker.ts", "src/engine/llama/**"], [native, "^vscode$", "/(store|session|browse|cli|vscode)/", "/(worker|llama/[^\"]*)\\.js$"], "only the worker and what it alone imports may load node-llama-cpp"),
    forbid(["src/engine/worker.ts", "src/engine/llama/**"], [], ["^libsql", "^vscode$", "/(store|session|browse|cli|vscode)/", "/(client|supervisor)\\.js$"], "the worker imports core, the protocol and node-llama-cpp"),
    forbid(["src/session/**"], [], [native, "^vscode$", "/(engine|store|browse|cli|vscode)/"], "session imports core and the interfaces that it declares itself"),
    forbid(["src/browse/**"], [], ["^node-llama-cpp", "^koffi", "^vscode$", "/(engine|cli|vscode)/"], "browse imports core, session and store"),
    forbid(["webview/**"], [], [anyNode, native, "^vscode$", "/(engine|store|session|browse|cli|vscode)/", "/test/"], "a panel imports core and its own protocol"),
    {
        files: ["webview/**"],
        rules: {"no-restricted-properties": ["error", ...["innerHTML", "outerHTML", "insertAdjacentHTML", "setHTMLUnsafe", "srcdoc"].map((property) => ({property, message: "texts of the dataset are never markup"}))]}
    },
    {
        files: ["webview/**"], ignores: ["webview/controls.ts"],
        rules: {
            "no-restricted-syntax": ["error", ...["Literal[value=PATTERN]", "TemplateElement[value.raw=PATTERN]"].map((selector) => ({
                selector: selector.replace("PATTERN", "/^@vscode.webview-ui-toolkit|(^|[\\s,>+~(])vscode-[a-z]/"),
                message: "only controls.ts knows the toolkit and its elements"
            }))]
        }
    },
    {
        files: ["webview/**"], ignores: ["webview/examples/scrolling.ts"],
        rules: {"no-restricted-imports": ["error", {patterns: [{regex: "^@tanstack/", message: "only scrolling.ts knows by which library the list is virtual"}]}]}
    },
    forbid(["src/cli/**"], [], ["^node-llama-cpp", "^vscode$", "/vscode/", "/(worker|llama/[^\"]*)\\.js$"], "the command line never loads the worker's code"),
    forbid(["src/vscode/**"], [], ["^node-llama-cpp", "/cli/", "/webview/(?!protocol)", "/(worker|llama/[^\"]*)\\.js$"], "the editor never loads the worker's code"),
    forbid(["test/**"], ["test/vscode/**", "test/webview/**"], ["^vscode$", "^playwright-core$", "^@vscode/test-electron$"], "what needs a real VS Code is tested in test/vscode"),
    forbid(["test/webview/**"], [], ["^vscode$", "^@vscode/test-electron$"], "the panel is tested in a browser alone: what needs a real VS Code is tested in test/vscode"),
    forbid(["test/vscode/**"], ["test/vscode/suite/**"], ["^vscode$"], "the module exists in the extension host only: test/vscode/suite"),
    forbid(["test/vscode/suite/**"], [], ["^playwright-core$", "^@vscode/test-electron$", "/(harness|ui)/"], "a suite runs in the extension host, where it cannot see the workbench from outside"),
    {
        files: ["src/{core,files,session,engine,store}/**/*.ts"],
        rules: {
            "no-restricted-syntax": ["error", ...["Literal[value=PATTERN]", "TemplateElement[value.raw=PATTERN]"].map((selector) => ({
                selector: selector.replace("PATTERN", "/(^|[^-\\w])--[a-z]|\\bgoldpan (score|anchors|export|stats|merge)\\b/"),
                message: "the editor shows this, too: name no option of the command line, give the UserError a remedy"
            }))]
        }
    },
    {
        files: ["src/vscode/**/*.ts"], ignores: ["src/vscode/messages.ts"],
        rules: {"no-restricted-syntax": ["error", {selector: "MemberExpression[property.name=/^show(Information|Warning|Error)Message$/]", message: "what is told goes through messages.ts: names of files may try to be links"}]}
    },
    {
        files: ["test/**/*.ts"],
        rules: {
            "@typescript-eslint/no-floating-promises": ["error", {allowForKnownSafeCalls: []}],
            "@typescript-eslint/explicit-module-boundary-types": "off"
        }
    }
);
