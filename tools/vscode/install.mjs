// Puts a real VS Code and a browser onto this machine, for the extension's tests: the VS Code server inside the npm package code-server, and
// Chromium. By npm and Debian packages only: no desktop, nothing compiled, no download from elsewhere. Quick when all is there already.
// Alone: `node tools/vscode/install.mjs`.
import {spawn} from "node:child_process";
import {createHash} from "node:crypto";
import {accessSync, constants, copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import path from "node:path";

/** The versions of VS Code that the extension is tested in; each is a package of its own that `npm ci` of the project does not see. */
export const hosts = [
    {name: "newest", folder: "test/vscode/host"},
    {name: "oldest", folder: "test/vscode/host-oldest"}
];

/** A test in VS Code is not possible here, which is no fault; `message` says why. */
export class NotPossibleHere extends Error {}

/** What the tests do not need of it: some 290 MB in the newest, and its only request to the outside. */
const deadWeight = ["node_modules/@github", "node_modules/@microsoft/mxc-sdk", "extensions/copilot", "extensions/mermaid-markdown-features"];

/** What replaces modules that cannot work without their binary, which no package holds. */
const standIns = "tools/vscode/standIns";

/** Without a window's own parts a page takes a third of the processor's time. */
const shell = "chromium-headless-shell";
const browsers = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/**
 * Installs one VS Code, unless it is there already.
 * @param folder one of `hosts`
 * @throws NotPossibleHere
 */
export async function prepareHost(folder) {
    if (process.platform !== "linux" || process.arch !== "x64")
        throw new NotPossibleHere(`its server is for Linux on x64, and this is ${process.platform} on ${process.arch}`);
    const server = path.join(folder, "node_modules/code-server/lib/vscode");
    const stampFile = path.join(folder, "node_modules/.goldpan");
    const stamp = stampOf(path.join(folder, "package-lock.json"), "tools/vscode/install.mjs", ...readdirSync(standIns).map((name) => path.join(standIns, name)));
    if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp)
        return;
    rmSync(stampFile, {force: true});
    await npm(folder, "ci");
    // Not `npm ci`: the shrinkwrap that comes with it lacks an entry.
    await npm(server, "install", "--omit=dev");
    for (const name of deadWeight)
        rmSync(path.join(server, name), {recursive: true, force: true});
    for (const file of readdirSync(standIns))
        for (const scope of ["", "@vscode"]) {
            const module = path.join(server, "node_modules", scope, path.parse(file).name);
            if (existsSync(module))
                copyFileSync(path.join(standIns, file), path.join(module, "index.js"));
        }
    writeFileSync(stampFile, stamp);
}

/**
 * Finds a Chromium: the one that the environment variable CHROMIUM names, or the system's, if possible without a window; installs Debian's where
 * there is none.
 * @returns its path
 * @throws NotPossibleHere
 */
export async function prepareChromium() {
    const named = process.env.CHROMIUM;
    if (named) {
        if (!isProgram(named))
            throw new Error(`CHROMIUM names ${named}, which is no program`);
        return named;
    }
    const found = findProgram(shell);
    if (found !== undefined)
        return found;
    const other = findProgram(...browsers);
    if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) {
        if (other !== undefined)
            return other;
        throw new NotPossibleHere("there is no Chromium, and only root of a Debian system could install it; the environment variable CHROMIUM can name one");
    }
    const install = (browser) => run("/", "apt-get", ["install", "-y", "--no-install-recommends", browser, "fonts-dejavu-core", "fonts-droid-fallback"]);
    try {
        await install(shell);
    } catch { // the package lists are missing or old: with new ones the same command says what is wrong, if anything
        if (other !== undefined)
            return other;
        await run("/", "apt-get", ["update"]);
        await install(shell).catch(() => install(browsers[0])); // there are systems with the whole browser only
    }
    return findProgram(shell, ...browsers) ?? browsers[0];
}

function findProgram(...names) {
    return (process.env.PATH ?? "").split(path.delimiter)
        .flatMap((folder) => names.map((name) => path.join(folder, name)))
        .find(isProgram);
}

function isProgram(file) {
    try {
        accessSync(file, constants.X_OK);
        return true;
    } catch {
        return false;
    }
}

function stampOf(...files) {
    const hash = createHash("sha256");
    for (const file of files)
        hash.update(readFileSync(file));
    return hash.digest("hex");
}

/** Explicitly at `folder` and without scripts: `npm test` hands its own configuration down to whatever it starts. */
function npm(folder, ...args) {
    return run(folder, "npm", [...args, "--prefix", path.resolve(folder), "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"]);
}

/** Resolves when the command has ended well; what it printed is in the error otherwise. */
function run(folder, command, args) {
    return new Promise((resolve, reject) => {
        let output = "";
        const child = spawn(command, args, {cwd: folder, stdio: ["ignore", "pipe", "pipe"], env: {...process.env, DEBIAN_FRONTEND: "noninteractive"}});
        for (const stream of [child.stdout, child.stderr])
            stream.on("data", (data) => {
                output += String(data);
            });
        child.once("error", reject);
        child.once("close", (code) => {
            if (code === 0)
                resolve();
            else
                reject(new Error(`\`${command} ${args.join(" ")}\` in ${folder} ended with ${code}:\n${output}`));
        });
    });
}

if (import.meta.filename === path.resolve(process.argv[1] ?? "")) {
    await Promise.all([...hosts.map(({folder}) => prepareHost(folder)), prepareChromium()]);
    console.log("VS Code and Chromium are here.");
}
