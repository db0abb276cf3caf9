import type {Example} from "../../../src/core/example.js";
import {DatasetReader} from "../../../src/core/formats/reader.js";

/** Examples as the reader makes them, with its keys and flags. */
export function readRecords(records: readonly object[]): Example[] {
    const reader = new DatasetReader();
    const items = [...reader.push(new TextEncoder().encode(records.map((record) => JSON.stringify(record)).join("\n"))), ...reader.end()];
    return items.map((item) => {
        if (item.kind !== "example")
            throw new Error(`a record of this test cannot be read: ${JSON.stringify(item)}`);
        return item.example;
    });
}

/** So many Alpaca records, each different. */
export function alpacaRecords(amount: number): object[] {
    return Array.from({length: amount}, (_, i) => ({instruction: `Question ${i}?`, input: "", output: `Answer ${i}.`}));
}
