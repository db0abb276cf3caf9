import assert from "node:assert/strict";
import {existsSync, readFileSync} from "node:fs";
import Module, {createRequire} from "node:module";
import path from "node:path";

interface Manifest {
    readonly main: string;
    readonly bin: Readonly<Record<string, string>>;
    readonly engines: Readonly<Record<string, string>>;
    readonly dependencies: Readonly<Record<string, string>>;
    readonly devDependencies: Readonly<Record<string, string>>;
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

    it("asks for the version of VS Code that its types are of", () => {
        assert.equal(manifest.engines.vscode, `^${manifest.devDependencies["@types/vscode"] ?? ""}`);
    });

    it("gives an extension that VS Code can load, and that needs nothing but vscode", () => {
        const log: string[] = [];
        const channel = {info: (line: string) => log.push(line), dispose: () => undefined};
        const loader = Module as unknown as {_load: (request: string, ...rest: unknown[]) => unknown}; // as VS Code itself provides `vscode`
        const original = loader._load;
        loader._load = (request, ...rest) => request === "vscode" ? {window: {createOutputChannel: () => channel}} : original.call(loader, request, ...rest);
        try {
            const extension = createRequire(import.meta.url)(path.resolve(manifest.main)) as {activate: (context: object) => void};
            const context = {subscriptions: [], extension: {packageJSON: {version: "1.2.3"}}};
            extension.activate(context);
            assert.deepEqual(context.subscriptions, [channel]);
            assert.deepEqual(log, ["Goldpan 1.2.3 is active."]);
        } finally {
            loader._load = original;
        }
    });
});
