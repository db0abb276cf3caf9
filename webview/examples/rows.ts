import type {ExampleTable} from "../../src/core/table/table.js";
import {make, setAttribute} from "../dom.js";
import {isSelected, type Selection} from "../selection.js";
import type {Column} from "./columns.js";

export const rowHeight = 24;

export interface PlacedRow {
    /** Place in the list. */
    readonly place: number;
    /** Pixels from the top of what is in view. */
    readonly top: number;
}

interface Slot {
    readonly element: HTMLElement;
    readonly cells: readonly HTMLElement[];
    /** Place in the list; -1: not in use. */
    at: number;
}

export interface Shown {
    readonly list: Uint32Array;
    readonly table: ExampleTable;
    readonly active: number;
    readonly selection: Selection;
}

/** The rows on the page: a few elements that are used again for whatever is in view. A row further down by one stays the same element. */
export class Rows {
    public readonly element = make("div", {class: "rows", role: "rowgroup"});
    private slots: Slot[] = [];
    private columns: readonly Column[] = [];

    public setColumns(columns: readonly Column[]): void {
        this.columns = columns;
        this.slots = [];
        this.element.replaceChildren();
    }

    /** @param rows ascending, without a gap */
    public show(rows: readonly PlacedRow[], shown: Shown): void {
        while (this.slots.length < rows.length + 2)
            this.slots.push(this.newSlot());
        const used = new Set<number>();
        for (const row of rows) {
            const number = row.place % this.slots.length;
            const slot = this.slots[number];
            if (slot === undefined || used.has(number))
                continue;
            used.add(number);
            this.fill(slot, row, shown);
        }
        for (const [number, slot] of this.slots.entries())
            if (!used.has(number) && slot.at !== -1) {
                slot.at = -1;
                slot.element.remove();
            }
    }

    /** The place in the list of the row that an event is about. */
    public placeOf(target: EventTarget | null): number | undefined {
        const element = target instanceof Element ? target.closest(".row") : null;
        return this.slots.find((slot) => slot.element === element)?.at;
    }

    public idOf(place: number): string | undefined {
        return this.slots.find(({at}) => at === place)?.element.id;
    }

    private newSlot(): Slot {
        const cells = this.columns.map((column, at) => make("div", {"role": "gridcell", "class": column.numbers === true ? "cell number" : "cell", "aria-colindex": at + 1}, ...column.create === undefined ? [] : [column.create()]));
        return {element: make("div", {role: "row", class: "row", id: `row-${this.slots.length}`}, ...cells), cells, at: -1};
    }

    private fill(slot: Slot, {place, top}: PlacedRow, {list, table, active, selection}: Shown): void {
        const row = list[place] ?? 0;
        if (slot.at === -1)
            this.element.append(slot.element);
        slot.at = place;
        slot.element.style.transform = `translateY(${top}px)`;
        setAttribute(slot.element, "aria-rowindex", place + 2);
        setAttribute(slot.element, "aria-selected", String(isSelected(selection, row)));
        slot.element.classList.toggle("active", row === active);
        for (const [at, column] of this.columns.entries()) {
            const cell = slot.cells[at];
            if (cell !== undefined)
                column.show(cell, row, table);
        }
    }
}
