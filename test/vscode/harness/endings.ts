import type {ChildProcess} from "node:child_process";

const groups = new Set<number>();
let watching = false;

/**
 * Ends the child and all that it started (it must have been spawned `detached`, which makes it a group of processes) when this process ends,
 * however that comes about: at its end, by process.exit, by an exception, or by Ctrl+C and the like.
 */
export function endWithThisProcess(child: ChildProcess): void {
    if (child.pid === undefined)
        return;
    groups.add(child.pid);
    if (watching)
        return;
    watching = true;
    process.prependListener("exit", () => { // before somebody removes the files that they use
        groups.forEach(killGroup);
    });
    for (const [signal, number] of [["SIGINT", 2], ["SIGTERM", 15], ["SIGHUP", 1]] as const)
        process.on(signal, () => process.exit(128 + number));
}

/** Asks the child to end, waits for that for a while, and then ends what is left of it. */
export async function end(child: ChildProcess, patienceMs = 10_000): Promise<void> {
    if (child.pid === undefined)
        return;
    if (child.exitCode === null && child.signalCode === null)
        await new Promise<void>((resolve) => {
            const timer = setTimeout(resolve, patienceMs);
            child.once("exit", () => {
                clearTimeout(timer);
                resolve();
            });
            child.kill("SIGTERM");
        });
    killGroup(child.pid);
    groups.delete(child.pid);
}

function killGroup(group: number): void {
    try {
        process.kill(-group, "SIGKILL");
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ESRCH") // there is nothing left of it
            throw error;
    }
}
