import {errors} from "playwright-core";

/** How long something may show no effect before it is done again, twice as long each time. Tests of the steps themselves go faster. */
export const pace = {firstLookMs: 4_000, lastLookMs: 32_000};
/** How long all of it may take. */
const patienceMs = 120_000;
/** Between two looks. */
const pauseMs = 50;

export interface Step {
    /** For the error: "choose Open panel in the menu of a.jsonl". */
    readonly what: string;
    /** Is given how long it may wait for whatever it acts on. It may be done although it has worked already, which only shows later. */
    readonly act: (lookMs: number) => Promise<unknown>;
    readonly worked: () => Promise<boolean>;
    /** Brings back what `act` begins with, where it has not worked. */
    readonly undo?: () => Promise<unknown>;
    /** What there is to see, for the error. */
    readonly seen?: () => Promise<string>;
    /** Milliseconds until it is done for the second time, if not as usual: for what takes longer to show its effect. */
    readonly firstLookMs?: number;
    /** Milliseconds for all of it, if not as long as usual. */
    readonly longest?: number;
}

/**
 * Does what a person does, looks whether it has worked, and does it again if not. On a busy machine clicks and keys are lost: say, VS Code's
 * menus hear no click for a tenth of a second after they have opened, and webviews no key while they load.
 * @throws Error that says what was tried, and what was seen in the end
 */
export async function retried({what, act, worked, undo, seen, firstLookMs = pace.firstLookMs, longest = patienceMs}: Step): Promise<void> {
    const end = performance.now() + longest;
    let error: unknown, tries = 0;
    for (let lookMs = firstLookMs; performance.now() < end; lookMs = Math.min(pace.lastLookMs, 2 * lookMs)) {
        tries++;
        error = undefined;
        try {
            await act(Math.min(lookMs, Math.max(1, end - performance.now())));
        } catch (thrown) {
            if (!isPassing(thrown))
                throw thrown;
            error = thrown;
        }
        if (await within(lookMs, worked))
            return;
        await undo?.().catch(() => undefined); // the next try tells
    }
    throw new Error(`tried ${tries} times in ${longest / 1000} s to ${what}, in vain.${await account(seen)}${error instanceof Error ? ` The last time: ${error.message}` : ""}`);
}

/** Waits for something that no element of the page tells. @throws Error that says what was waited for, and what was seen in the end */
export async function until(what: string, condition: () => boolean | Promise<boolean>, seen?: () => Promise<string>): Promise<void> {
    if (!await within(patienceMs, condition))
        throw new Error(`waited ${patienceMs / 1000} s in vain until ${what}.${await account(seen)}`);
}

async function account(seen: Step["seen"]): Promise<string> {
    return seen === undefined ? "" : ` Seen: ${await seen().catch((error: unknown) => `nothing (${String(error)})`)}.`;
}

async function within(milliseconds: number, condition: () => boolean | Promise<boolean>): Promise<boolean> {
    for (const end = performance.now() + milliseconds; ;) {
        if (await holds(condition))
            return true;
        if (performance.now() > end)
            return false;
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
}

async function holds(condition: () => boolean | Promise<boolean>): Promise<boolean> {
    try {
        return await condition();
    } catch (error) {
        if (!isPassing(error))
            throw error;
        return false;
    }
}

/** What only says that something is not there now, say while a window is reloaded. */
function isPassing(error: unknown): boolean {
    return error instanceof errors.TimeoutError || (error instanceof Error && /was destroyed|was detached|not attached|because of a navigation/.test(error.message));
}
