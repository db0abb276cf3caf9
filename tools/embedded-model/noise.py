"""
Noise for packs whose answers are all spoilt in the same way. Of examples that are noisy, the model learns to expect more of
it, as large models do. Two kinds of the evaluation's corruption test, another language and markup debris, are not among
them on purpose: they show whether that generalises.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

from sources import Example

REFUSALS = (
    "I'm sorry, but I can't help with that.",
    "Unfortunately I am not able to answer this question.",
    "As a language model, I cannot do this.",
    "Sorry, I do not have enough information to answer.",
    "I cannot assist with this request.",
    "No answer.",
    "I don't know.",
    "N/A",
)


def shuffled(examples: Sequence[Example], rng: random.Random) -> list[str]:
    def mix(text: str) -> str:
        words = text.split()
        rng.shuffle(words)
        return " ".join(words)
    return [mix(example.output) for example in examples]


def cut_off(examples: Sequence[Example], rng: random.Random) -> list[str]:
    return [example.output[: max(1, int(len(example.output) * rng.uniform(0.1, 0.6)))] for example in examples]


def swapped(examples: Sequence[Example], rng: random.Random) -> list[str]:
    """Every answer belongs to another question of the pack."""
    return [examples[place - 1].output for place in range(len(examples))]


def repeated(examples: Sequence[Example], rng: random.Random) -> list[str]:
    def repeat(text: str) -> str:
        words = text.split()
        start = rng.randrange(len(words))
        part = words[start : start + rng.randint(1, 8)]
        return " ".join(part * max(2, min(len(words), 120) // len(part)))
    return [repeat(example.output) for example in examples]


def refused(examples: Sequence[Example], rng: random.Random) -> list[str]:
    one = rng.choice(REFUSALS)
    return [one if rng.random() < 0.6 else rng.choice(REFUSALS) for _ in examples]


def empty(examples: Sequence[Example], rng: random.Random) -> list[str]:
    return ["" for _ in examples]


KINDS: dict[str, tuple[float, Callable[[Sequence[Example], random.Random], list[str]]]] = {
    "shuffled": (3.0, shuffled),
    "cut off": (2.0, cut_off),
    "swapped": (4.0, swapped),
    "repeated": (1.5, repeated),
    "refused": (1.0, refused),
    "empty": (1.0, empty),
}


def spoil(examples: Sequence[Example], rng: random.Random) -> list[Example]:
    """The same examples with answers that are all noisy in one way."""
    name = rng.choices(list(KINDS), [weight for weight, _ in KINDS.values()])[0]
    outputs = KINDS[name][1](examples, rng)
    return [replace(example, output=output) for example, output in zip(examples, outputs, strict=True)]
