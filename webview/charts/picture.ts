import {makeSvg} from "../dom.js";
import {post} from "../host.js";

/** What a picture outside of the panel needs to look the same: there are no style sheets. */
const carried = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "opacity", "font-family", "font-size", "text-anchor", "visibility"];
/** Parts that are there to be touched. */
const left = ".brush, .edge, .slot";

/** Pixels of a PNG for each of the page: for papers and good displays. */
const scale = 2;

/** Hands what a view draws to the extension as SVG and as PNG, its colours written into it; several drawings side by side. */
export async function savePicture(view: HTMLElement, name: string): Promise<void> {
    const drawings = [...view.querySelectorAll<SVGSVGElement>("svg.chart")].filter((drawing) => drawing.getClientRects().length > 0);
    const copies = drawings.map(copyOf);
    const [first] = copies;
    if (first === undefined)
        return;
    const picture = copies.length === 1 ? first : makeSvg("svg", {}, ...copies);
    let width = 0, height = 0;
    for (const copy of copies) {
        copy.setAttribute("x", String(width));
        width += Number(copy.getAttribute("width"));
        height = Math.max(height, Number(copy.getAttribute("height")));
    }
    picture.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
    picture.setAttribute("width", String(width));
    picture.setAttribute("height", String(height));
    picture.style.backgroundColor = getComputedStyle(document.body).backgroundColor;
    const svg = new TextEncoder().encode(new XMLSerializer().serializeToString(picture)).slice().buffer;
    post({kind: "save-picture", name, svg, png: await painted(svg, width, height)});
}

async function painted(svg: ArrayBuffer, width: number, height: number): Promise<ArrayBuffer | null> {
    const address = URL.createObjectURL(new Blob([svg], {type: "image/svg+xml"}));
    try {
        const image = new Image();
        image.src = address;
        const isDrawable = await image.decode().then(() => true, () => false);
        if (!isDrawable)
            return null;
        const canvas = document.createElement("canvas");
        canvas.width = scale * width;
        canvas.height = scale * height;
        canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
        const blob = await new Promise<Blob | null>((resolve) => {
            canvas.toBlob(resolve, "image/png");
        });
        return await blob?.arrayBuffer() ?? null; // none of a picture that is too large for the browser
    } finally {
        URL.revokeObjectURL(address);
    }
}

function copyOf(drawn: SVGSVGElement): SVGSVGElement {
    const copy = drawn.cloneNode(true) as SVGSVGElement;
    const originals = drawn.querySelectorAll("*"), copies = copy.querySelectorAll("*");
    for (const [at, original] of originals.entries()) {
        const style = getComputedStyle(original);
        for (const property of carried)
            copies[at]?.setAttribute(property, style.getPropertyValue(property));
    }
    for (const part of copy.querySelectorAll(left))
        part.remove();
    return copy;
}
