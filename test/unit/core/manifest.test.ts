import assert from "node:assert/strict";
import {existsSync, readFileSync} from "node:fs";
import Module, {createRequire} from "node:module";
import path from "node:path";
import {lintRules, measurementFlags} from "../../../src/core/lint/rules.js";

interface Manifest {
    readonly main: string;
    readonly bin: Readonly<Record<string, string>>;
    readonly engines: Readonly<Record<string, string>>;
    readonly dependencies: Readonly<Record<string, string>>;
    readonly devDependencies: Readonly<Record<string, string>>;
    readonly capabilities: {readonly virtualWorkspaces: {readonly supported: boolean | string}};
    readonly contributes: {
        readonly commands: readonly {readonly command: string; readonly category?: string; readonly icon?: string}[];
        readonly menus: Readonly<Record<string, readonly {readonly command: string}[]>>;
        readonly keybindings: readonly {readonly command: string; readonly key: string; readonly win?: string}[];
        readonly configuration: {readonly properties: Readonly<Record<string, {readonly properties?: Readonly<Record<string, unknown>>}>>};
    };
}

describe("the extension's manifest", () => {
    const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;

    it("names files that the build makes", () => {
        for (const file of [manifest.main, ...Object.values(manifest.bin)])
            assert.ok(existsSync(file), file);
        assert.match(readFileSync(manifest.bin.goldpan ?? "", "utf8"), /^#!\/usr\/bin\/env node\n/);
    });

    it("pins every dependency exactly", () => {
        for (const [name, version] of Object.entries({...manifest.dependencies, ...manifest.devDependencies}))
            assert.match(version, /^\d+\.\d+\.\d+$/, name);
    });

    it("locks every package by its checksum, but for those that have never been installed by whoever wrote the lock file", () => {
        // npm notes the checksum of what it has met in the registry, and these were never served where the file was written.
        // SECURITY.md says what stands in for it; a new entry without a checksum is a fault.
        const unmet = ["linux-riscv64", "mac-arm64-metal", "mac-x64", "win-arm64", "win-x64", "win-x64-cuda", "win-x64-cuda-ext", "win-x64-vulkan"].map((name) => `node_modules/@node-llama-cpp/${name}`);
        const {packages} = JSON.parse(readFileSync("package-lock.json", "utf8")) as {packages: Readonly<Record<string, {readonly integrity?: string}>>};
        const unchecked = Object.keys(packages).filter((folder) => folder !== "" && packages[folder]?.integrity === undefined);
        assert.deepEqual(unchecked.filter((folder) => !unmet.includes(folder)), []);
    });

    it("asks for the version of VS Code that its types are of", () => {
        assert.equal(manifest.engines.vscode, `^${manifest.devDependencies["@types/vscode"] ?? ""}`);
    });

    it("gives an extension that loads where nothing but vscode is provided", () => {
        const loader = Module as unknown as {_load: (request: string, ...rest: unknown[]) => unknown}; // as VS Code itself provides `vscode`
        const original = loader._load;
        const vscode = {CodeActionKind: {}, DiagnosticSeverity: {}, TextEditorRevealType: {}};
        loader._load = (request, ...rest) => request === "vscode" ? vscode : original.call(loader, request, ...rest);
        try {
            const extension = createRequire(import.meta.url)(path.resolve(manifest.main)) as Record<string, unknown>;
            assert.equal(typeof extension.activate, "function");
        } finally {
            loader._load = original;
        }
    });

    it("contributes every command that the extension registers, once, and names no other", () => {
        const {commands, menus, keybindings} = manifest.contributes;
        const names = commands.map(({command}) => command).sort();
        const registered = [...readFileSync("src/vscode/commands.ts", "utf8").matchAll(/^ {8}"(goldpan\.\w+)":/gm)].map(([, name]) => name).sort();
        assert.deepEqual(names, registered);
        for (const {command} of [...Object.values(menus).flat(), ...keybindings])
            assert.ok(names.includes(command), command);
    });

    it("gives every command a category and an icon", () => {
        for (const {command, category, icon} of manifest.contributes.commands)
            assert.match(`${category ?? ""} ${icon ?? ""}`, /^Goldpan \$\([a-z-]+\)$/, command);
    });

    it("has other keys on Windows, where Ctrl+Alt is AltGr and types characters", () => {
        for (const {command, key, win} of manifest.contributes.keybindings)
            assert.equal(win, key.replace("ctrl+alt+g ", "shift+alt+g "), command);
    });

    it("promises nothing in virtual workspaces, whose files it does not take for datasets", () => {
        const schemes = readFileSync("src/vscode/datasets.ts", "utf8").includes("[\"file\", \"untitled\", \"vscode-remote\"].includes(uri.scheme)");
        assert.deepEqual([manifest.capabilities.virtualWorkspaces.supported, schemes], [false, true]);
    });

    it("offers a severity for each rule", () => {
        const {properties} = manifest.contributes.configuration;
        const offered = Object.keys(properties["goldpan.diagnostics.rules"]?.properties ?? {}).sort();
        assert.deepEqual(offered, ["broken-record", "low-golden-score", ...lintRules.map(({code}) => code), ...Object.keys(measurementFlags)].sort());
    });
});
