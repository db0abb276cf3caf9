"""Draws the training logs of some runs: loss of the training tokens, and of held-out answers. See README.md."""

import argparse
import json
from pathlib import Path

import matplotlib
from matplotlib import pyplot

matplotlib.use("svg")
matplotlib.rcParams["svg.hashsalt"] = "goldpan"  # the same picture for the same logs


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, default=Path(__file__).resolve().parent / "curves.svg")
    options.add_argument("runs", nargs="+", help="<name>=<folder of a run>")
    given = options.parse_args()
    figure, (training, held_out) = pyplot.subplots(1, 2, figsize=(11, 4.2), layout="constrained")
    for run in given.runs:
        name, _, folder = run.partition("=")
        entries = [json.loads(line) for line in (Path(folder) / "log.jsonl").read_text().splitlines()]
        steps = [entry for entry in entries if "loss" in entry and entry["step"] >= 150]
        (line,) = training.plot([entry["minutes"] for entry in steps], [entry["loss"] for entry in steps], label=name, linewidth=1)
        tests = [entry for entry in entries if "alone" in entry]
        for key, style, label in (("alone", "o-", "query alone"), ("behind", "s--", "an example in front")):
            held_out.plot([entry["minutes"] for entry in tests], [entry[key] for entry in tests], style, color=line.get_color(), label=f"{name}, {label}", markersize=3, linewidth=1)
    training.set(xlabel="minutes of a worker's processor time", ylabel="training loss, nats a token")
    held_out.set(xlabel="minutes of a worker's processor time", ylabel="held-out answers, nats a byte")
    for axes in (training, held_out):
        axes.legend(fontsize=7)
        axes.grid(alpha=0.3)
    figure.savefig(given.out, metadata={"Date": None})


if __name__ == "__main__":
    main()
