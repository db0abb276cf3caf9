"""The tokenizer of a GGUF file, rebuilt from its metadata to give llama.cpp's token ids.

transformers' own GGUF tokenizers are not used: they refuse files whose padding id is a placeholder,
derive SentencePiece merges instead of following the scores, match special tokens inside data, and
do not know every pre-tokenizer. All text here is data, so a string such as "</s>" stays plain text.
"""

import heapq
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gguf import GGUFReader
from tokenizers import Regex, Tokenizer, models, pre_tokenizers

USER_DEFINED = 4
SPACE_PIECE = "\u2581"

_GPT2_SPLIT = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)"


def _cased_split(digits: str) -> str:
    """The split that Llama 3 and Qwen 2 share; they differ in how many digits stay together."""
    return (
        r"'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD]|[^\r\n\p{L}\p{N}]?\p{L}+|"
        + digits
        + r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
    )


@dataclass(frozen=True)
class PreTokenizer:
    """What llama.cpp ties to a value of tokenizer.ggml.pre."""

    splits: tuple[str, ...]
    ignore_merges: bool = False
    adds_bos: bool = False


PRE_TOKENIZERS = {
    "gpt-2": PreTokenizer((_GPT2_SPLIT,)),
    "smollm": PreTokenizer((r"\p{N}", _GPT2_SPLIT)),
    "qwen2": PreTokenizer((_cased_split(r"\p{N}"),)),
    "llama-bpe": PreTokenizer((_cased_split(r"\p{N}{1,3}"),), ignore_merges=True, adds_bos=True),
}


@dataclass(frozen=True)
class GgufVocabulary:
    """A tokenizer without special tokens, and the BOS id if the model wants one in front."""

    tokenize: Callable[[str], list[int]]
    bos: int | None


def read_metadata(model: Path) -> dict:
    """All metadata of a GGUF file, and the names of its tensors under "tensors"."""
    reader = GGUFReader(model)
    metadata = {name: field.contents() for name, field in reader.fields.items()}
    metadata["tensors"] = {tensor.name for tensor in reader.tensors}
    return metadata


def build_vocabulary(metadata: dict) -> GgufVocabulary:
    """The vocabulary that the metadata describes; refuses a kind that was never checked."""
    kind = metadata["tokenizer.ggml.model"]
    if kind == "llama":
        add_bos_default, bos_default = True, 1
        encode = _sentencepiece_encoder(metadata)
        prefix = " " if metadata.get("tokenizer.ggml.add_space_prefix", True) else ""
    elif kind == "gpt2" and metadata.get("tokenizer.ggml.pre") in PRE_TOKENIZERS:
        pre = PRE_TOKENIZERS[metadata["tokenizer.ggml.pre"]]
        add_bos_default, bos_default = pre.adds_bos, None
        encode = _byte_level_encoder(metadata, pre)
        prefix = ""
    else:
        pre_name = metadata.get("tokenizer.ggml.pre")
        raise SystemExit(f"The oracle cannot tokenize {kind!r} vocabularies with pre-tokenizer {pre_name!r}.")

    user_defined = _user_defined_tokens(metadata)

    def tokenize(text: str) -> list[int]:
        return _tokenize_around(text, user_defined, encode, prefix)

    adds_bos = metadata.get("tokenizer.ggml.add_bos_token", add_bos_default)
    bos = metadata.get("tokenizer.ggml.bos_token_id", bos_default) if adds_bos else None
    return GgufVocabulary(tokenize, bos)


def _user_defined_tokens(metadata: dict) -> list[tuple[str, int]]:
    """Tokens that llama.cpp matches whole even where special tokens are off, longest first."""
    tokens = metadata["tokenizer.ggml.tokens"]
    types = metadata.get("tokenizer.ggml.token_type", [])
    found = [(tokens[i], i) for i, token_type in enumerate(types) if token_type == USER_DEFINED]
    return sorted(found, key=lambda token: len(token[0].encode()), reverse=True)


def _tokenize_around(
    text: str,
    user_defined: list[tuple[str, int]],
    encode: Callable[[str], list[int]],
    prefix: str,
) -> list[int]:
    """Cut the user-defined tokens out, encode the text between them.

    The prefix goes before a text that starts the input or follows such a token, as in llama.cpp.
    """
    fragments: list[str | int] = [text] if text else []
    for token_text, token in user_defined:
        fragments = [part for fragment in fragments for part in _cut_out(fragment, token_text, token)]
    ids: list[int] = []
    for fragment in fragments:
        ids += [fragment] if isinstance(fragment, int) else encode(prefix + fragment)
    return ids


def _cut_out(fragment: str | int, token_text: str, token: int) -> list[str | int]:
    """Split a text fragment at every occurrence of one token; leave a found token as it is."""
    if isinstance(fragment, int) or token_text not in fragment:
        return [fragment]
    first, *rest = fragment.split(token_text)
    parts: list[str | int] = [first]
    for text in rest:
        parts += [token, text]
    return [part for part in parts if part != ""]


def _sentencepiece_encoder(metadata: dict) -> Callable[[str], list[int]]:
    """Greedy merging: the neighbouring pair whose union has the best score goes first.

    Ties go to the leftmost pair. Control tokens take part in merging, because they do in llama.cpp.
    """
    ids = {token: i for i, token in enumerate(metadata["tokenizer.ggml.tokens"])}
    scores = metadata["tokenizer.ggml.scores"]

    def encode(text: str) -> list[int]:
        pieces: list[str] = list(text.replace(" ", SPACE_PIECE))
        following = list(range(1, len(pieces) + 1))
        preceding = list(range(-1, len(pieces) - 1))
        queue: list[tuple[float, int, int, str]] = []

        def offer(left: int, right: int) -> None:
            if left < 0 or right >= len(pieces):
                return
            union = pieces[left] + pieces[right]
            if union in ids:
                heapq.heappush(queue, (-scores[ids[union]], left, right, union))

        for i in range(len(pieces) - 1):
            offer(i, i + 1)
        while queue:
            _, left, right, union = heapq.heappop(queue)
            # A stale entry: one of the two was merged since. A merged-away piece is empty.
            if not pieces[left] or not pieces[right] or pieces[left] + pieces[right] != union:
                continue
            pieces[left], pieces[right] = union, ""
            following[left] = following[right]
            if following[left] < len(pieces):
                preceding[following[left]] = left
            offer(preceding[left], left)
            offer(left, following[left])
        return [token for piece in pieces if piece for token in _piece_ids(piece, ids)]

    return encode


def _piece_ids(piece: str, ids: dict[str, int]) -> list[int]:
    """The id of a piece, or those of its UTF-8 bytes where the vocabulary lacks it."""
    if piece in ids:
        return [ids[piece]]
    return [ids[f"<0x{byte:02X}>"] for byte in piece.encode()]


def _byte_level_encoder(metadata: dict, pre: PreTokenizer) -> Callable[[str], list[int]]:
    """Byte-level BPE with llama.cpp's splits and no special tokens added."""
    vocabulary = {token: i for i, token in enumerate(metadata["tokenizer.ggml.tokens"])}
    merges = [tuple(merge.split(" ")) for merge in metadata["tokenizer.ggml.merges"]]
    tokenizer = Tokenizer(models.BPE(vocabulary, merges, ignore_merges=pre.ignore_merges))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Split(Regex(split), "isolated") for split in pre.splits]
        + [pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)]
    )
    return lambda text: tokenizer.encode(text, add_special_tokens=False).ids
