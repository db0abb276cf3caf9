import {Virtualizer, type Rect, type VirtualizerOptions} from "@tanstack/virtual-core";
import {rowHeight, type PlacedRow} from "./rows.js";

export interface Scrolling {
    readonly setLength: (length: number) => void;
    /** What is to be on the page: the rows in view and a few above and below. */
    readonly rows: () => readonly PlacedRow[];
    /** Without those above and below. */
    readonly rowsInView: () => readonly PlacedRow[];
    /** Scrolls as little as shows this place of the list. */
    readonly reveal: (place: number) => void;
    /** In pixels of the list. */
    readonly offset: () => number;
    readonly scrollTo: (pixels: number) => void;
}

/**
 * Chromium keeps positions in pixels of the screen, as 32-bit floats, which are whole numbers up to 2^24, and its elements end at 2^25. Where a list
 * is longer, a pixel of scrolling is more than one of the list.
 */
const highest = 16_000_000;
/** Rows above and below those in view. */
const beyond = 4;

/**
 * The library's list in an element that scrolls. Where the list is too long for an element, the library is told of rows and of a view that are
 * lower than they are by the same factor, so that it only knows pixels that there are.
 *
 * @param height takes the height of the list @param room the pixels of the view, as they are shown
 */
export function scrolling(element: HTMLElement, height: HTMLElement, room: () => number): Scrolling {
    let scale = 1, length = 0;
    /** Where the library has scrolled to, and where the element went: to a whole pixel, which may be several of the list. */
    let exact = 0, went = 0;
    let tellRoom: (rect: Rect) => void = () => undefined, tellOffset: (offset: number, isScrolling: boolean) => void = () => undefined;
    const options = (): VirtualizerOptions<HTMLElement, HTMLElement> => ({
        count: length,
        overscan: beyond,
        estimateSize: () => rowHeight / scale,
        getScrollElement: () => element,
        observeElementRect: (_, tell) => {
            tellRoom = tell;
        },
        observeElementOffset: (_, tell) => {
            tellOffset = tell;
        },
        scrollToFn: (offset) => {
            exact = offset;
            element.scrollTop = offset;
            went = element.scrollTop;
        }
    });
    const virtual = new Virtualizer(options());
    virtual._willUpdate(); // what frameworks call once the element is there

    const offset = (): number => (virtual.scrollOffset ?? 0) * scale;

    /** The element is always right: rows are drawn in the frame in which something has changed, of which events tell one later. */
    function look(): void {
        const wanted = Math.max(1, length * rowHeight * Math.max(1, devicePixelRatio) / highest);
        if (wanted !== scale) { // also where the window was zoomed or moved to another screen
            const top = offset();
            scale = wanted;
            virtual.measure();
            scrollTo(top);
        }
        const inView = room();
        tellRoom({width: 0, height: inView / scale});
        const end = virtual.getTotalSize() - inView / scale;
        height.style.height = `${(scale === 1 ? end : Math.ceil(end) + 1) + inView}px`; // the end lies between two pixels: the one beyond shows it, too
        if (element.scrollTop !== went) // not by the library: a person has scrolled, or the element has become lower
            exact = went = element.scrollTop;
        const now = Math.max(0, Math.min(exact, end));
        if (now !== virtual.scrollOffset)
            tellOffset(now, false);
    }
    function scroll(command: () => void): void {
        look();
        command();
        virtual.cancelScroll(); // it would wait for rows to be measured
        look();
    }
    function scrollTo(pixels: number): void {
        scroll(() => {
            virtual.scrollToOffset(pixels / scale);
        });
    }
    function rows(): readonly PlacedRow[] {
        look();
        const top = virtual.scrollOffset ?? 0;
        return virtual.getVirtualItems().map(({index, start}) => ({place: index, top: (start - top) * scale}));
    }
    return {
        rows, scrollTo,
        rowsInView: () => {
            const all = rows(), {range} = virtual;
            return all.filter(({place}) => range !== null && place >= range.startIndex && place <= range.endIndex);
        },
        setLength: (next) => {
            length = next;
            virtual.setOptions(options());
        },
        reveal: (place) => {
            scroll(() => {
                virtual.scrollToIndex(place);
            });
        },
        offset: () => {
            look();
            return offset();
        }
    };
}
