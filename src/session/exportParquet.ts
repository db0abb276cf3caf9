import {ByteWriter, ParquetWriter, type ColumnSource} from "hyparquet-writer";
import type {SchemaElement} from "hyparquet";
import {tableCells, tableColumns, type Cell, type TableColumn} from "./exportTable.js";
import type {ChosenExample} from "./subsetRows.js";

/** A row group is put together in memory before it is written, and a reader takes it whole. */
export interface GroupLimits {
    readonly rows: number;
    readonly characters: number;
}

const usual: GroupLimits = {rows: 50_000, characters: 1 << 24};

/** A Parquet file of typed columns, one row group after the other, compressed by Snappy. */
export async function* parquetPieces(examples: AsyncIterable<ChosenExample>, limits = usual): AsyncGenerator<Uint8Array> {
    const writer = new ByteWriter();
    const parquet = new ParquetWriter({writer, schema: [{name: "root", num_children: tableColumns.length}, ...tableColumns.flatMap(schemaOf)], createdBy: "goldpan"});
    let columns = emptyColumns();
    let rows = 0, characters = 0;
    const group = async (): Promise<Uint8Array> => {
        await parquet.write({columnData: columns, rowGroupSize: rows});
        columns = emptyColumns();
        rows = characters = 0;
        return taken(writer);
    };
    for await (const example of examples) {
        for (const [at, cell] of tableCells(example).entries()) {
            columns[at]?.data.push(cell);
            characters += typeof cell === "string" ? cell.length : 0;
        }
        rows++;
        if (rows >= limits.rows || characters >= limits.characters)
            yield await group();
    }
    if (rows > 0)
        yield await group();
    await parquet.finish();
    yield taken(writer);
}

/** What has been written so far, out of the writer's memory; its count of bytes goes on. */
function taken(writer: ByteWriter): Uint8Array {
    const bytes = writer.getBytes().slice();
    writer.index = 0;
    return bytes;
}

function emptyColumns(): (ColumnSource & {readonly data: Cell[]})[] {
    return tableColumns.map(({name}) => ({name, data: [], offsetIndex: false})); // page by page is how nobody reads this
}

function schemaOf({name, type, optional}: TableColumn): SchemaElement[] {
    const repetition_type = optional ? "OPTIONAL" : "REQUIRED";
    switch (type) {
        case "whole":
            return [{name, type: "INT32", repetition_type}];
        case "number":
            return [{name, type: "DOUBLE", repetition_type}];
        case "text":
            return [{name, type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type}];
        case "texts":
            return [
                {name, converted_type: "LIST", repetition_type, num_children: 1},
                {name: "list", repetition_type: "REPEATED", num_children: 1},
                {name: "element", type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "REQUIRED"}
            ];
    }
}
