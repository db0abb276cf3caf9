import type {Reporter} from "./reporter.js";

/** The first signal asks the run to stop cleanly; the second ends the program at once. */
export function stopOnSignal(reporter: Reporter): {signal: AbortSignal; dispose: () => void} {
    const controller = new AbortController();
    const onSignal = (): void => {
        if (controller.signal.aborted)
            process.exit(130);
        reporter.note("Stopping after the step in hand (again to stop at once) ...");
        controller.abort();
    };
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
    for (const name of signals)
        process.on(name, onSignal);
    return {signal: controller.signal, dispose: () => {
        for (const name of signals)
            process.off(name, onSignal);
    }};
}
