import {Command, InvalidArgumentError, Option} from "commander";
import {architectureNames, defaultOptions, tensorTypeNames, tokenizerNames, type RandomModelOptions} from "./options.js";
import {writeRandomModel} from "./randomModel.js";

function integer(text: string): number {
    if (!/^-?\d+$/.test(text))
        throw new InvalidArgumentError("It must be an integer.");
    return Number(text);
}

/** The option names on the command line are the fields of `RandomModelOptions`, but for `--vocabulary`. */
interface CommandLine extends Omit<RandomModelOptions, "vocabularySize"> {
    readonly out: string;
    readonly vocabulary?: number;
}

const program = new Command("random-model")
    .description("Writes a GGUF language model with random weights, for tests and benchmarks. The same options give the same bytes.")
    .requiredOption("--out <path>", "file to write")
    .option("--seed <n>", "what everything random follows from", integer, defaultOptions.seed)
    .addOption(new Option("--architecture <name>", "what the model is built like").choices(architectureNames).default(defaultOptions.architecture))
    .option("--vocabulary <n>", "number of tokens, at least 300", integer, defaultOptions.vocabularySize)
    .option("--width <n>", "length of the hidden vectors", integer, defaultOptions.width)
    .option("--layers <n>", "number of layers", integer, defaultOptions.layers)
    .option("--heads <n>", "number of attention heads", integer, defaultOptions.heads)
    .option("--kv-heads <n>", "number of key and value heads", integer, defaultOptions.kvHeads)
    .option("--feed-forward <n>", "inner length of the feed-forward networks", integer, defaultOptions.feedForward)
    .option("--sliding-window <n>", "tokens that a layer with a window sees", integer, defaultOptions.slidingWindow)
    .option("--context-length <n>", "context length in tokens", integer, defaultOptions.contextLength)
    .addOption(new Option("--type <type>", "how matrices are stored").choices(tensorTypeNames).default(defaultOptions.type))
    .addOption(new Option("--tokenizer <kind>", "kind of tokeniser").choices(tokenizerNames).default(defaultOptions.tokenizer))
    .option("--name <text>", "name of the model in its metadata", defaultOptions.name)
    .parse();

try {
    const {out, vocabulary, ...rest} = program.opts<CommandLine>();
    const {parameters, bytes} = await writeRandomModel(out, vocabulary === undefined ? rest : {...rest, vocabularySize: vocabulary});
    process.stdout.write(`${out}: ${parameters} parameters, ${bytes} bytes\n`);
} catch (error) {
    process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
}
