import {exports} from "./exports.js";
import {filters} from "./filters.js";
import {gzip} from "./gzip.js";
import {models} from "./models.js";
import {readers} from "./readers.js";
import {scores} from "./scores.js";
import type {FuzzTarget} from "./target.js";

/** Everything that is fuzzed, in the order in which it is told. */
export const targets: readonly FuzzTarget[] = [readers, gzip, exports, scores, models, filters];
