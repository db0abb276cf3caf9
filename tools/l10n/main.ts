import {writeFileSync} from "node:fs";
import {bundle, bundleText, collectStrings, source} from "./collect.js";

/** Writes the strings of the extension for those who translate it: `npm run l10n`. */
const strings = collectStrings(source);
writeFileSync(bundle, bundleText(strings));
process.stdout.write(`${bundle}: ${strings.length} strings\n`);
