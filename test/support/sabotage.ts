import {appendFileSync} from "node:fs";
import koffi from "koffi";

// Loaded into the worker before anything else (node --import): makes koffi behave as it does elsewhere, or as it must not.
// SABOTAGE says how, SABOTAGE_LOG names a file that proves that it happened.

interface Bound {
    (...args: unknown[]): unknown;
    async?: (...args: unknown[]) => void;
}
type Library = ReturnType<typeof koffi.load>;

const log = process.env.SABOTAGE_LOG ?? "";
const original = {load: koffi.load};

function note(what: string): void {
    appendFileSync(log, `${what}\n`);
}

/** Every function of this name, from whatever library, does something else. */
function replaceFunction(name: string, replacement: (call: Bound) => Bound): void {
    koffi.load = (path, options): Library => {
        const library = options === undefined ? original.load(path) : original.load(path, options);
        const bind = library.func.bind(library) as (...definition: unknown[]) => Bound;
        const func = (...definition: unknown[]): Bound => {
            const call = bind(...definition);
            if (definition[0] !== name)
                return call;
            note(`replaced ${name}`);
            return replacement(call);
        };
        return {func} as unknown as Library; // nothing else of it is used
    };
}

switch (process.env.SABOTAGE ?? "") {
    case "view": // as in Electron, where foreign memory may not be an array buffer
        koffi.view = (): never => {
            throw new Error("External buffers are not allowed");
        };
        note("view throws");
        break;
    case "load":
        koffi.load = (): never => {
            note("load throws");
            throw new Error("cannot open shared object file");
        };
        break;
    case "version":
        replaceFunction("llama_version", () => () => "0.4.9");
        break;
    case "defaults":
        replaceFunction("llama_context_default_params", (call) => () => ({...call() as object, n_ctx: 0, n_batch: 512}));
        break;
    case "memory": // contexts for larger batches do not fit
        replaceFunction("llama_init_from_model", (call) => Object.assign(() => undefined, {async: (...args: unknown[]): void => {
            const [, params, done] = args as [unknown, {n_batch: number}, (error: null, context: null) => void];
            if (params.n_batch > 128)
                done(null, null);
            else
                call.async?.(...args);
        }}));
        break;
    case "numbers": // logits are not where they should be
        replaceFunction("memcpy", () => () => undefined);
        break;
}
