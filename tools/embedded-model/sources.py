"""What the scorer model learns from: the sources, their licences, what is left out and why, and what is held out."""

import hashlib
import json
import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Source:
    """A file `<name>.jsonl.xz`, and how many times an epoch shows it."""

    name: str
    times: float
    licence: str
    origin: str
    """For the card: what it is and whom it comes from."""


INSTRUCTIONS = (
    Source("flan_cot", 1.0, "Apache-2.0", "FLAN chain-of-thought collection (github.com/google-research/FLAN)"),
    Source("medquad", 0.5, "CC BY 4.0", "MedQuAD, A. Ben Abacha and D. Demner-Fushman (github.com/abachaa/MedQuAD)"),
    Source("gsm8k_instruct", 1.0, "MIT", "GSM8K in instruction form (github.com/gururise/AlpacaDataCleaned)"),
    Source("opentriviaqa", 1.0, "CC BY-SA 4.0", "OpenTriviaQA (github.com/uberspot/OpenTriviaQA)"),
    Source("dolly_3k", 4.0, "CC BY-SA 3.0", "3,000 of databricks-dolly-15k (github.com/databrickslabs/dolly)"),
    Source("small_instruct", 4.0, "Apache-2.0", "Self-Instruct seed and user-oriented tasks (github.com/yizhongw/self-instruct)"),
    Source("niv2_task_examples", 2.0, "Apache-2.0", "Super-NaturalInstructions, one example a task (github.com/google-research/FLAN)"),
)
BOOKS = (
    Source("books_simple_authors", 1.0, "public domain", "Books of the public domain (github.com/mlschmitt/classic-books-markdown)"),
    Source("books_pre1930_authors", 1.0, "public domain", "Books of the public domain (github.com/mlschmitt/classic-books-markdown)"),
)

FORBIDDEN = ("OpenAI", "GPT-generated", "GPT-4 generated")
"""Records whose licence names these are left out: OpenAI's terms forbid to train models that might compete on its output."""


@dataclass(frozen=True)
class Example:
    instruction: str
    input: str
    output: str
    source: str
    """The name of the file."""
    kind: str
    """What makes two examples of one source alike."""

    def query(self) -> str:
        """The scoring template up to the answer, as docs/protocol.md writes it."""
        middle = f"Input:\n{self.input}\n" if self.input else ""
        return f"Instruction:\n{self.instruction}\n{middle}Response:\n"


def kind_of(name: str, record: dict) -> str:
    """Examples of one kind share a pack, so that one really helps with the next."""
    if name == "medquad":
        return f"{name}:{' '.join(record['instruction'].split()[:4])}"
    if name in ("flan_cot", "opentriviaqa"):
        return f"{name}:{record['source'].rsplit('/', 1)[-1]}"
    return name


def is_held_out(instruction: str) -> bool:
    """One in fifty, by what is asked, so that the same question in two sources falls on the same side."""
    return hashlib.sha256(instruction.strip().encode()).digest()[0] < 5


def records(folder: Path, source: Source) -> Iterator[dict]:
    """The records of a source that its licence lets us use, with trimmed fields."""
    with lzma.open(folder / f"{source.name}.jsonl.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if any(word in record["license"] for word in FORBIDDEN):
                continue
            yield record | {field: (record.get(field) or "").strip() for field in ("instruction", "input", "output")}


def read_instructions(folder: Path) -> tuple[dict[str, list[Example]], list[Example]]:
    """Examples to learn from, by the name of their source, and those held out."""
    learned: dict[str, list[Example]] = {}
    held_out: list[Example] = []
    for source in INSTRUCTIONS:
        for record in records(folder, source):
            if not record["output"] or not record["instruction"]:
                continue
            example = Example(record["instruction"], record["input"], record["output"], source.name, kind_of(source.name, record))
            if is_held_out(example.instruction):
                held_out.append(example)
            else:
                learned.setdefault(source.name, []).append(example)
    return learned, held_out


def read_passages(folder: Path) -> list[str]:
    """The books' passages, those of a book in its order."""
    return [record["output"] for source in BOOKS for record in records(folder, source) if len(record["output"]) > 200]
