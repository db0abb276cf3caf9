import type {FromPanel, ToPanel} from "./protocol.js";

/** What VS Code gives a webview, once. */
interface VsCodeApi {
    postMessage(message: FromPanel): void;
    getState(): unknown;
    setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

const api = acquireVsCodeApi();

export function post(message: FromPanel): void {
    api.postMessage(message);
}

/** Nothing but VS Code's own window sends messages to a webview; others would have to come from a frame, and there is none. */
export function listen(receive: (message: ToPanel) => void): void {
    window.addEventListener("message", ({data}: MessageEvent<ToPanel>) => {
        receive(data);
    });
}

/** What was kept when this panel was last shown. */
export function keptState(): unknown {
    return api.getState();
}

export function keepState(state: unknown): void {
    api.setState(state);
}

let lastNumber = 0;

/** A number for a question, different each time. */
export function nextNumber(): number {
    return ++lastNumber;
}
