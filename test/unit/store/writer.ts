// A process of its own that writes to a store: the name of its rows, and how many; says each row's number once it is committed.
import {writeSync} from "node:fs";
import {SqliteStore} from "../../../src/store/store.js";
import {measured, oneShot, scope} from "./support.js";

const [folder = "", name = "", amount = ""] = process.argv.slice(2);
const store = new SqliteStore(folder, (message) => {
    throw new Error(message);
});
for (let row = 0; row < Number(amount); row++) {
    const anchor = `anchor ${name}-${row}`;
    store.saveMeasurements(scope, new Map([[anchor, measured(-row)]]), new Map([
        [`${name}-${row}`, oneShot({[anchor]: -row - 0.25, common: -row - 0.5})],
        ["shared", oneShot({[anchor]: -row - 0.75})]
    ]));
    writeSync(1, `${row}\n`);
}
store.close();
