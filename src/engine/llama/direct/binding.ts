import koffi, {type TypeObject} from "koffi";
import {functions, pointerTypedefs, structs, typedefs, type FunctionName, type StructName} from "./declarations.js";

/** An address inside llama.cpp; 0 is null. */
export type Pointer = bigint;

/** Fields of a struct as koffi hands them out and takes them. */
export type StructValue = Readonly<Record<string, unknown>>;

/** The functions of llama.cpp that are called; what they do is in include/llama.h. */
export interface LlamaLibrary {
    version(): string;
    modelDefaultParams(): StructValue;
    contextDefaultParams(): StructValue;
    loadModel(path: string, params: StructValue): Promise<Pointer>;
    freeModel(model: Pointer): void;
    vocabularySize(model: Pointer): number;
    isRecurrent(model: Pointer): boolean;
    /** Numbers in a hidden state as it comes out. */
    embeddingSize(model: Pointer): number;
    createContext(model: Pointer, params: StructValue): Promise<Pointer>;
    freeContext(context: Pointer): void;
    clearMemory(context: Pointer): void;
    /** Every sequence forgets what stands at `position` and behind it. False where the memory cannot be cut. */
    cutSequences(context: Pointer, position: number): boolean;
    setThreads(context: Pointer, threads: number): void;
    /** llama_decode's result, 0 for success. */
    decode(context: Pointer, batch: StructValue): number;
    /** The same on a thread of its own. */
    decodeLater(context: Pointer, batch: StructValue): Promise<number>;
    /** Waits until what was decoded is there: a GPU is only told to begin. */
    synchronize(context: Pointer): void;
    /** Copies `floats` logits of the last decode, from number `first` on, to the beginning of `target`. */
    copyLogits(context: Pointer, target: Float32Array, first: number, floats: number): void;
    /** Whether the decodes that follow give hidden states, for every token. */
    wantEmbeddings(context: Pointer, wanted: boolean): void;
    /** Copies the first `floats` numbers of the last decode's hidden states to the beginning of `target`. */
    copyEmbeddings(context: Pointer, target: Float32Array, floats: number): void;
    /** Where a typed array's memory is. */
    address(array: ArrayBufferView): Pointer;
}

/**
 * Binds the shared libraries that node-llama-cpp has loaded into this process.
 * @param libraryPath of libllama
 * @throws Error when a library, a function or koffi itself is missing
 */
export function bindLlama(libraryPath: string): LlamaLibrary {
    // koffi knows nothing of our signatures; declarations.ts and a test against llama.cpp's header vouch for them.
    const library = koffi.load(libraryPath);
    const types = declareStructs();
    const bind = (name: FunctionName): BoundFunction => {
        const [result, ...parameters] = functions[name];
        return library.func(name, koffiType(result, types), parameters.map((type) => koffiType(type, types)));
    };
    const memoryOf = bind("llama_get_memory") as (context: Pointer) => Pointer;
    const vocabOf = bind("llama_model_get_vocab") as (model: Pointer) => Pointer;
    const tokens = bind("llama_vocab_n_tokens") as (vocab: Pointer) => number;
    const recurrent = bind("llama_model_is_recurrent") as (model: Pointer) => boolean;
    const hybrid = bind("llama_model_is_hybrid") as (model: Pointer) => boolean;
    const clear = bind("llama_memory_clear") as (memory: Pointer, data: boolean) => void;
    const remove = bind("llama_memory_seq_rm") as (memory: Pointer, sequence: number, begin: number, end: number) => boolean;
    const setThreads = bind("llama_set_n_threads") as (context: Pointer, one: number, many: number) => void;
    const logits = bind("llama_get_logits") as (context: Pointer) => Pointer | null;
    const embeddings = bind("llama_get_embeddings") as (context: Pointer) => Pointer | null;
    const memcpy = bindMemcpy() as (target: Float32Array, source: Pointer, bytes: number) => unknown;
    const load = later<Pointer>(bind("llama_model_load_from_file"));
    const init = later<Pointer>(bind("llama_init_from_model"));
    const decode = bind("llama_decode");
    return {
        version: bind("llama_version") as () => string,
        modelDefaultParams: bind("llama_model_default_params") as () => StructValue,
        contextDefaultParams: bind("llama_context_default_params") as () => StructValue,
        loadModel: load,
        freeModel: bind("llama_model_free") as (model: Pointer) => void,
        vocabularySize: (model) => tokens(vocabOf(model)),
        isRecurrent: (model) => recurrent(model) || hybrid(model),
        embeddingSize: bind("llama_model_n_embd_out") as (model: Pointer) => number,
        createContext: init,
        freeContext: bind("llama_free") as (context: Pointer) => void,
        clearMemory: (context) => {
            clear(memoryOf(context), false);
        },
        cutSequences: (context, position) => remove(memoryOf(context), anySequence, position, -1),
        setThreads: (context, threads) => {
            setThreads(context, threads, threads);
        },
        decode: decode as (context: Pointer, batch: StructValue) => number,
        decodeLater: later(decode),
        synchronize: bind("llama_synchronize") as (context: Pointer) => void,
        copyLogits: (context, target, first, floats) => {
            const source = logits(context);
            if (source === null || source === 0n || floats > target.length)
                throw new Error("llama.cpp has no logits for the last batch");
            memcpy(target, source + BigInt(first * Float32Array.BYTES_PER_ELEMENT), floats * Float32Array.BYTES_PER_ELEMENT);
        },
        wantEmbeddings: bind("llama_set_embeddings") as (context: Pointer, wanted: boolean) => void,
        copyEmbeddings: (context, target, floats) => {
            const source = embeddings(context);
            if (source === null || source === 0n || floats > target.length)
                throw new Error("llama.cpp has no hidden states for the last batch");
            memcpy(target, source, floats * Float32Array.BYTES_PER_ELEMENT);
        },
        address: (array) => koffi.address(array)
    };
}

type BoundFunction = ReturnType<ReturnType<typeof koffi.load>["func"]>;

const anySequence = -1;

/** The same call on a thread of koffi's. */
function later<Result>(call: BoundFunction): (...args: unknown[]) => Promise<Result> {
    return (...args) => new Promise((resolve, reject) => {
        call.async(...args, (error: Error | null, result: Result) => {
            if (error === null)
                resolve(result);
            else
                reject(error);
        });
    });
}

function declareStructs(): ReadonlyMap<string, TypeObject> {
    return new Map((Object.keys(structs) as StructName[]).map((name) =>
        [`struct ${name}`, koffi.struct(Object.fromEntries(structs[name].map(([type, field]) => [field, koffiType(type)])))]));
}

/** Pointers are handed on as addresses: nothing is converted or copied on the way. */
function koffiType(type: string, types: ReadonlyMap<string, TypeObject> = new Map()): TypeObject | string {
    if (type === "const char *")
        return "str";
    if (type.endsWith("*") || (pointerTypedefs as readonly string[]).includes(type))
        return "void *";
    if (type.startsWith("enum "))
        return "int";
    return types.get(type) ?? (typedefs as Readonly<Record<string, string>>)[type] ?? type;
}

/**
 * Electron forbids array buffers over foreign memory, so logits cannot be looked at where llama.cpp keeps them (`koffi.view`
 * throws there): they are copied.
 */
function bindMemcpy(): BoundFunction {
    const library = {linux: "libc.so.6", darwin: "/usr/lib/libSystem.B.dylib", win32: "ucrtbase.dll"}[process.platform as string] ?? "libc.so.6";
    return koffi.load(library).func("memcpy", "void *", ["void *", "void *", "size_t"]);
}
