import koffi from "koffi";

const parentDeathSignal = 1; // PR_SET_PDEATHSIG of <sys/prctl.h>
const kill = 9; // SIGKILL, which ends a stopped process, too

/**
 * Has Linux kill this process when its parent's main thread is gone. Workers end with their parent because their channel closes; one
 * that is stopped (SIGSTOP, a debugger) would not see it. Other systems have nothing of the kind.
 * @returns whether it is so from now on
 */
export function dieWithParent(): boolean {
    if (process.platform !== "linux")
        return false;
    try {
        const prctl = koffi.load("libc.so.6").func("int prctl(int option, unsigned long, unsigned long, unsigned long, unsigned long)") as (...values: readonly number[]) => number;
        return prctl(parentDeathSignal, kill, 0, 0, 0) === 0;
    } catch {
        return false; // another C library than the one that node-llama-cpp's binaries are made for
    }
}
