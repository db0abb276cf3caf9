"""Writes the model card, models/README.md, from the checkpoint, the GGUF file and the evaluation. See README.md."""

import argparse
import hashlib
import re
from pathlib import Path

import torch

from prepare import MIXTURE
from sources import BOOKS, INSTRUCTIONS


def main() -> None:
    here = Path(__file__).resolve().parent
    models = here.parents[1] / "models"
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--checkpoint", type=Path, default=here / "work" / "run" / "final.pt")
    options.add_argument("--evaluation", type=Path, required=True, help="what tools/embedded-model/evaluate printed")
    options.add_argument("--workers", type=int, default=2, help="that trained")
    given = options.parse_args()
    kept = torch.load(given.checkpoint, map_location="cpu", weights_only=True)
    shape, state = kept["shape"], kept["state"]
    content = (models / "goldpan-scorer.gguf").read_bytes()
    evaluation = given.evaluation.read_text()
    first_sift = "**Verdict:** A first sift" in evaluation
    rows = [f"| {s.name} | {s.origin} | {s.licence} |" for s in (*INSTRUCTIONS, *BOOKS)]
    values = {
        "verdict": "Seeing the tool work, and a first sift." if first_sift else "Demonstration only: it shows the tool at work. Its scores must not decide about data.",
        "bytes": f"{len(content):,}", "sha256": hashlib.sha256(content).hexdigest(),
        "layers": shape["layers"], "width": shape["width"], "heads": shape["heads"], "head": shape["width"] // shape["heads"],
        "feedForward": shape["feed_forward"], "pieces": f"{shape['pieces']:,}", "context": f"{shape['context']:,}",
        "parameters": f"{sum(weight.numel() for weight in kept['model'].values()):,}", "tokens": f"{state['tokens'] / 1e6:.1f}",
        "steps": f"{state['step']:,}", "minutes": f"{state['seconds'] / 60:.0f}", "workers": given.workers,
        "evaluation": evaluation.strip(), "own": f"{100 * (MIXTURE['book tasks'] + MIXTURE['rules']):.0f} %",
        "sources": "\n".join(["| file | what | licence |", "|---|---|---|", *rows]),
    }
    template = (here / "card.template.md").read_text()
    (models / "README.md").write_text(re.sub(r"\{\{(\w+)\}\}", lambda found: str(values[found.group(1)]), template))


if __name__ == "__main__":
    main()
