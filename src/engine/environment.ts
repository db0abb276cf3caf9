/** `download`: it asks Hugging Face for a person, through their proxy. `compute`: it needs the machine and its drivers. */
export type Purpose = "download" | "compute";

/**
 * Names of variables that hold secrets, or the way to them. A list of what a worker may have would be the safer one, but drivers of GPUs
 * read variables without number.
 */
const secretNames = /TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|PASSFILE|CREDENTIAL|COOKIE|APIKEY|(^|_)(AUTH|BEARER|JWT|KEYS?|PASS|PAT|PWD)(_|$)/i;
const harmless = /^(OLD)?PWD$/i;
const proxies = /^(HTTPS?|ALL|NO)_PROXY$/i;
/** An address with a name or password in it. */
const credentials = /^[a-z][a-z0-9+.-]*:\/\/[^/\s]*@/i;

/** What a worker's process gets of the environment: it reads files that anybody may have made, and needs no secret but its own. */
export function environmentFor(purpose: Purpose, own: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
    return Object.fromEntries(Object.entries(own).filter(([name, value = ""]) => {
        if (purpose === "download" && (name === "HF_TOKEN" || proxies.test(name)))
            return true;
        return harmless.test(name) || (!secretNames.test(name) && !credentials.test(value));
    }));
}
