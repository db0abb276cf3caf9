// A window of a newer version: takes a store over, then decides on one more example for each line that it reads, and says so.
import {writeSync} from "node:fs";
import {createInterface} from "node:readline";
import Database from "libsql";

const [file = "", version = ""] = process.argv.slice(2);
const database = new Database(file);
database.exec(`BEGIN IMMEDIATE; INSERT OR REPLACE INTO about VALUES ('program', '9.8.7'); PRAGMA user_version = ${Number(version)}; COMMIT`);
writeSync(1, "open\n");
let decided = 0;
for await (const line of createInterface({input: process.stdin})) {
    database.prepare("INSERT INTO decision VALUES (?, 'drop')").run(`newer ${++decided}`);
    writeSync(1, `${line}d\n`);
}
database.close();
