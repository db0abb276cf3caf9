import path from "node:path";
import type Database from "libsql";
import {databaseName} from "./database.js";
import {schemaVersion, versionOf} from "./schema.js";
import {newerStore} from "./soundness.js";
import {asUserError, notWritable} from "./storeErrors.js";

type Value = string | number | null | Buffer;

/** Statements of one connection, each prepared once. */
export class Statements {
    private readonly prepared = new Map<string, Database.Statement>();

    /** @param folder of the store, as errors name it @param readOnly also where the database itself could be written, such as a copy */
    public constructor(private readonly database: Database.Database, private readonly folder: string, private readonly readOnly: boolean) {}

    /** @throws UserError when the store cannot be read */
    public get(sql: string, ...values: readonly (string | number)[]): unknown {
        return this.asked(() => this.statement(sql).get(...values));
    }

    /** @throws UserError when the store cannot be read */
    public all(sql: string, ...values: readonly (string | number)[]): unknown[] {
        return this.asked(() => this.statement(sql).all(...values));
    }

    /** As `all`, the values of each row in a list: much of the time of reading a small row is the making of an object. */
    public lists(sql: string, ...values: readonly (string | number)[]): unknown[] {
        return this.asked(() => this.statement(sql, true).all(...values));
    }

    /** @throws Error of libsql's own, which the transaction around it turns into words */
    public run(sql: string, ...values: readonly Value[]): Database.RunResult {
        return this.statement(sql).run(...values);
    }

    /**
     * All of the changes or none; they are on disk when this returns.
     * @param undone told when none is, before the error is thrown
     * @throws UserError when the store cannot be written, or a newer program has taken it over
     */
    public transaction(change: () => void, undone: () => void = () => undefined): void {
        if (this.readOnly)
            throw notWritable(this.folder);
        try {
            this.run("BEGIN IMMEDIATE"); // takes the write lock first, so that nothing read here can be changed by others
            try {
                if (versionOf(this.database) > schemaVersion)
                    throw newerStore(this.database, path.join(this.folder, databaseName));
                change();
                this.run("COMMIT");
            } catch (error) {
                undone();
                if (this.database.inTransaction)
                    this.run("ROLLBACK");
                throw error;
            }
        } catch (error) {
            throw asUserError(this.folder, error);
        }
    }

    private asked<T>(ask: () => T): T {
        try {
            return ask();
        } catch (error) {
            throw asUserError(this.folder, error);
        }
    }

    private statement(sql: string, lists = false): Database.Statement {
        const name = `${sql}${lists ? " as lists" : ""}`;
        let statement = this.prepared.get(name);
        if (statement === undefined) {
            statement = this.database.prepare(sql);
            if (lists)
                statement.raw();
            this.prepared.set(name, statement);
        }
        return statement;
    }
}
