import {cpSync, existsSync, mkdirSync} from "node:fs";
import path from "node:path";

/** Where a failed test leaves what helps to understand it. Every build of the tests empties it. */
export const failuresFolder = path.resolve("dist/test/failures");

/** Keeps the logs of VS Code's server, its workbench, its extension host and the extensions, and says where. */
export function keepLogs(name: string, userData: string): void {
    const folder = path.join(failuresFolder, name);
    mkdirSync(folder, {recursive: true});
    for (const logs of ["server.log", "workbench.log", "logs", "server/data/logs"].map((part) => path.join(userData, part)))
        if (existsSync(logs))
            cpSync(logs, path.join(folder, path.basename(logs)), {recursive: true});
    process.stdout.write(`      VS Code's logs: ${path.relative(".", folder)}\n`);
}
