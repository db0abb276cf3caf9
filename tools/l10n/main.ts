import {writeFileSync} from "node:fs";
import {allStrings, bundle, bundleText} from "./collect.js";

/** Writes the strings of the extension for those who translate it: `npm run l10n`. */
const strings = allStrings();
writeFileSync(bundle, bundleText(strings));
process.stdout.write(`${bundle}: ${strings.length} strings\n`);
