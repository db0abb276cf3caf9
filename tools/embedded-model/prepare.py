"""Makes everything that training reads: the tokenizer, rows of tokens, and the held-out examples. See README.md."""

import argparse
import json
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import sentencepiece

from packs import Packs
from sources import Example, read_instructions, read_passages

MIXTURE = {"instructions": 0.42, "noise": 0.12, "book tasks": 0.14, "rules": 0.04, "books": 0.28}
"""Shares of the tokens."""
JOINTS = (("\n\n", 0.6), ("", 0.25), ("\n", 0.15))
"""What stands between two examples of a pack: the paper protocol's blank line, the reference's nothing, or a line break."""
MIXED = {512: 0.0, 2048: 0.3}
"""Share of the instruction packs whose examples are of any kind, by the length of a row: what stands in front need not be related."""


def train_tokenizer(texts: Iterator[str], pieces: int, target: Path) -> None:
    """
    A SentencePiece vocabulary by byte-pair encoding, with a fallback to bytes. It is trained on single lines, so a line break
    is a byte of its own and no piece ever reaches over two fields of the template.
    """
    lines = target.with_suffix(".txt")
    with lines.open("w", encoding="utf-8") as out:
        for text in texts:
            out.writelines(f"{line}\n" for line in text.splitlines() if line.strip())
    sentencepiece.SentencePieceTrainer.train(
        input=str(lines), model_prefix=str(target.with_suffix("")), vocab_size=pieces, model_type="bpe", byte_fallback=True,
        normalization_rule_name="identity", remove_extra_whitespaces=False, add_dummy_prefix=False, split_digits=True,
        allow_whitespace_only_pieces=True, character_coverage=0.9995, input_sentence_size=400_000, shuffle_input_sentence=True,
        max_sentence_length=20_000, unk_id=0, bos_id=1, eos_id=2, pad_id=-1, minloglevel=1,
    )
    lines.unlink()


class Rows:
    """Fills rows of a length with documents, each behind a BOS, and wastes no token on padding."""

    def __init__(self, packs: Packs, tokenizer: sentencepiece.SentencePieceProcessor, length: int):
        self.packs, self.tokenizer, self.length = packs, tokenizer, length
        self.makers: dict[str, Callable[[], list[Example] | str]] = {
            "instructions": packs.instructions, "noise": packs.noise, "book tasks": packs.book_tasks, "rules": packs.rules, "books": packs.books,
        }
        self.shown = dict.fromkeys(self.makers, 1)
        self.waiting: list[list[int]] = []

    def document(self) -> list[int]:
        """A document of the kind that is furthest behind its share, no longer than a row."""
        kind = max(self.makers, key=lambda name: MIXTURE[name] / self.shown[name])
        made = self.makers[kind]()
        tokens = [self.tokenizer.bos_id(), *(self.tokenizer.encode(made) if isinstance(made, str) else self.join(made))][: self.length]
        self.shown[kind] += len(tokens)
        return tokens

    def join(self, pack: list[Example]) -> list[int]:
        rng = self.packs.rng
        joint = self.tokenizer.encode(rng.choices([text for text, _ in JOINTS], [weight for _, weight in JOINTS])[0])
        tokens: list[int] = []
        for example in pack:
            # An answer is kept to half a row, as the scorer keeps an example to half its context.
            query, answer = self.tokenizer.encode([example.query(), example.output])
            tokens += [*(joint if tokens else []), *query, *answer[: self.length // 2]]
        return tokens

    def next(self) -> list[int]:
        """A row: documents that fit, the longest first, and at the end the beginning of one."""
        row: list[int] = []
        while len(row) < self.length:
            while len(self.waiting) < 64:
                self.waiting.append(self.document())
            room = self.length - len(row)
            fitting = [place for place, document in enumerate(self.waiting) if len(document) <= room]
            best = max(fitting, key=lambda place: len(self.waiting[place])) if fitting else self.packs.rng.randrange(len(self.waiting))
            if not row:  # any may begin a row, or the short ones would always stand behind others
                best = self.packs.rng.randrange(len(self.waiting))
            row += self.waiting.pop(best)[:room]
        return row


def main() -> None:
    here = Path(__file__).resolve().parent
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, default=here.parents[2] / "shared" / "train", help="the folder of the sources")
    options.add_argument("--work", type=Path, default=here / "work" / "data", help="where to write")
    options.add_argument("--pieces", type=int, default=4096)
    options.add_argument("--short", type=float, default=60, help="million tokens in rows of 512")
    options.add_argument("--long", type=float, default=20, help="million tokens in rows of 2,048")
    options.add_argument("--without-noise", action="store_true", help="no packs of noisy answers (for comparison)")
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)

    learned, held_out = read_instructions(given.data)
    passages = read_passages(given.data)
    with (given.work / "held-out.jsonl").open("w", encoding="utf-8") as out:
        for example in held_out:
            record = {"instruction": example.instruction, "input": example.input, "output": example.output, "source": example.source}
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
    vocabulary = given.work / "tokenizer.model"
    if not vocabulary.exists():
        examples = [text for of_source in learned.values() for example in of_source for text in (example.query(), example.output)]
        train_tokenizer(iter([*examples, *passages[::4]]), given.pieces, vocabulary)
    tokenizer = sentencepiece.SentencePieceProcessor(model_file=str(vocabulary))

    if given.without_noise:
        MIXTURE["instructions"] += MIXTURE["noise"]
        MIXTURE["noise"] = 1e-9
    for length, millions in ((512, given.short), (2048, given.long)):
        rows = Rows(Packs(learned, passages, MIXED[length], random.Random(given.seed * 10_000 + length)), tokenizer, length)
        count = int(millions * 1e6) // length
        target = np.lib.format.open_memmap(given.work / f"rows-{length}.npy", "w+", np.uint16, (count, length))
        for place in range(count):
            target[place] = rows.next()
        target.flush()
        shares = {name: round(tokens / sum(rows.shown.values()), 3) for name, tokens in rows.shown.items()}
        print(f"rows of {length}: {count:,}, shares of the tokens {shares}", flush=True)

    # Documents of the held-out examples, alone and two of a source, for the loss while training.
    rng = random.Random(given.seed)
    by_source: dict[str, list[Example]] = {}
    for example in held_out:
        by_source.setdefault(example.source, []).append(example)
    texts = []
    for examples in by_source.values():
        rng.shuffle(examples)
        texts += [(first, second) for first, second in zip(examples[0:80:2], examples[1:80:2])]
    documents = []
    for first, second in texts:
        front = tokenizer.encode(f"{first.query()}{first.output}\n\n")[:700]
        query, answer = tokenizer.encode([second.query(), second.output])
        if len(query) + len(answer) <= 600:
            documents.append({"front": front, "query": query, "answer": answer, "bytes": len(second.output.encode())})
    (given.work / "held-out-tokens.json").write_text(json.dumps(documents))
    size = sum(len(re.sub(r"\s+", " ", passage)) for passage in passages[:1000]) / sum(len(ids) for ids in tokenizer.encode(passages[:1000]))
    print(f"{len(held_out):,} held-out examples, {len(documents)} documents of them; {size:.2f} characters a token in the books")


if __name__ == "__main__":
    main()
