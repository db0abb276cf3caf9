export type Fetch = (address: string | URL | Request, init?: RequestInit) => Promise<Response>;

export interface AuthorizedFetchOptions {
    /** The address that the person asked: only what stands there (scheme, host and port) is ever given the token. */
    readonly endpoint: string;
    readonly token: string | undefined;
    /** What sends; another one in tests. */
    readonly send?: Fetch;
}

/** A server leads to where nobody goes. The message is half a sentence. */
export class MisleadingRedirect extends Error {
    public override readonly name = "MisleadingRedirect";
}

/** As it was when this program began: a global one may be replaced by what is made here. */
const network: Fetch = globalThis.fetch;

const mostRedirects = 10;
const closed: readonly number[] = [401, 403, 404];
const redirects: readonly number[] = [301, 302, 303, 307, 308];
const credentialHeaders = ["authorization", "cookie", "proxy-authorization"] as const;

/**
 * A `fetch` that keeps the access token between the person and the host they asked. It asks without the token first (most models are
 * open, and then nobody needs to know who asks) and, where that is refused, again with it. It follows redirects itself, and once
 * one has left the endpoint nothing is authorised any more, not even back at the endpoint: what leads there was said by somebody
 * else. Whoever calls it (a library that repeats requests and remembers where they ended) never sees the token.
 * @returns what answers; the redirect itself where `redirect` is `manual`
 * @throws MisleadingRedirect when a redirect leads where nobody goes, see `redirectOf`, or there are too many
 */
export function authorizedFetch({endpoint, token, send = network}: AuthorizedFetchOptions): Fetch {
    const {origin} = new URL(endpoint);
    const refused = new Set<string>(); // addresses that were asked in vain without the token: a file is asked for in many pieces

    return async (first, {redirect = "follow", ...init} = {}) => {
        const headers = new Headers(init.headers);
        for (const name of credentialHeaders)
            headers.delete(name);
        let address = new URL(first instanceof Request ? first.url : first);
        let atEndpoint = address.origin === origin;
        for (let hops = 0; hops <= mostRedirects; hops++) {
            const response = await knock(address, {...init, headers, redirect: "manual"}, atEndpoint);
            const next = redirect === "follow" ? redirectOf(address, response) : undefined;
            if (next === undefined)
                return response;
            await response.body?.cancel();
            address = next;
            atEndpoint &&= address.origin === origin;
        }
        throw new MisleadingRedirect(`${new URL(endpoint).host} leads from one address to the next without an end`);
    };

    async function knock(address: URL, init: RequestInit, atEndpoint: boolean): Promise<Response> {
        if (!atEndpoint || token === undefined)
            return send(address, init);
        if (!refused.has(address.href)) {
            const response = await send(address, init);
            if (!closed.includes(response.status))
                return response;
            await response.body?.cancel();
            refused.add(address.href);
        }
        const headers = new Headers(init.headers);
        headers.set("authorization", `Bearer ${token}`);
        return send(address, {...init, headers});
    }
}

/**
 * Where an answer leads; undefined when it is no redirect.
 * @throws MisleadingRedirect when that is no address, one with credentials in it, or one without encryption after one with it
 */
export function redirectOf(address: URL, response: Response): URL | undefined {
    const location = redirects.includes(response.status) ? response.headers.get("location") : null;
    if (location === null)
        return undefined;
    if (!URL.canParse(location, address.href))
        throw new MisleadingRedirect(`${address.host} leads to an address that is none`);
    const next = new URL(location, address);
    if (next.username !== "" || next.password !== "")
        throw new MisleadingRedirect(`${address.host} leads to an address with a name or password in it`);
    if (next.protocol !== "https:" && (address.protocol === "https:" || next.protocol !== "http:"))
        throw new MisleadingRedirect(`${address.host} leads from ${address.protocol}// to ${next.protocol}//`);
    return next;
}
