import {createHash} from "node:crypto";
import {eachPiece, openRegular} from "../files/regularFile.js";
import type {FileFacts} from "./writeFile.js";

/** Of a file as it lies on disk. @throws UserError where it is no file; else what the file system says, with its `code` */
export async function fileFacts(file: string): Promise<FileFacts> {
    const hash = createHash("sha256");
    let bytes = 0;
    const handle = await openRegular(file);
    try {
        for await (const chunk of eachPiece(handle, 1 << 20)) {
            hash.update(chunk);
            bytes += chunk.length;
        }
    } finally {
        await handle.close();
    }
    return {bytes, sha256: hash.digest("hex")};
}
