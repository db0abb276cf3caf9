import {runSuites} from "../../test/vscode/harness/runSuites.js";

/** What the editor's part costs on 10,000 examples, in the VS Code that the tests run in: `npm run bench:editor`. */
const host = process.argv[2] ?? "test/vscode/host";
await runSuites(host, [], "dist/bench/editor-inside.cjs");
