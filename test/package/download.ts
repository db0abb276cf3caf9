import {createReadStream, mkdtempSync, rmSync, statSync} from "node:fs";
import {createServer} from "node:http";
import type {AddressInfo} from "node:net";
import {tmpdir} from "node:os";
import path from "node:path";
import {fileURLToPath} from "node:url";
import {createModelDownloader, getLlamaGpuTypes, readGgufFileInfo} from "node-llama-cpp";

// Put beside the bundles of an unpacked VSIX and run there: what the editor asks of node-llama-cpp besides scoring, by the packaged files alone.
const model = fileURLToPath(new URL("../models/goldpan-scorer.gguf", import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), "goldpan-download-"));
const server = createServer((request, response) => {
    const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "") ?? [];
    const size = statSync(model).size, start = Number(first ?? 0), end = last === undefined || last === "" ? size - 1 : Number(last);
    response.writeHead(first === undefined ? 200 : 206, {"content-length": end - start + 1, "accept-ranges": "bytes", ...(first === undefined ? {} : {"content-range": `bytes ${start}-${end}/${size}`})});
    if (request.method === "HEAD")
        response.end();
    else
        createReadStream(model, {start, end}).pipe(response);
});
try {
    await new Promise<void>((resolve) => {
        server.listen(0, "127.0.0.1", resolve);
    });
    const modelUri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/downloaded.gguf`;
    const file = await (await createModelDownloader({modelUri, dirPath: folder, fileName: "downloaded.gguf", showCliProgress: false})).download();
    const {metadata} = await readGgufFileInfo(file);
    process.stdout.write(JSON.stringify({bytes: statSync(file).size, architecture: metadata.general.architecture, processor: (await getLlamaGpuTypes("supported")).includes(false)}));
} finally {
    server.closeAllConnections();
    server.close();
    rmSync(folder, {recursive: true, force: true});
}
