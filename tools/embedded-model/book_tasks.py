"""Tasks of our own over passages of the public domain: their answers can be read off, so an example in front helps."""

import random
import re
from collections.abc import Callable

from sources import Example

Task = Callable[[str, random.Random], tuple[str, str, str] | None]
"""From a passage: instruction, input, output; None where the passage does not suit."""

COMMON = frozenset(
    "about after again against another because before being between brought called came could course down every first from"
    " great hand have having head heard here himself herself into just know last left like little long looked made make many"
    " more most much must myself never nothing only other over said same seemed should some still such take than that their"
    " them then there these they thing think this those though thought through time took under until upon very well went were"
    " what when where which while will with without would your yours".split()
)


def excerpt(passage: str, rng: random.Random, sentences: int) -> list[str]:
    """Some sentences that stand together."""
    found = [part for part in re.split(r"(?<=[.!?])\s+", " ".join(passage.split())) if 15 < len(part) < 400]
    start = rng.randrange(max(1, len(found) - sentences + 1))
    return found[start : start + sentences]


def key_words(text: str) -> list[str]:
    """Words that tell what a text is about, each once, in its order."""
    return list(dict.fromkeys(word for word in re.findall(r"\b[a-z]{5,}\b", text) if word not in COMMON))


def text_task(instruction: list[str], make: Callable[[list[str], random.Random], tuple[str, str] | None], sentences: tuple[int, int]) -> Task:
    """A task that makes input and output of some sentences."""
    def task(passage: str, rng: random.Random) -> tuple[str, str, str] | None:
        found = excerpt(passage, rng, rng.randint(*sentences))
        made = make(found, rng) if len(found) >= sentences[0] else None
        return None if made is None else (rng.choice(instruction), *made)
    return task


def continued(found: list[str], rng: random.Random) -> tuple[str, str]:
    middle = len(found) // 2
    return " ".join(found[:middle]), " ".join(found[middle:])


def corrected(found: list[str], rng: random.Random) -> tuple[str, str]:
    text = " ".join(found)
    return re.sub(r"[^\w\s]", "", text).lower(), text


def numbered(found: list[str], rng: random.Random) -> tuple[str, str]:
    return " ".join(found), "\n".join(f"{place}. {sentence}" for place, sentence in enumerate(found, 1))


def names(found: list[str], rng: random.Random) -> tuple[str, str] | None:
    text = " ".join(found)
    named = list(dict.fromkeys(re.findall(r"(?<=[a-z,] )[A-Z][a-z]{2,}", text)))
    return (text, ", ".join(named)) if named else None


def missing(found: list[str], rng: random.Random) -> tuple[str, str] | None:
    text = " ".join(found)
    words = key_words(text)
    if len(words) < 3:
        return None
    word = rng.choice(words)
    return re.sub(rf"\b{word}\b", "____", text), word


def spoken(found: list[str], rng: random.Random) -> tuple[str, str] | None:
    text = " ".join(found)
    said = re.findall(r'["“]([^"”]{8,})["”]', text)
    return (text, "\n".join(f"- {part}" for part in said)) if said else None


def upper(found: list[str], rng: random.Random) -> tuple[str, str]:
    return found[0], found[0].upper()


def first_words(found: list[str], rng: random.Random) -> tuple[str, str]:
    return " ".join(found), "\n".join(f"- {' '.join(sentence.split()[:4])}" for sentence in found)


def about(passage: str, rng: random.Random) -> tuple[str, str, str] | None:
    found = " ".join(excerpt(passage, rng, rng.randint(2, 5)))
    words = key_words(found)
    if len(words) < 4:
        return None
    chosen = ", ".join(rng.sample(words, 3))
    return rng.choice([f"Write a short passage that uses these words: {chosen}.", f"Describe a scene with the following words: {chosen}."]), "", found


def quoted(passage: str, rng: random.Random) -> tuple[str, str, str] | None:
    found = excerpt(passage, rng, 4)
    words = {word: sentence for sentence in found for word in key_words(sentence)}
    if len(found) < 3 or not words:
        return None
    word = rng.choice(sorted(words))
    return rng.choice([f"What does the text say about \"{word}\"?", f"Find the sentence that contains the word {word}."]), " ".join(found), words[word]


TASKS: dict[str, tuple[float, Task]] = {
    "continue": (2.0, text_task(["Continue the story.", "Write what comes next.", "What happens next in this text?"], continued, (3, 6))),
    "correct": (1.5, text_task(["Add punctuation and capital letters.", "Correct this text.", "Rewrite the text with proper punctuation."], corrected, (1, 3))),
    "list": (1.5, text_task(["List the sentences of this text.", "Write the text as a numbered list.", "Number each sentence."], numbered, (2, 4))),
    "names": (1.0, text_task(["Which names occur in this text?", "Extract the names.", "List the proper nouns in the passage."], names, (2, 4))),
    "missing": (1.0, text_task(["Which word is missing?", "Fill in the blank.", "Find the word that belongs in the gap."], missing, (1, 2))),
    "spoken": (1.0, text_task(["What is said in this passage?", "Extract the direct speech.", "List what the people say."], spoken, (2, 5))),
    "upper": (0.5, text_task(["Write this in capital letters.", "Convert the sentence to upper case."], upper, (1, 1))),
    "first words": (0.5, text_task(["Give the first words of each sentence.", "How does each sentence begin?"], first_words, (2, 4))),
    "about": (3.0, about),
    "quoted": (2.0, quoted),
}


def book_pack(passages: list[str], size: int, rng: random.Random) -> list[Example]:
    """Up to `size` examples of one task, over passages that stand together half of the time."""
    name = rng.choices(list(TASKS), [weight for weight, _ in TASKS.values()])[0]
    start = rng.randrange(len(passages) - 2 * size)
    chosen = passages[start : start + 2 * size] if rng.random() < 0.5 else rng.sample(passages, 2 * size)
    made = (TASKS[name][1](passage, rng) for passage in chosen)
    return [Example(*fields, "own", f"book:{name}") for fields in made if fields is not None][:size]
