// Loaded before anything else (node --import): node-llama-cpp finds its binaries in the folder that GOLDPAN_TEST_BINARIES names, and in no
// other package of them.
import {existsSync} from "node:fs";
import {register} from "node:module";
import path from "node:path";
import {pathToFileURL} from "node:url";

const folder = process.env.GOLDPAN_TEST_BINARIES;
if (folder === undefined || !existsSync(folder))
    throw new Error("GOLDPAN_TEST_BINARIES must name a copy of one of node-llama-cpp's packages of binaries");

const hooks = `
const binaries = ${JSON.stringify(`@node-llama-cpp/${path.basename(folder)}`)}, copy = ${JSON.stringify(pathToFileURL(path.join(folder, "dist", "index.js")).href)};
export async function resolve(specifier, context, next) {
    if (specifier === binaries)
        return {url: copy, shortCircuit: true};
    if (specifier.startsWith("@node-llama-cpp/"))
        throw Object.assign(new Error(specifier + " is left out"), {code: "ERR_MODULE_NOT_FOUND"});
    return next(specifier, context);
}`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
