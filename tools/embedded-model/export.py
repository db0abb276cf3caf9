"""Writes a checkpoint as a GGUF file (version 3) that llama.cpp reads as `llama`: matrices in Q8_0, norms in F32. See README.md."""

import argparse
import hashlib
from pathlib import Path

import gguf
import numpy as np
import sentencepiece
import torch

from model import Shape
from sources import BOOKS, INSTRUCTIONS

LICENCE = "cc-by-sa-4.0"
"""Two sources ask for their own licence to be kept (CC BY-SA 3.0 and 4.0), and this one fits both."""


def interleaved(weight: np.ndarray, heads: int) -> np.ndarray:
    """Rows of a query or key matrix with the partners of a rotation side by side, as llama.cpp's `llama` has them."""
    rows, width = weight.shape
    return weight.reshape(heads, 2, rows // heads // 2, width).swapaxes(1, 2).reshape(rows, width)


def tensors(weights: dict[str, torch.Tensor], shape: Shape) -> dict[str, np.ndarray]:
    """Weights by their GGUF names."""
    named = {"embedding": "token_embd", "norm": "output_norm", "head": "output"}
    in_layer = {
        "attention_norm": "attn_norm", "query": "attn_q", "key": "attn_k", "value": "attn_v", "attention_out": "attn_output",
        "ffn_norm": "ffn_norm", "gate": "ffn_gate", "up": "ffn_up", "down": "ffn_down",
    }
    result = {}
    for name, weight in weights.items():
        values = weight.float().numpy()
        parts = name.removesuffix(".weight").split(".")
        if parts[0] != "layers":
            result[f"{named[parts[0]]}.weight"] = values
            continue
        if parts[2] in ("query", "key"):
            values = interleaved(values, shape.heads)
        result[f"blk.{parts[1]}.{in_layer[parts[2]]}.weight"] = values
    return result


def add_tokenizer(writer: gguf.GGUFWriter, tokenizer: sentencepiece.SentencePieceProcessor) -> None:
    """The vocabulary as SentencePiece has it; a text gets a BOS in front and no space."""
    def kind(piece: int) -> int:
        if tokenizer.is_unknown(piece):
            return gguf.TokenType.UNKNOWN
        if tokenizer.is_control(piece):
            return gguf.TokenType.CONTROL
        return gguf.TokenType.BYTE if tokenizer.is_byte(piece) else gguf.TokenType.NORMAL

    every = range(tokenizer.get_piece_size())
    writer.add_tokenizer_model("llama")
    writer.add_tokenizer_pre("default")
    writer.add_token_list([tokenizer.id_to_piece(piece) for piece in every])
    writer.add_token_scores([tokenizer.get_score(piece) for piece in every])
    writer.add_token_types([kind(piece) for piece in every])
    writer.add_bos_token_id(tokenizer.bos_id())
    writer.add_eos_token_id(tokenizer.eos_id())
    writer.add_unk_token_id(tokenizer.unk_id())
    writer.add_add_bos_token(True)
    writer.add_add_eos_token(False)
    writer.add_add_space_prefix(False)


def main() -> None:
    here = Path(__file__).resolve().parent
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--checkpoint", type=Path, default=here / "work" / "run" / "final.pt")
    options.add_argument("--tokenizer", type=Path, default=here / "work" / "data" / "tokenizer.model")
    options.add_argument("--out", type=Path, default=here.parents[1] / "models" / "goldpan-scorer.gguf")
    given = options.parse_args()
    kept = torch.load(given.checkpoint, map_location="cpu", weights_only=True)
    shape = Shape(**kept["shape"])

    writer = gguf.GGUFWriter(given.out, "llama")
    writer.add_name("Goldpan scorer")
    writer.add_description(f"The scorer model that Goldpan brings along, trained from scratch on {kept['state']['tokens'] / 1e6:.0f} million tokens.")
    writer.add_author("The Goldpan authors")
    writer.add_license(LICENCE)
    writer.add_license_link("https://creativecommons.org/licenses/by-sa/4.0/")
    writer.add_languages(["en"])
    for place, source in enumerate((*INSTRUCTIONS, *BOOKS)):
        writer.add_dataset_name(place, source.name)
    writer.add_context_length(shape.context)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.feed_forward)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.heads)
    writer.add_rope_dimension_count(shape.head)
    writer.add_rope_freq_base(shape.rope_base)
    writer.add_layer_norm_rms_eps(shape.epsilon)
    writer.add_vocab_size(shape.pieces)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q8_0)
    add_tokenizer(writer, sentencepiece.SentencePieceProcessor(model_file=str(given.tokenizer)))
    for name, values in tensors(kept["model"], shape).items():
        if values.ndim == 1:
            writer.add_tensor(name, values)
        else:
            packed = gguf.quants.quantize(values, gguf.GGMLQuantizationType.Q8_0)
            writer.add_tensor(name, packed, raw_dtype=gguf.GGMLQuantizationType.Q8_0)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    content = given.out.read_bytes()
    count = sum(weight.numel() for weight in kept["model"].values())
    print(f"{given.out.name}: {count:,} parameters, {len(content):,} bytes, SHA-256 {hashlib.sha256(content).hexdigest()}")


if __name__ == "__main__":
    main()
