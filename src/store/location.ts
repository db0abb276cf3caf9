import path from "node:path";
import envPaths from "env-paths";

/**
 * The folder of measurements and decisions: one per user, the same for command line and editor.
 * `GOLDPAN_STORE` overrides the default, `chosen` (an option or a setting) overrides both; empty texts count as not given.
 */
export function storeFolder(chosen?: string, environment: NodeJS.ProcessEnv = process.env): string {
    const given = [chosen, environment.GOLDPAN_STORE].find((folder) => folder !== undefined && folder !== "");
    return path.resolve(given ?? envPaths("goldpan", {suffix: ""}).data);
}

/** The folder of downloaded models: the chosen one, or else `models` in the store's. */
export function modelFolder(store?: string, chosen = "", environment: NodeJS.ProcessEnv = process.env): string {
    return chosen === "" ? path.join(storeFolder(store, environment), "models") : path.resolve(chosen);
}
