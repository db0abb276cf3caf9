const addonName = "llama-addon.node";

/**
 * libllama of the prebuilt binaries: `libllama.v0.5.0.so`, `libllama.metal.v0.5.0.dylib`, `llama.cuda.v0.5.0.dll`. A build of one's
 * own, which may be of any commit and with any options, has another name. libllama-common is something else.
 */
const libraryName = /^(?:lib)?llama(?:\.[a-z0-9]+)?\.v\d+\.\d+\.\d+\.(?:so|dylib|dll)$/;

/**
 * Path of the libllama that node-llama-cpp has loaded into this process. Takes some milliseconds.
 * @throws Error with the reason, half a sentence, when there is none or more than one
 */
export function findLlamaLibrary(): string {
    return chooseLlamaLibrary(loadedObjects());
}

/**
 * @param sharedObjects paths of everything that is loaded, in the words of the operating system
 * @throws Error with the reason, half a sentence, when there is none or more than one
 */
export function chooseLlamaLibrary(sharedObjects: readonly string[]): string {
    const addonFolders = new Set(sharedObjects.filter((file) => nameOf(file) === addonName).map(folderOf));
    if (addonFolders.size === 0)
        throw new Error("node-llama-cpp has not loaded its addon into this process");
    const found = sharedObjects.filter((file) => libraryName.test(nameOf(file)) && addonFolders.has(folderOf(file)));
    const [library, ...others] = new Map(found.map((file) => [comparable(file), file])).values();
    if (library === undefined)
        throw new Error("node-llama-cpp's addon has no llama library of a prebuilt release beside it");
    if (others.length > 0)
        throw new Error(`node-llama-cpp has loaded more than one llama library: ${[library, ...others].map(nameOf).join(", ")}`);
    return library;
}

/** `libggml-cpu-haswell.so`, `ggml-cpu-haswell.dll`: llama.cpp loads the best that the processor can run. Where it has but one, that has no name. */
const processorLibraryName = /^(?:lib)?ggml-cpu-(.+)\.(?:so|dylib|dll)$/;

/** Name of the processor's library that llama.cpp has loaded into this process, such as `haswell`; null where there is no choice of them, or Node does not tell. */
export function findProcessorLibrary(): string | null {
    return (process.report as Report | undefined) === undefined ? null : chooseProcessorLibrary(loadedObjects());
}

/** @param sharedObjects as of `chooseLlamaLibrary` */
export function chooseProcessorLibrary(sharedObjects: readonly string[]): string | null {
    const [name, ...others] = new Set(sharedObjects.flatMap((file) => processorLibraryName.exec(nameOf(file))?.[1] ?? []));
    return name === undefined || others.length > 0 ? null : name;
}

interface Report {
    /** Since Node 20.13. */
    excludeNetwork?: boolean;
    getReport(): object;
}

/** The diagnostic report is the one place where Node tells this on every system. */
function loadedObjects(): readonly string[] {
    const report = process.report as Report | undefined; // a host of Node can leave it out
    if (report === undefined)
        throw new Error("this Node.js does not tell what is loaded into it");
    const {excludeNetwork} = report;
    if (excludeNetwork !== undefined)
        report.excludeNetwork = true; // else it looks up the name of every connection's other end
    try {
        return (report.getReport() as {readonly sharedObjects?: readonly string[]}).sharedObjects ?? [];
    } finally {
        if (excludeNetwork !== undefined)
            report.excludeNetwork = excludeNetwork;
    }
}

function nameOf(file: string): string {
    return file.slice(lastSeparator(file) + 1);
}

function folderOf(file: string): string {
    return comparable(file.slice(0, Math.max(lastSeparator(file), 0)));
}

function lastSeparator(file: string): number {
    return Math.max(file.lastIndexOf("/"), file.lastIndexOf("\\"));
}

/** Node loads addons by `\\?\` paths on Windows; what they load in turn may come without, and in other case. */
function comparable(file: string): string {
    if (!/^(?:[a-z]:|\\\\)/i.test(file))
        return file;
    return file.toLowerCase().replace(/^\\\\\?\\unc\\/, "\\\\").replace(/^\\\\\?\\/, "");
}
