import {createHash} from "node:crypto";
import {createReadStream} from "node:fs";
import {mkdir, rm, stat, statfs} from "node:fs/promises";
import {createModelDownloader, resolveModelFile, type ModelDownloader} from "node-llama-cpp";
import {escapeForDisplay} from "../../../core/displayText.js";
import {UserError} from "../../../core/errors.js";
import {authorizedFetch} from "../../models/authorizedFetch.js";
import type {ModelSource, Offer} from "../../models/protocol.js";
import {gib, messageOf, readHeader} from "../modelFile.js";
import {accessToken, lookUp, type RemoteFile} from "./lookUp.js";

/** The file of a model that was downloaded before, found by its name alone; null when there is none. */
export async function findDownloaded({uri, folder, endpoint}: ModelSource): Promise<string | null> {
    return resolveModelFile(uri, {directory: folder, download: false, cli: false, endpoints: {huggingFace: endpoint}}).catch(() => null);
}

/** @throws UserError when there is no such model, or nobody who could tell */
export async function offerOf(source: ModelSource, signal: AbortSignal): Promise<Offer> {
    const remote = await lookUp(source, signal);
    const downloader = await createDownloader(source);
    const present = await storedBytes(downloader);
    return {bytes: total(remote), present, free: await freeBytes(source.folder), checksums: remote.every(({sha256}) => sha256 !== undefined)};
}

/**
 * Downloads a model by node-llama-cpp's downloader, which goes on where it was. What is not what the server promised is removed.
 * @returns the file to load; null when the signal was aborted, and what there is is kept
 * @throws UserError when it does not get to the end
 */
export async function download(source: ModelSource, report: (present: number, bytes: number) => void, signal: AbortSignal): Promise<string | null> {
    const onProgress = atMostEvery(progressMs, report);
    const remote = await lookUp(source, signal);
    const bytes = total(remote);
    const downloader = await createDownloader(source, onProgress);
    if (downloader.totalSize > bytes)
        throw moreThanPromised(source);
    const missing = bytes - await storedBytes(downloader), free = await freeBytes(source.folder);
    if (missing > free)
        throw new UserError(`${escapeForDisplay(source.folder)} has ${gib(free)} left, and ${gib(missing)} are still to be downloaded: make room, or choose another folder in the setting goldpan.model.folder.`);
    onProgress(downloader.downloadedSize, bytes);
    let cancelling: Promise<void> | undefined;
    const cancel = (): void => {
        cancelling = downloader.cancel({deleteTempFile: false});
    };
    signal.addEventListener("abort", cancel, {once: true});
    if (signal.aborted)
        cancel();
    try {
        await downloader.download();
    } catch (error) {
        if (!signal.aborted)
            throw inWords(error);
    }
    await cancelling; // when it was cancelled, the downloader ends as if all were well
    if (signal.aborted)
        return null;
    await requireContent(downloader, remote, () => {
        onProgress(bytes, bytes);
    });
    return downloader.entrypointFilePath;
}

/** What a person is told of an error of the downloader. */
export function inWords(error: unknown): UserError {
    if (error instanceof UserError)
        return error;
    const {code} = error as {code?: unknown};
    if (code === "ENOSPC")
        return new UserError("The disk is full. What was downloaded is kept: make room and ask for the model again, or choose another folder in the setting goldpan.model.folder.");
    return new UserError(`The download failed: ${escapeForDisplay(messageOf(error))}. What was downloaded is kept: ask for the model again, and the rest is downloaded.`);
}

/** The ending of files that are not complete, as ipull, node-llama-cpp's downloader, names it. */
const partial = ".ipull";

const progressMs = 250;

async function createDownloader({uri, folder, endpoint}: ModelSource, onProgress?: (present: number, bytes: number) => void): Promise<ModelDownloader> {
    await mkdir(folder, {recursive: true}).catch((error: unknown) => {
        throw new UserError(`The folder ${escapeForDisplay(folder)} for models cannot be made: ${messageOf(error)}. Choose another in the setting goldpan.model.folder.`);
    });
    // The downloader would keep a token in its headers and send it to wherever redirects lead, so it is given none: all of its
    // requests, in this process of their own, go through a fetch that knows where the token belongs.
    globalThis.fetch = authorizedFetch({endpoint, token: accessToken()});
    const noToken: unknown = null; // which the typings lack; undefined would have it look for other programs' tokens
    return createModelDownloader({
        modelUri: uri, dirPath: folder, endpoints: {huggingFace: endpoint}, deleteTempFileOnCancel: false, showCliProgress: false,
        tokens: {huggingFace: noToken as string},
        onProgress: ({downloadedSize, totalSize}) => onProgress?.(downloadedSize, totalSize)
    }).catch((error: unknown) => {
        throw inWords(error);
    });
}

/** Whoever listens to a download would drown in its packets. */
function atMostEvery(milliseconds: number, report: (present: number, bytes: number) => void): (present: number, bytes: number) => void {
    let last = 0;
    return (present, bytes) => {
        const now = Date.now();
        if (now - last < milliseconds)
            return;
        last = now;
        report(present, bytes);
    };
}

/** @throws UserError when that is more than can be counted */
function total(files: readonly RemoteFile[]): number {
    const sum = files.reduce((bytes, file) => bytes + file.bytes, 0);
    if (!Number.isSafeInteger(sum))
        throw new UserError("The files of the model are said to have more bytes than any disk: nothing was downloaded.");
    return sum;
}

/** What is on disk of a model, complete or not. */
async function storedBytes({filesInfo}: ModelDownloader): Promise<number> {
    let sum = 0;
    for (const {filePath} of filesInfo)
        for (const file of [filePath, filePath + partial])
            sum += await stat(file).then(({blocks}) => blocks * 512, () => 0); // a partial file has holes
    return sum;
}

async function freeBytes(folder: string): Promise<number> {
    const {bavail, bsize} = await statfs(folder);
    return bavail * bsize;
}

/** The downloader notes a piece as done before it is written: a process that is killed then leaves a hole that nobody fills. */
async function requireContent({filesInfo, entrypointFilePath}: ModelDownloader, remote: readonly RemoteFile[], onStep: () => void): Promise<void> {
    try {
        for (const [i, {filePath, fileName}] of filesInfo.entries()) {
            const expected = remote[i];
            if (expected?.bytes !== (await stat(filePath)).size || (expected.sha256 !== undefined && expected.sha256 !== await sha256(filePath, onStep)))
                throw new UserError(`${escapeForDisplay(fileName)} is not what the server promised, so it was removed: download it again.`);
        }
        await readHeader(entrypointFilePath);
    } catch (error) {
        for (const {filePath} of filesInfo)
            await rm(filePath, {force: true});
        throw error;
    }
}

function moreThanPromised({uri, endpoint}: ModelSource): UserError {
    return new UserError(`${new URL(endpoint).host} has promised less of ${uri} than is sent now, so it is not downloaded: try again later.`);
}

async function sha256(file: string, onStep: () => void): Promise<string> {
    const hash = createHash("sha256");
    for await (const piece of createReadStream(file, {highWaterMark: 2 ** 20}) as AsyncIterable<Buffer>) {
        hash.update(piece);
        onStep();
    }
    return hash.digest("hex");
}
