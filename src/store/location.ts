import path from "node:path";
import envPaths from "env-paths";

/**
 * The folder of measurements and decisions: one per user, the same for command line and editor.
 * `GOLDPAN_STORE` overrides the default, `chosen` (an option or a setting) overrides both.
 */
export function storeFolder(chosen?: string, environment: NodeJS.ProcessEnv = process.env): string {
    return path.resolve(chosen ?? environment.GOLDPAN_STORE ?? envPaths("goldpan", {suffix: ""}).data);
}
