import {realpath} from "node:fs/promises";
import {parseColumns} from "../core/formats/columns.js";
import {DatasetReader} from "../core/formats/reader.js";
import {nativeHash, readItems} from "../session/readDataset.js";
import {storeFolder} from "../store/location.js";
import {DecisionTable} from "./decisionTable.js";
import {KeptReadings} from "./keptReadings.js";
import type {KeepOrder, ReadingSettings} from "./messages.js";
import {categoryFields} from "./protocol.js";
import {addItems, beginReading, openReading, toKeep} from "./reading.js";
import {Rows} from "./rows.js";
import {identityOf} from "./source.js";

/** What `keepReading` does in its thread. @throws Error of any kind: there is nobody whom it would help */
export async function keep({path, columns, storeFolder: folder}: KeepOrder, settings: ReadingSettings): Promise<void> {
    const kept = await KeptReadings.of(storeFolder(folder), await realpath(path), columns, settings.settledMs);
    if (await kept.find() !== undefined)
        return;
    const mapping = columns === "" ? undefined : parseColumns(columns);
    const reading = beginReading({revision: 1, file: {path}, columns: mapping, rows: new Rows(0, new DecisionTable())}, undefined);
    const bytes = await openReading(reading, await identityOf(path), settings.pieceBytes);
    const reader = new DatasetReader(mapping, nativeHash, categoryFields);
    for await (const items of readItems(path, bytes.pieces, reader))
        addItems(reading, items);
    Object.assign(reading, {container: reader.container ?? "jsonl", sha256: bytes.sha256?.()});
    const told = toKeep(reading, settings.fewestKept);
    if (told !== undefined)
        await kept.keep(told);
}
