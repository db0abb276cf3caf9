import {downloadModel} from "../../src/engine/models/client.js";
import type {ModelSource} from "../../src/engine/models/protocol.js";
import {distFile} from "./support.js";

// Downloads what SOURCE says and tells when half of it is there; the test kills this process and looks whether the worker goes, too.
const source = JSON.parse(process.env.SOURCE ?? "") as ModelSource; // written by the test
await downloadModel({workerPath: distFile("models.js")}, source, (present, bytes) => {
    if (present > bytes / 2)
        process.stdout.write("half\n");
}, new AbortController().signal);
