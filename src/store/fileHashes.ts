import {UserError} from "../core/errors.js";
import type {Statements} from "./statements.js";

/** Hashes of large files, remembered until the file changes. */
export class FileHashes {
    public constructor(private readonly statements: Statements) {}

    /** SHA-256 in hexadecimal digits. @param file its real path @param stamp see `fileStamp` */
    public find(file: string, stamp: string): string | undefined {
        const row = this.statements.get("SELECT sha256 FROM file_hash WHERE path = ? AND stamp = ?", file, stamp) as {sha256: string} | undefined;
        return row !== undefined && /^[0-9a-f]{64}$/.test(row.sha256) ? row.sha256 : undefined;
    }

    /** In a store that cannot be written nothing is remembered, and the file is read again the next time. */
    public save(file: string, stamp: string, sha256: string): void {
        try {
            this.statements.transaction(() => {
                this.statements.run("INSERT OR REPLACE INTO file_hash VALUES (?, ?, ?)", file, stamp, sha256);
            });
        } catch (error) {
            if (!(error instanceof UserError))
                throw error;
        }
    }
}
