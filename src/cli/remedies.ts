import type {Remedy, UserError} from "../core/errors.js";

const remedies: Readonly<Record<Remedy, string>> = {
    "anchor-file": "Give a file with --anchors.",
    "anchors": "Mend --anchors.",
    "columns": "Mend --columns.",
    "device": "Use --gpu auto or --gpu off.",
    "less-memory": "Try --gpu off, or a smaller model or quantisation.",
    "model": "Name a GGUF model with --model.",
    "newer-store": "Update Goldpan, or choose another folder with --store.",
    "other-anchors": "Use --anchors random:100 or a file of anchors (for goldpan anchors, --method random), or another model.",
    "other-store": "Choose another folder with --store, or move the files away.",
    "place": "Choose another place with --out.",
    "processor": "Try --gpu off.",
    "scores-file": "Name a file that \"goldpan score\" wrote.",
    "seed": "Draw with another --seed.",
    "writable-store": "Choose another folder with --store, or mend its permissions."
};

/** What the command line says of an error. */
export function sentence({message, remedy}: UserError): string {
    return remedy === undefined ? message : `${message} ${remedies[remedy]}`;
}
