import {readFile} from "node:fs/promises";
import {createServer} from "node:http";
import type {AddressInfo} from "node:net";
import {frame} from "../../../src/vscode/panel/frame.js";
import {languages, type Language} from "./languages.js";

const files: Readonly<Record<string, readonly [string, string]>> = {
    "/panel.js": ["dist/webview/panel.js", "text/javascript"], "/panel.css": ["dist/webview/panel.css", "text/css"], "/host.js": ["dist/test/webview/page/host.js", "text/javascript"]
};
const nonce = "bm9uY2UgZm9yIHRlc3Rz";

/** Serves the panel in the frame and so under the policy that it has in VS Code, and beside it a stand-in of the extension. */
export async function servePanel(): Promise<{readonly origin: string; readonly close: () => void}> {
    const server = createServer((request, response) => {
        const {pathname, searchParams} = new URL(request.url ?? "/", "http://localhost");
        const file = files[pathname];
        if (file === undefined) {
            const language = languages[searchParams.get("language") ?? "english"];
            response.writeHead(pathname === "/" && language !== undefined ? 200 : 404, {"content-type": "text/html; charset=utf-8"});
            response.end(pathname === "/" && language !== undefined ? page(`http://${request.headers.host ?? ""}`, language) : "");
            return;
        }
        void readFile(file[0]).then((content) => {
            response.writeHead(200, {"content-type": `${file[1]}; charset=utf-8`});
            response.end(content);
        });
    });
    await new Promise<void>((resolve) => {
        server.listen(0, "127.0.0.1", resolve);
    });
    return {
        origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        close: () => {
            server.closeAllConnections();
            server.close();
        }
    };
}

function page(origin: string, language: Language): string {
    return frame({nonce, source: origin, script: "/panel.js", style: "/panel.css", ...language}).replace("<script", `<script type="module" nonce="${nonce}" src="/host.js"></script><script`);
}
