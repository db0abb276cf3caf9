import type {EngineInfo} from "../core/measurement.js";

/**
 * Under which circumstances an example ended the engine's process again and again, for the store. The number of threads is not among
 * what was found, as a trial may choose another each time; where a person chose it, it is in what was asked for.
 * @param asked versions and options, as whoever starts the engine describes them
 */
export function crashNote(asked: string, info: EngineInfo | undefined): string {
    return JSON.stringify([asked, info === undefined ? null : found(info)]);
}

/**
 * Whether an example that was given up deserves another try: the circumstances are others by now, or nobody noted them.
 * @param info of the engine where it runs already; it is not started to find out
 */
export function deservesAnotherTry(note: string | undefined, asked: string, info: EngineInfo | undefined): boolean {
    return note === undefined || (info === undefined ? !note.startsWith(`[${JSON.stringify(asked)},`) : note !== crashNote(asked, info));
}

function found({backend, devices, evaluator, kvCache, versions}: EngineInfo): unknown {
    return [backend, devices, evaluator, kvCache, Object.entries(versions).sort(([a], [b]) => a < b ? -1 : 1)];
}
