import {post} from "../host.js";

/** What a picture outside of the panel needs to look the same: there are no style sheets. */
const carried = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "opacity", "font-family", "font-size", "text-anchor", "visibility"];
/** Parts that are there to be touched. */
const left = ".brush, .edge, .slot";

/** Hands the drawing to the extension as an SVG file, its colours written into it. */
export function savePicture(view: HTMLElement, name: string): void {
    const drawn = view.querySelector("svg");
    if (drawn === null)
        return;
    const copy = drawn.cloneNode(true) as SVGSVGElement;
    const originals = drawn.querySelectorAll("*"), copies = copy.querySelectorAll("*");
    for (const [at, original] of originals.entries()) {
        const style = getComputedStyle(original);
        for (const property of carried)
            copies[at]?.setAttribute(property, style.getPropertyValue(property));
    }
    for (const part of copy.querySelectorAll(left))
        part.remove();
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    copy.setAttribute("viewBox", `0 0 ${drawn.getAttribute("width")} ${drawn.getAttribute("height")}`);
    copy.style.backgroundColor = getComputedStyle(document.body).backgroundColor;
    const bytes = new TextEncoder().encode(new XMLSerializer().serializeToString(copy)).slice().buffer;
    post({kind: "save-picture", name: `${name}.svg`, format: "svg", bytes});
}
