"""Golden-score sums by the plainest means: torch, float32, one full forward pass per sequence.

Independent of Goldpan and of llama.cpp on purpose. Of the speed-ups that a scorer would use there is
one only: a zero-shot sum does not depend on the example, so each is computed once.
"""

import argparse
import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import torch
import transformers
from gguf_tokenizer import GgufVocabulary, build_vocabulary, read_metadata
from transformers import AutoConfig, AutoModelForCausalLM, GgufConfig

LONGEST_CONTEXT = 4096
ALPACA_COLUMNS = {"instruction", "input", "output"}


@dataclass(frozen=True)
class Protocol:
    """The points in which the two protocols differ."""

    separator: str
    zero_shot_bos: bool
    anchor_cut: int | None


PROTOCOLS = {
    "paper": Protocol(separator="\n\n", zero_shot_bos=True, anchor_cut=None),
    "reference": Protocol(separator="", zero_shot_bos=False, anchor_cut=200),
}


@dataclass(frozen=True)
class Anchor:
    """An anchor's tokens; those from `answer_start` on are scored."""

    index: int
    tokens: list[int]
    answer_start: int

    @property
    def scored(self) -> int:
        return len(self.tokens) - self.answer_start


def main() -> None:
    arguments = parse_arguments()
    started = time.monotonic()
    torch.set_num_threads(arguments.threads)
    protocol = PROTOCOLS[arguments.protocol]
    metadata = read_metadata(arguments.model)
    half = context_length(metadata) // 2
    vocabulary = build_vocabulary(metadata)
    examples = read_records(arguments.dataset, arguments.columns_free)[: arguments.limit]
    anchors = prepare_anchors(read_records(arguments.anchors, arguments.columns_free), vocabulary, protocol, half)
    model = load_model(arguments.model, metadata)

    rows = score(model, vocabulary, protocol, half, examples, anchors)
    header = {
        "model": arguments.model.name,
        "protocol": arguments.protocol,
        "torch": torch.__version__,
        "transformers": transformers.__version__,
        "seconds": round(time.monotonic() - started, 3),
    }
    with arguments.out.open("w", encoding="utf-8") as out:
        for row in [header, *rows]:
            out.write(json.dumps(row) + "\n")


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True, help="GGUF file")
    parser.add_argument("--dataset", type=Path, required=True, help="Alpaca JSON array or JSONL")
    parser.add_argument("--anchors", type=Path, required=True, help="Alpaca JSON array or JSONL")
    parser.add_argument("--protocol", choices=PROTOCOLS, required=True)
    parser.add_argument("--limit", type=int, help="score only the first examples of the dataset")
    parser.add_argument("--out", type=Path, required=True, help="JSONL file to write")
    parser.add_argument("--columns-free", action="store_true", help="allow (and ignore) further columns")
    parser.add_argument("--threads", type=int, default=1, help="torch threads")
    return parser.parse_args()


def read_records(path: Path, columns_free: bool) -> list[dict]:
    """The records of an Alpaca file, a JSON array or JSONL with blank lines ignored."""
    text = path.read_text(encoding="utf-8-sig")
    if text.lstrip().startswith("["):
        records = json.loads(text)
    else:
        # Only a line feed ends a JSONL line; str.splitlines would also break at U+2028 inside a string.
        records = [json.loads(line) for line in text.split("\n") if line.strip()]
    for i, record in enumerate(records):
        further = set(record) - ALPACA_COLUMNS
        if further and not columns_free:
            raise SystemExit(
                f"Record {i} of {path.name} has further columns ({', '.join(sorted(further))}): "
                "pass --columns-free to ignore them."
            )
    return records


def render(record: dict) -> tuple[str, str]:
    """The query and the full text of a record."""
    instruction, context, output = ((record.get(name) or "").strip() for name in ("instruction", "input", "output"))
    query = f"Instruction:\n{instruction}\n" + (f"Input:\n{context}\n" if context else "") + "Response:\n"
    return query, query + output


def context_length(metadata: dict) -> int:
    return min(metadata[f"{metadata['general.architecture']}.context_length"], LONGEST_CONTEXT)


