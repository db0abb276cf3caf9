/**
 * Where Hugging Face is: its own address, or that of a mirror in the variables that llama.cpp and node-llama-cpp read for it.
 * Ends with a slash.
 */
export function huggingFaceEndpoint(environment: NodeJS.ProcessEnv = process.env): string {
    const given = [environment.MODEL_ENDPOINT, environment.HF_ENDPOINT].find((address) => address !== undefined && /^https?:\/\//.test(address) && URL.canParse(address));
    return (given ?? "https://huggingface.co").replace(/\/*$/, "/");
}
