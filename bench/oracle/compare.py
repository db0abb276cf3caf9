"""Compare Goldpan's log-probability sums with the oracle's, pair by pair."""

import argparse
import json
import math
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

Pair = tuple[int, int]


@dataclass(frozen=True)
class Sums:
    """One row: the sums over the scored tokens of an anchor."""

    tokens: int
    zero_shot: float
    one_shot: float

    @property
    def won(self) -> bool:
        return self.one_shot > self.zero_shot

    def mean(self, total: float) -> float:
        """Per token; an anchor without scored tokens sums to nothing."""
        return total / self.tokens if self.tokens else 0.0


def main() -> None:
    arguments = parse_arguments()
    oracle, goldpan = read_rows(arguments.oracle), read_rows(arguments.goldpan)
    problem = report(oracle, goldpan, arguments.near_tie)
    if problem:
        print(f"FAILED: {problem}")
        sys.exit(1)
    print("OK")


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--oracle", type=Path, required=True, help="JSONL written by oracle.py")
    parser.add_argument("--goldpan", type=Path, required=True, help="JSONL written by Goldpan")
    parser.add_argument("--near-tie", type=float, default=3e-3, help="nats per token (default: %(default)s)")
    return parser.parse_args()


def read_rows(path: Path) -> dict[Pair, Sums]:
    """The rows of a file by (example, anchor); lines without "example" are headers."""
    rows: dict[Pair, Sums] = {}
    for line in path.read_text(encoding="utf-8").split("\n"):
        record = json.loads(line) if line.strip() else {}
        if "example" not in record:
            continue
        pair = (record["example"], record["anchor"])
        sums = Sums(record["tokens"], record["zeroShot"], record["oneShot"])
        if pair in rows:
            raise SystemExit(f"{path.name} has example {pair[0]}, anchor {pair[1]} twice.")
        if not (is_number(sums.zero_shot) and is_number(sums.one_shot)):
            raise SystemExit(f"{path.name} has a sum that is not a number at example {pair[0]}, anchor {pair[1]}.")
        rows[pair] = sums
    return rows


def is_number(value: object) -> bool:
    """JSON written by JavaScript has null where a sum is NaN."""
    return isinstance(value, int | float) and math.isfinite(value)


def report(oracle: dict[Pair, Sums], goldpan: dict[Pair, Sums], near_tie: float) -> str | None:
    """Print the figures; return a sentence if the two do not agree."""
    pairs = sorted(oracle.keys() & goldpan.keys())
    if not pairs:
        return "the two files have no pair of example and anchor in common."
    one_sided = unmatched(oracle, goldpan)
    counts_differ = [pair for pair in pairs if oracle[pair].tokens != goldpan[pair].tokens]
    disagreements = [pair for pair in pairs if oracle[pair].won != goldpan[pair].won]
    outside = [pair for pair in disagreements if not is_near_tie(oracle[pair], near_tie)]

    print(f"pairs compared                      {len(pairs)}")
    print(f"pairs on one side only              {len(one_sided)}")
    print(f"token counts that differ            {len(counts_differ)}")
    for name, field in (("zero-shot", "zero_shot"), ("one-shot", "one_shot")):
        differences = [mean_difference(oracle[pair], goldpan[pair], field) for pair in pairs]
        print(
            f"{name:9} difference, nats/token    "
            f"max {max(differences):.2e}, mean {math.fsum(differences) / len(differences):.2e}"
        )
    near_ties = sum(is_near_tie(oracle[pair], near_tie) for pair in pairs)
    print(f"wins                                oracle {wins(oracle, pairs)}, Goldpan {wins(goldpan, pairs)}")
    print(f"near-ties (below {near_tie:g} nats/token)  {near_ties}")
    print(f"disagreements on wins               {len(disagreements)}")
    print(f"disagreements outside near-ties     {len(outside)}")
    print(f"golden scores, max difference       {golden_score_difference(oracle, goldpan, pairs):.4f}")

    if one_sided:
        return f"{len(one_sided)} pairs of shared examples are on one side only, first {describe(one_sided[0])}."
    if counts_differ:
        return f"the number of scored tokens differs in {len(counts_differ)} pairs, first {describe(counts_differ[0])}."
    if outside:
        return f"{len(outside)} wins differ outside near-ties, first {describe(outside[0])}."
    return None


def unmatched(oracle: dict[Pair, Sums], goldpan: dict[Pair, Sums]) -> list[Pair]:
    """Pairs on one side only, of the examples that both sides scored.

    Either side may have scored fewer examples, but the anchors left out must be the same.
    """
    shared = {example for example, _ in oracle} & {example for example, _ in goldpan}
    return sorted(pair for pair in oracle.keys() ^ goldpan.keys() if pair[0] in shared)


def is_near_tie(sums: Sums, near_tie: float) -> bool:
    return abs(sums.mean(sums.one_shot - sums.zero_shot)) < near_tie


def mean_difference(one: Sums, other: Sums, field: str) -> float:
    return abs(one.mean(getattr(one, field)) - other.mean(getattr(other, field)))


def wins(rows: dict[Pair, Sums], pairs: Iterable[Pair]) -> int:
    return sum(rows[pair].won for pair in pairs)


def golden_score_difference(oracle: dict[Pair, Sums], goldpan: dict[Pair, Sums], pairs: list[Pair]) -> float:
    """The largest difference of the share of anchors won, over the examples."""
    anchors = Counter(example for example, _ in pairs)
    surplus = Counter()
    for pair in pairs:
        surplus[pair[0]] += oracle[pair].won - goldpan[pair].won
    return max(abs(surplus[example]) / count for example, count in anchors.items())


def describe(pair: Pair) -> str:
    return f"example {pair[0]}, anchor {pair[1]}"


if __name__ == "__main__":
    main()
