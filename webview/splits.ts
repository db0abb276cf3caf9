import {make, setAttribute, setHidden} from "./dom.js";

export interface Split {
    readonly element: HTMLElement;
    readonly show: (size: number, hidden: boolean) => void;
}

const step = 16;

/** A border that is moved by mouse or by arrow keys. @param along of which axis the size is @param sign -1 where the size grows towards the start */
export function split(label: string, along: "x" | "y", sign: 1 | -1, [least, most]: readonly [number, number], onChange: (size: number) => void): Split {
    const element = make("div", {"class": `split ${along}`, "role": "separator", "tabindex": 0, "aria-label": label, "aria-orientation": along === "x" ? "vertical" : "horizontal", "aria-valuemin": least, "aria-valuemax": most});
    let current = least, start: {readonly at: number; readonly size: number} | undefined;
    const to = (size: number): void => {
        onChange(Math.round(Math.min(most, Math.max(least, size))));
    };
    element.addEventListener("pointerdown", (event) => {
        element.setPointerCapture(event.pointerId);
        start = {at: along === "x" ? event.clientX : event.clientY, size: current};
    });
    element.addEventListener("pointermove", (event) => {
        if (start !== undefined && element.hasPointerCapture(event.pointerId))
            to(start.size + sign * ((along === "x" ? event.clientX : event.clientY) - start.at));
    });
    element.addEventListener("keydown", (event) => {
        const [less, more] = along === "x" ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"];
        if (event.key !== less && event.key !== more)
            return;
        event.preventDefault();
        to(current + (event.key === more ? sign : -sign) * step);
    });
    return {
        element,
        show: (size, hidden) => {
            current = size;
            setHidden(element, hidden);
            setAttribute(element, "aria-valuenow", size);
        }
    };
}
