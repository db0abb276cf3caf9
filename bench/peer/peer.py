"""The mathematics of the golden score on PyTorch and transformers, made as fast as is reasonable there.

Scores work that Goldpan's benchmark wrote, so that the two can be timed on the same tokens. Numbers
are the oracle's concern; the sums are printed for the benchmark to check that the work was the same.
"""

import time

# Before the imports: a second or more of torch is part of the wait for the first score.
STARTED = time.monotonic()

import argparse
import json
import platform
import resource
import sys
from dataclasses import dataclass
from pathlib import Path

import torch
import transformers
from torch.nn.functional import cross_entropy
from torch.nn.utils.rnn import pad_sequence
from transformers import DynamicCache

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "oracle"))
from gguf_tokenizer import read_metadata
from onednn import use_onednn
from oracle import load_model

# How many anchors are run at once on one example.
MODES = {"sequential": 1, "batched": 8}

# The longest anchor of a batch may be this much longer than the shortest: a processor that is busy
# already gains less from a larger batch than it loses on padding.
LONGEST_TO_SHORTEST = 1.25

# Logits of a whole batch would be hundreds of megabytes with a large vocabulary.
LOGIT_ROWS = 128


@dataclass(frozen=True)
class Continuation:
    """Tokens to run behind an example; those from `scored_from` on are scored."""

    tokens: list[int]
    scored_from: int


@dataclass(frozen=True)
class Example:
    prefix: list[int]
    continuations: list[Continuation]

    @property
    def tokens(self) -> int:
        return len(self.prefix) + sum(len(continuation.tokens) for continuation in self.continuations)

    @property
    def scored(self) -> int:
        return sum(len(continuation.tokens) - continuation.scored_from for continuation in self.continuations)


def main() -> None:
    arguments = parse_arguments()
    torch.set_num_threads(arguments.threads)
    batch_size = MODES[arguments.mode]
    examples = read_work(arguments.work)

    checking = time.monotonic()
    metadata = read_metadata(arguments.model)
    loading = time.monotonic()
    model = load(arguments.model, metadata, arguments.onednn)
    loaded = time.monotonic()
    score(model, Example(examples[0].prefix, examples[0].continuations[:batch_size]), batch_size)
    begun = time.monotonic()

    sums, ended = [], []
    for example in examples:
        sums.append(score(model, example, batch_size))
        ended.append(time.monotonic())
        if ended[-1] - begun >= arguments.seconds:
            break

    done = examples[: len(sums)]
    # Neither the oracle's check of the metadata nor the warm-up is anything to wait for in use.
    unneeded = (loading - checking) + (begun - loaded)
    result = {
        "mode": arguments.mode,
        "onednn": arguments.onednn,
        "threads": arguments.threads,
        "examples": len(done),
        "tokens": sum(example.tokens for example in done),
        "scored": sum(example.scored for example in done),
        "seconds": ended[-1] - begun,
        "loadSeconds": loaded - loading,
        "firstScoreSeconds": ended[0] - STARTED - unneeded,
        "peakBytes": peak_bytes(),
        "versions": {
            "torch": torch.__version__,
            "transformers": transformers.__version__,
            "python": platform.python_version(),
        },
        "sums": sums,
    }
    print(json.dumps(result))


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True, help="GGUF file")
    parser.add_argument("--work", type=Path, required=True, help="JSON file of examples and continuations")
    parser.add_argument("--threads", type=int, required=True, help="torch threads")
    parser.add_argument("--mode", choices=MODES, default="sequential", help="(default: %(default)s)")
    parser.add_argument("--onednn", action="store_true", help="matrix products through oneDNN; see onednn.py")
    parser.add_argument(
        "--seconds", type=float, default=float("inf"), help="start no further example after this time (default: all)"
    )
    return parser.parse_args()


def read_work(path: Path) -> list[Example]:
    work = json.loads(path.read_text(encoding="utf-8"))
    examples = [
        Example(record["prefix"], [Continuation(each["tokens"], each["scoredFrom"]) for each in record["continuations"]])
        for record in work["examples"]
    ]
    if not examples:
        raise SystemExit(f"{path.name} holds no example.")
    if not all(example.prefix for example in examples):
        raise SystemExit(f"An example of {path.name} has no prefix: there is nothing to continue.")
    return examples


def load(path: Path, metadata: dict, onednn: bool) -> torch.nn.Module:
    model = load_model(path, metadata)
    # The oracle wants the plainest attention, the peer the fastest.
    model.set_attn_implementation("sdpa")
    if onednn:
        use_onednn(model)
    return model


@torch.inference_mode()
def score(model: torch.nn.Module, example: Example, batch_size: int) -> list[float]:
    """The summed log-probability of every continuation, in order."""
    cached = CachedExample(model, example.prefix)
    sums = [0.0] * len(example.continuations)
    for batch in batches(example.continuations, batch_size):
        totals = score_batch(model, cached, [example.continuations[i] for i in batch])
        for i, total in zip(batch, totals, strict=True):
            sums[i] = total
    return sums


def batches(continuations: list[Continuation], size: int) -> list[list[int]]:
    """The places of continuations of like lengths, together."""
    lengths = [len(continuation.tokens) for continuation in continuations]
    found: list[list[int]] = []
    for i in sorted(range(len(lengths)), key=lengths.__getitem__):
        if found and len(found[-1]) < size and lengths[i] <= LONGEST_TO_SHORTEST * lengths[found[-1][0]]:
            found[-1].append(i)
        else:
            found.append([i])
    return found


class CachedExample:
    """What the model keeps of an example, to be continued any number of times."""

    def __init__(self, model: torch.nn.Module, prefix: list[int]) -> None:
        self._cache = DynamicCache()
        output = model.model(torch.tensor([prefix]), past_key_values=self._cache, use_cache=True)
        self._layers = [(layer.keys, layer.values) for layer in self._cache.layers]
        self.last_hidden = output.last_hidden_state[0, -1:]

    def cache(self, batch_size: int) -> DynamicCache:
        """Good until the next call. Nothing is copied here: the layers join old and new into new tensors."""
        for layer, (keys, values) in zip(self._cache.layers, self._layers, strict=True):
            layer.keys = keys.expand(batch_size, -1, -1, -1)
            layer.values = values.expand(batch_size, -1, -1, -1)
        return self._cache


def score_batch(model: torch.nn.Module, example: CachedExample, batch: list[Continuation]) -> list[float]:
    # The padding needs no mask: it stands on the right, where no real token looks.
    tokens = pad_sequence([torch.tensor(each.tokens) for each in batch], batch_first=True)
    hidden = model.model(tokens, past_key_values=example.cache(len(batch)), use_cache=True).last_hidden_state
    rows, targets = [], []
    for each, states in zip(batch, hidden, strict=True):
        # What predicts a token stands one place before it, for the first one in the example.
        rows.append(torch.cat([example.last_hidden, states])[each.scored_from : len(each.tokens)])
        targets += each.tokens[each.scored_from :]
    found = log_probabilities(model, torch.cat(rows), torch.tensor(targets, dtype=torch.long))
    return [part.sum().item() for part in found.split([len(part) for part in rows])]


def log_probabilities(model: torch.nn.Module, hidden: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    # One fused kernel; logsumexp makes two more tensors of the logits' size and is slower.
    parts = [
        -cross_entropy(model.lm_head(states), wanted, reduction="none")
        for states, wanted in zip(hidden.split(LOGIT_ROWS), targets.split(LOGIT_ROWS), strict=True)
    ]
    return torch.cat(parts).double()


def peak_bytes() -> int:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


if __name__ == "__main__":
    main()
