import assert from "node:assert/strict";
import {authorizedFetch, MisleadingRedirect} from "../../../src/engine/models/authorizedFetch.js";

const endpoint = "https://hub.example/mirror/";

/** Answers of a made-up network by address; `closed` ones open with the token only. */
interface Web {
    readonly leads?: Readonly<Record<string, string>>;
    readonly closed?: readonly string[];
}

interface Seen {
    readonly address: string;
    readonly authorization: string | null;
}

async function ask(web: Web, address = "https://hub.example/a", init: RequestInit = {}): Promise<{seen: Seen[]; status: number}> {
    const seen: Seen[] = [];
    const guarded = authorizedFetch({endpoint, token: "secret", send: (to, {headers} = {}) => {
        const authorization = new Headers(headers).get("authorization"), at = (to as URL).href;
        seen.push({address: at, authorization});
        if (web.closed?.includes(at) === true && authorization === null)
            return Promise.resolve(new Response(null, {status: 401}));
        const location = web.leads?.[at];
        return Promise.resolve(new Response(null, location === undefined ? {status: 200} : {status: 302, headers: {location}}));
    }});
    const {status} = await guarded(address, init);
    return {seen, status};
}

describe("authorizedFetch", () => {
    const table: readonly {readonly title: string; readonly web: Web; readonly address?: string; readonly init?: RequestInit; readonly expected: readonly string[]}[] = [
        {title: "asks an open door without the token", web: {}, expected: ["https://hub.example/a"]},
        {title: "asks a closed one again with it", web: {closed: ["https://hub.example/a"]}, expected: ["https://hub.example/a", "https://hub.example/a secret"]},
        {
            title: "takes it along where the endpoint leads to itself",
            web: {leads: {"https://hub.example/a": "/b"}, closed: ["https://hub.example/b"]}, expected: ["https://hub.example/a", "https://hub.example/b", "https://hub.example/b secret"]
        },
        {
            title: "keeps it from another host", web: {leads: {"https://hub.example/a": "https://cdn.example/a"}, closed: ["https://cdn.example/a"]},
            expected: ["https://hub.example/a", "https://cdn.example/a"]
        },
        {
            title: "keeps it from a host that only begins or ends like it",
            web: {leads: {"https://hub.example/a": "https://hub.example.evil.example/a", "https://hub.example.evil.example/a": "https://evil.hub.example/a"}, closed: ["https://evil.hub.example/a"]},
            expected: ["https://hub.example/a", "https://hub.example.evil.example/a", "https://evil.hub.example/a"]
        },
        {
            title: "keeps it from another port", web: {leads: {"https://hub.example/a": "https://hub.example:8443/a"}, closed: ["https://hub.example:8443/a"]},
            expected: ["https://hub.example/a", "https://hub.example:8443/a"]
        },
        {
            title: "keeps it from the endpoint when somebody else leads back there",
            web: {leads: {"https://hub.example/a": "https://cdn.example/a", "https://cdn.example/a": "https://hub.example/b"}, closed: ["https://hub.example/b"]},
            expected: ["https://hub.example/a", "https://cdn.example/a", "https://hub.example/b"]
        },
        {title: "keeps it where somebody else is asked from the start", address: "https://cdn.example/a", web: {closed: ["https://cdn.example/a"]}, expected: ["https://cdn.example/a"]},
        {title: "keeps it from the endpoint's name without encryption", address: "http://hub.example/a", web: {closed: ["http://hub.example/a"]}, expected: ["http://hub.example/a"]},
        {
            title: "sends no credentials that somebody else has put in", web: {}, init: {headers: {AUTHORIZATION: "Bearer other", cookie: "a=b"}},
            expected: ["https://hub.example/a"]
        },
        {title: "follows nothing where redirects are wanted", web: {leads: {"https://hub.example/a": "/b"}}, init: {redirect: "manual"}, expected: ["https://hub.example/a"]}
    ];
    for (const {title, web, address, init, expected} of table)
        it(title, async () => {
            const {seen} = await ask(web, address, init);
            assert.deepEqual(seen.map((one) => [one.address, ...(one.authorization === null ? [] : [one.authorization.replace("Bearer ", "")])].join(" ")), expected);
        });

    it("asks without the token once for each address", async () => {
        const asked: (string | null)[] = [];
        const guarded = authorizedFetch({endpoint, token: "secret", send: (_, {headers} = {}) => {
            asked.push(new Headers(headers).get("authorization"));
            return Promise.resolve(new Response(null, {status: asked.at(-1) === null ? 401 : 200}));
        }});
        for (let i = 0; i < 3; i++)
            assert.equal((await guarded("https://hub.example/a")).status, 200);
        assert.deepEqual(asked, [null, "Bearer secret", "Bearer secret", "Bearer secret"]);
    });

    const misleading: readonly (readonly [title: string, location: string])[] = [
        ["from https to http", "http://hub.example/a"], ["to a file", "file:///etc/passwd"], ["to an address with a name in it", "https://me@cdn.example/a"],
        ["to an address with a password in it", "https://:pw@cdn.example/a"], ["to no address", "https://"], ["in circles", "https://hub.example/a"]
    ];
    for (const [title, location] of misleading)
        it(`follows no redirect ${title}`, () => assert.rejects(ask({leads: {"https://hub.example/a": location}}), MisleadingRedirect));
});
