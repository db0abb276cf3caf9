import {existsSync, readFileSync, readdirSync} from "node:fs";
import {setTimeout as delay} from "node:timers/promises";

/** What a process may take to end by itself, with what it has to clear away, and what the system may take for those that are killed. */
const orderlyMs = 5_000, killedMs = 10_000;

/**
 * Ends a process of these tests with everything that it has started, in whatever groups and sessions, whoever their parents are by now: first
 * by asking that process, and then without.
 * @param mark a variable with its value, NAME=VALUE, that stands in the environment of that process and of no other that it did not start
 */
export async function endTree(pid, mark) {
    const before = treeOf(pid, mark);
    signal(pid, "SIGTERM");
    await ended([pid], orderlyMs);
    const left = () => [...new Set([...before.filter(isAlive), ...treeOf(pid, mark)])];
    const end = performance.now() + killedMs;
    while (left().length > 0 && performance.now() < end) { // again, because some may have started others meanwhile
        left().forEach((one) => signal(one, "SIGKILL"));
        await delay(50);
    }
}

async function ended(pids, longestMs) {
    const end = performance.now() + longestMs;
    while (pids.some(isAlive) && performance.now() < end)
        await delay(50);
}

function signal(pid, name) {
    try {
        process.kill(pid, name);
    } catch (error) {
        if (error.code !== "ESRCH") // it has ended
            throw error;
    }
}

/** What bears the mark, or descends from what does: Chromium's processes write their titles over their environment. Where there is no /proc it is the process alone. */
function treeOf(pid, mark) {
    if (!existsSync("/proc/self/stat"))
        return [pid].filter(isAlive);
    const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map(Number).filter((one) => one !== process.pid && isAlive(one));
    const tree = new Set(all.filter((one) => one === pid || read(one, "environ").includes(`${mark}\0`)));
    for (let size = 0; size !== tree.size;) {
        size = tree.size;
        for (const one of all)
            if (tree.has(parentAndState(one).parent))
                tree.add(one);
    }
    return [...tree];
}

function isAlive(pid) {
    if (existsSync("/proc/self/stat"))
        return !["", "Z", "X"].includes(parentAndState(pid).state); // what has ended stays listed until its parent has looked
    try {
        return process.kill(pid, 0);
    } catch {
        return false;
    }
}

function parentAndState(pid) {
    const stat = read(pid, "stat"), [state = "", parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return {state, parent: Number(parent)};
}

/** Nothing of a process that has ended meanwhile, or is another user's. */
function read(pid, file) {
    try {
        return readFileSync(`/proc/${pid}/${file}`, "utf8");
    } catch {
        return "";
    }
}
