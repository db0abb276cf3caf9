import {parentPort, workerData} from "node:worker_threads";
import {FileThread} from "./fileThread.js";
import type {SearchRequest, ThreadRole} from "./messages.js";
import type {BrowseRequest} from "./protocol.js";
import {Searcher} from "./searcher.js";
import {sortedByTexts} from "./sorter.js";

const port = parentPort;
if (port === null)
    throw new Error("this is the script of a thread, see browse/client");
const role = workerData as ThreadRole; // given by client, searches or textSorts, which are of this build
switch (role.role) {
    case "file": {
        const thread = new FileThread(role.settings, role.revision, (message, transfer = []) => {
            port.postMessage(message, transfer);
        }, () => {
            process.exit(); // of this thread
        });
        port.on("message", (request: BrowseRequest) => {
            thread.take(request);
        });
        break;
    }
    case "search": {
        const searcher = new Searcher(role.progress, (result, transfer = []) => {
            port.postMessage(result, transfer);
        });
        port.on("message", (request: SearchRequest) => {
            searcher.take(request);
        });
        break;
    }
    case "sort": {
        const result = sortedByTexts(role.job);
        port.postMessage(result, result.kind === "ranks" ? [result.ranks.buffer] : []);
        break;
    }
}
