import type {FuzzTarget} from "./target.js";

/** Faults on purpose, by which a test sees that they are found; nobody else asks for them. */
export const planted: readonly FuzzTarget[] = [
    {
        name: "planted-throw",
        attempt: (chance, note) => {
            note(`input ${chance.below(10)}`);
            if (chance.once(3))
                throw new Error("as planted");
        }
    },
    {
        name: "planted-death",
        attempt: (chance) => {
            if (chance.once(3))
                process.kill(process.pid, "SIGKILL");
        }
    },
    {
        name: "planted-hang",
        attempt: (chance) => {
            if (chance.once(3))
                for (;;);
        }
    }
];
