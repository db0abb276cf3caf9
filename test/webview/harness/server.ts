import {readFile} from "node:fs/promises";
import {createServer} from "node:http";
import type {AddressInfo} from "node:net";

const files: Readonly<Record<string, readonly [string, string]>> = {
    "/panel.js": ["dist/webview/panel.js", "text/javascript"], "/panel.css": ["dist/webview/panel.css", "text/css"], "/host.js": ["dist/test/webview/page/host.js", "text/javascript"]
};
const nonce = "bm9uY2UgZm9yIHRlc3Rz";

/** Serves the panel under the policy that it has in VS Code, and beside it a stand-in of the extension. */
export async function servePanel(): Promise<{readonly origin: string; readonly close: () => void}> {
    const server = createServer((request, response) => {
        const {pathname} = new URL(request.url ?? "/", "http://localhost");
        const file = files[pathname];
        if (file === undefined) {
            const origin = `http://${request.headers.host ?? ""}`;
            response.writeHead(pathname === "/" ? 200 : 404, {
                "content-type": "text/html; charset=utf-8",
                "content-security-policy": `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${origin}; font-src ${origin}; img-src data: blob: ${origin}`
            });
            response.end(pathname === "/" ? page : "");
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

const page = `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Goldpan</title><link rel="stylesheet" href="/panel.css"></head>
<body><script type="module" nonce="${nonce}" src="/host.js"></script><script type="module" nonce="${nonce}" src="/panel.js"></script></body>
</html>
`;
