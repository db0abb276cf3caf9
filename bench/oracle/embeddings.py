"""The embeddings in a Goldpan store against the plainest ones: torch, float32, one text at a time.

`hidden_states[-1]` of transformers is the last hidden state after the final norm; its mean over the tokens, BOS among
them, is what k-means anchors are chosen by. Alpaca records only.
"""

import argparse
import hashlib
import json
import sqlite3
from pathlib import Path

import numpy
import torch
from gguf_tokenizer import build_vocabulary, read_metadata
from oracle import load_model, read_records, render


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True, help="GGUF file")
    parser.add_argument("--dataset", type=Path, required=True, help="Alpaca JSON array or JSONL")
    parser.add_argument("--store", type=Path, required=True, help="folder that goldpan anchors was given as --store, with this model's embeddings only")
    parser.add_argument("--limit", type=int, default=20)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    metadata = read_metadata(arguments.model)
    vocabulary = build_vocabulary(metadata)
    model = load_model(arguments.model, metadata)
    database = sqlite3.connect(arguments.store / "goldpan.sqlite")
    bos = [] if vocabulary.bos is None else [vocabulary.bos]
    differences, cosines, norms = [], [], []
    for record in read_records(arguments.dataset, True)[: arguments.limit]:
        row = database.execute("SELECT vector FROM embedding WHERE example = ? AND vector IS NOT NULL", (content_key(record),)).fetchone()
        if row is None:
            continue
        found = numpy.frombuffer(row[0], dtype="<f4").astype("f8")
        expected = embed(model, bos + vocabulary.tokenize(render(record)[1]))
        differences.append(numpy.abs(found - expected).max())
        cosines.append(found @ expected / numpy.linalg.norm(found) / numpy.linalg.norm(expected))
        norms.append(numpy.linalg.norm(expected))
    print(f"{len(differences)} embeddings, mean norm {numpy.mean(norms):.3f}: largest difference {max(differences):.2e}, "
          f"median {numpy.median(differences):.2e}; least cosine {min(cosines):.8f}")


@torch.inference_mode()
def embed(model: torch.nn.Module, tokens: list[int]) -> numpy.ndarray:
    states = model(torch.tensor([tokens]), use_cache=False, output_hidden_states=True).hidden_states[-1]
    return states[0].double().mean(dim=0).numpy()


def content_key(record: dict) -> str:
    """As in docs/formats.md."""
    instruction, context, output = ((record.get(name) or "").strip() for name in ("instruction", "input", "output"))
    content = [["user", instruction, context] if context else ["user", instruction], ["assistant", output]]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()[:32]


if __name__ == "__main__":
    main()
