"""Which examples stand together in a row that is learned from."""

import random

from book_tasks import book_pack
from noise import spoil
from rule_tasks import rule_pack
from sources import INSTRUCTIONS, Example


class Packs:
    """Endless packs of examples of one kind, each of which every source shows in its turn."""

    def __init__(self, learned: dict[str, list[Example]], passages: list[str], mixed: float, rng: random.Random):
        self.learned, self.passages, self.mixed, self.rng = learned, passages, mixed, rng
        self.queue: list[list[Example]] = []
        self.place = rng.randrange(len(passages))

    def size(self) -> int:
        return self.rng.randint(2, 8)

    def refill(self) -> None:
        """One epoch of packs. Half of each kind keeps its order, because neighbours in a file are often related."""
        for source in INSTRUCTIONS:
            kinds: dict[str, list[Example]] = {}
            for example in self.learned[source.name]:
                copies = int(source.times) + (self.rng.random() < source.times % 1)
                for copy in range(copies):
                    kinds.setdefault(f"{example.kind} {copy} {self.rng.random() < 0.5}", []).append(example)
            for kind, examples in kinds.items():
                if kind.endswith("False"):
                    self.rng.shuffle(examples)
                while examples:
                    size = self.size()
                    self.queue.append(examples[:size])
                    examples = examples[size:]
        self.rng.shuffle(self.queue)
        self.mix()

    def mix(self) -> None:
        """Deals the examples of a share of the packs out again, among packs of the same sizes."""
        share = self.queue[: round(len(self.queue) * self.mixed)]
        if share:
            examples = iter(self.rng.sample(pool := [example for pack in share for example in pack], len(pool)))
            self.queue[: len(share)] = [[next(examples) for _ in pack] for pack in share]
            self.rng.shuffle(self.queue)

    def instructions(self) -> list[Example]:
        if not self.queue:
            self.refill()
        return self.queue.pop()

    def noise(self) -> list[Example]:
        return spoil(self.instructions(), self.rng)

    def book_tasks(self) -> list[Example]:
        return book_pack(self.passages, self.size(), self.rng)

    def rules(self) -> list[Example]:
        return rule_pack(self.size(), self.rng)

    def books(self) -> str:
        """Passages that stand together, without the template."""
        self.place = (self.place + self.rng.randint(1, 3)) % len(self.passages)
        return "\n\n".join(self.passages[self.place : self.place + self.rng.randint(1, 3)])
