/** Attributes by name; `class` and `text` are what they say. False and undefined leave an attribute out. */
export interface Properties {
    readonly class?: string;
    readonly text?: string;
    readonly [attribute: string]: string | number | boolean | undefined;
}

/** An element of the page. Texts become text nodes, never markup; styles are classes, because the page's policy forbids style attributes. */
export function make<K extends keyof HTMLElementTagNameMap>(tag: K, properties: Properties = {}, ...children: readonly (Node | string)[]): HTMLElementTagNameMap[K] {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(properties))
        if (name === "text")
            made.append(String(value));
        else
            setAttribute(made, name, value);
    made.append(...children);
    return made;
}

const svgNamespace = "http://www.w3.org/2000/svg";

export function makeSvg<K extends keyof SVGElementTagNameMap>(tag: K, properties: Properties = {}, ...children: readonly Node[]): SVGElementTagNameMap[K] {
    const made = document.createElementNS(svgNamespace, tag);
    for (const [name, value] of Object.entries(properties))
        if (name === "text")
            made.append(String(value));
        else
            setAttribute(made, name, value);
    made.append(...children);
    return made;
}

/** Touches the page only where something changes: a screen reader hears of every write. */
export function setAttribute(element: Element, name: string, value: string | number | boolean | undefined): void {
    if (value === undefined || value === false)
        element.removeAttribute(name);
    else if (element.getAttribute(name) !== (value === true ? "" : String(value)))
        element.setAttribute(name, value === true ? "" : String(value));
}

export function setText(element: Element, text: string): void {
    const {firstChild} = element;
    if (firstChild instanceof Text && element.childNodes.length === 1) {
        if (firstChild.data !== text)
            firstChild.data = text;
    } else if (text !== "" || firstChild !== null)
        element.replaceChildren(text);
}

export function setHidden(element: HTMLElement, hidden: boolean): void {
    if (element.hidden !== hidden)
        element.hidden = hidden;
}

/** Calls back once, this long after the last call. */
export function afterQuiet(milliseconds: number, work: () => void): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    return () => {
        clearTimeout(timer);
        timer = setTimeout(work, milliseconds);
    };
}

/** Tells whether a button of the pointer is held down anywhere on the page. @param released is called each time it is let go */
export function watchPointer(released: () => void = () => undefined): () => boolean {
    let isPressed = false;
    document.addEventListener("pointerdown", () => {
        isPressed = true;
    }, true);
    for (const end of ["pointerup", "pointercancel"])
        document.addEventListener(end, () => {
            isPressed = false;
            released();
        }, true);
    return () => isPressed;
}
