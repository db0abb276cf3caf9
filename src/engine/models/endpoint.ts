import {UserError} from "../../core/errors.js";

const variables = ["MODEL_ENDPOINT", "HF_ENDPOINT"] as const;

/**
 * Where Hugging Face is: its own address, or that of a mirror in the variables that llama.cpp and node-llama-cpp read for it.
 * Ends with a slash.
 * @throws UserError when it has a name or password in it: addresses are shown, written down and sent along
 */
export function huggingFaceEndpoint(environment: NodeJS.ProcessEnv = process.env): string {
    for (const variable of variables) {
        const given = environment[variable];
        if (given === undefined || !/^https?:\/\//.test(given) || !URL.canParse(given))
            continue;
        const {username, password} = new URL(given);
        if (username !== "" || password !== "")
            throw new UserError(`The address in the environment variable ${variable} has a user's name or password in it: leave them out, and give an access token in HF_TOKEN.`);
        return given.replace(/\/*$/, "/");
    }
    return "https://huggingface.co/";
}
