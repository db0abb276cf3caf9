import type {GpuChoice} from "../protocol.js";

/** Raised whenever host and worker of different builds would misunderstand each other. */
export const modelsWireVersion = 2;

/** A model of Hugging Face, and where it goes. */
export interface ModelSource {
    /** As `modelUri` writes it. */
    readonly uri: string;
    /** Where models are kept. */
    readonly folder: string;
    /** Address of Hugging Face or of what stands in for it; ends with a slash. */
    readonly endpoint: string;
}

/** What is known of a model before its download begins. */
export interface Offer {
    /** Bytes of all its files. */
    readonly bytes: number;
    /** Of these, what an earlier download left. */
    readonly present: number;
    /** Bytes that are free where it goes. */
    readonly free: number;
    /** Whether the server gives a checksum for every file; without, what was changed on the way is not noticed. */
    readonly checksums: boolean;
}

export interface MemoryNeed {
    /** Bytes. */
    readonly ram: number;
    readonly vram: number;
}

/** Whether a model fits this device, as the engine would load it now. */
export type Fit = {
    readonly kind: "fits" | "too-big";
    /** `cpu`, `cuda`, `vulkan` or `metal`. */
    readonly backend: string;
    readonly layers: {readonly onGpu: number; readonly all: number};
    /** Of model and context. */
    readonly needs: MemoryNeed;
    readonly has: MemoryNeed;
    /** Of what the device has, so much is taken at most: 0 to 1. */
    readonly share: number;
} | {
    readonly kind: "unusable";
    /** A sentence for the person. */
    readonly reason: string;
};

/** Host to worker: one request for each process, and `cancel`. */
interface Requests {
    /** Looks for a model that was downloaded before; asks the network nothing. */
    find: ModelSource;
    /** Asks the network how large it is. */
    lookUp: ModelSource;
    download: ModelSource;
    /** Asks neither network nor GPU for more than node-llama-cpp needs for its estimate; no weights are loaded. */
    estimate: {readonly models: readonly string[]; readonly gpu: GpuChoice};
    /** A download ends soon after; what it has is kept. */
    cancel: object;
}

/** Worker to host. */
interface Events {
    /** First message of all. */
    ready: {readonly wireVersion: number};
    found: {readonly file: string | null};
    /** Null when it was cancelled. */
    lookedUp: {readonly offer: Offer | null};
    /** Bytes of the whole model that are there. */
    progress: {readonly present: number; readonly bytes: number};
    /** Null when it was cancelled. */
    downloaded: {readonly file: string | null};
    fit: {readonly model: string; readonly fit: Fit};
    estimated: object;
    /** `mendable`: the message is a sentence for the person; otherwise it is a bug's stack. */
    failed: {readonly message: string; readonly mendable: boolean};
}

type Messages<Kinds> = {[Kind in keyof Kinds]: {readonly type: Kind} & Kinds[Kind]}[keyof Kinds];
export type ModelRequest = Messages<Requests>;
export type ModelEvent = Messages<Events>;