def prepare_anchors(records: list[dict], vocabulary: GgufVocabulary, protocol: Protocol, half: int) -> list[Anchor]:
    """Tokenize the anchors; a protocol without a cut leaves unusable ones out instead."""
    anchors = []
    for i, record in enumerate(records):
        query, full = render(record)
        tokens = vocabulary.tokenize(full)[: protocol.anchor_cut]
        # A query longer than the cut anchor leaves nothing to sum.
        start = min(len(vocabulary.tokenize(query)), len(tokens))
        anchor = Anchor(i, tokens, start)
        if protocol.anchor_cut is not None or (len(tokens) <= half and anchor.scored > 0):
            anchors.append(anchor)
    return anchors


def example_tokens(record: dict, vocabulary: GgufVocabulary, protocol: Protocol, half: int) -> list[int]:
    """The example and the separator; a long example is cut first, so that the separator survives."""
    _, full = render(record)
    alone = vocabulary.tokenize(full)
    if len(alone) > half:
        return alone[:half] + vocabulary.tokenize(protocol.separator)
    return vocabulary.tokenize(full + protocol.separator)


def load_model(path: Path, metadata: dict) -> torch.nn.Module:
    """The model in float32; refuses what transformers would load without a word and compute wrongly."""
    scaling = metadata.get(f"{metadata['general.architecture']}.rope.scaling.type", "none")
    if scaling != "none" or "rope_freqs.weight" in metadata["tensors"]:
        raise SystemExit("The oracle cannot use this model: transformers ignores the rope scaling in a GGUF file.")

    transformers.logging.set_verbosity_error()
    source = {"pretrained_model_name_or_path": path.parent, "gguf_file": path.name, "local_files_only": True}
    config = AutoConfig.from_pretrained(**source)
    # Some files hold 2^32 - 1 for "no padding token", which torch takes for an index.
    config.pad_token_id = None
    model, info = AutoModelForCausalLM.from_pretrained(
        **source,
        config=config,
        dtype=torch.float32,
        attn_implementation="eager",
        quantization_config=GgufConfig(dequantize=True),
        output_loading_info=True,
    )
    if info["missing_keys"] or info["mismatched_keys"]:
        raise SystemExit(f"Weights not found in {path.name}: {info['missing_keys'] or info['mismatched_keys']}.")
    return model.eval()


def score(
    model: torch.nn.Module,
    vocabulary: GgufVocabulary,
    protocol: Protocol,
    half: int,
    examples: list[dict],
    anchors: list[Anchor],
) -> list[dict]:
    """One row per example and anchor."""
    bos = [] if vocabulary.bos is None else [vocabulary.bos]
    zero_shot_prefix = bos if protocol.zero_shot_bos else []
    zero_shot = [answer_sum(model, zero_shot_prefix, anchor) for anchor in anchors]
    rows = []
    for i, record in enumerate(examples):
        started = time.monotonic()
        prefix = bos + example_tokens(record, vocabulary, protocol, half)
        for anchor, zero in zip(anchors, zero_shot, strict=True):
            one = answer_sum(model, prefix, anchor)
            rows.append(
                {"example": i, "anchor": anchor.index, "tokens": anchor.scored, "zeroShot": zero, "oneShot": one}
            )
        print(f"example {i + 1}/{len(examples)}: {time.monotonic() - started:.1f} s", file=sys.stderr)
    return rows


@torch.inference_mode()
def answer_sum(model: torch.nn.Module, prefix: list[int], anchor: Anchor) -> float:
    """The log-probability of the anchor's answer after the prefix and the anchor's query."""
    if anchor.scored == 0:
        return 0.0
    # The logits that predict an answer stand one place before it, so those of the last token go.
    tokens = torch.tensor([prefix + anchor.tokens])
    output = model(tokens, use_cache=False, logits_to_keep=anchor.scored + 1)
    log_probabilities = torch.log_softmax(output.logits[0, :-1], dim=-1)
    answer = torch.tensor(anchor.tokens[anchor.answer_start :])
    return log_probabilities.gather(1, answer[:, None]).double().sum().item()


if __name__ == "__main__":
    main()
