"""Checks of what the model learns from; run by the tests of Goldpan where there is a python3, with the standard library alone."""

import json
import lzma
import random
import tempfile
import unittest
from pathlib import Path

from book_tasks import TASKS as BOOK_TASKS
from book_tasks import book_pack
from noise import KINDS, spoil
from packs import Packs
from rule_tasks import TASKS as RULE_TASKS
from rule_tasks import arithmetic, rule_pack
from sources import INSTRUCTIONS, Example, is_held_out, read_instructions

PASSAGE = (
    'The old captain looked at Clara and smiled. "There is a storm behind that island," he said quietly. She gathered the ropes while'
    " the sailors covered the cargo. Every lantern was burning before evening came. Nobody in the harbour believed the story afterwards."
    " They asked for Henry and for the letter that he had promised. The window stayed closed, and the wind moved over the empty garden."
)


def pack() -> list[Example]:
    return [Example(f"What is colour number {n}?", "", f"The colour number {n} is a shade of {name} seen in summer.", "own", "k") for n, name in enumerate(("red", "blue", "green", "grey"))]


class Noise(unittest.TestCase):
    def test_every_kind_spoils_every_answer(self) -> None:
        for name, (_, kind) in KINDS.items():
            outputs = kind(pack(), random.Random(3))
            for example, output in zip(pack(), outputs, strict=True):
                self.assertNotEqual(example.output, output, name)

    def test_shuffling_keeps_the_words(self) -> None:
        for example, output in zip(pack(), KINDS["shuffled"][1](pack(), random.Random(3)), strict=True):
            self.assertEqual(sorted(example.output.split()), sorted(output.split()))

    def test_questions_stay(self) -> None:
        spoilt = spoil(pack(), random.Random(5))
        self.assertEqual([example.query() for example in spoilt], [example.query() for example in pack()])


class OwnTasks(unittest.TestCase):
    def test_the_same_seed_gives_the_same_tasks(self) -> None:
        for task in RULE_TASKS:
            self.assertEqual(task(random.Random(7)), task(random.Random(7)), task.__name__)
        self.assertEqual(rule_pack(5, random.Random(1)), rule_pack(5, random.Random(1)))

    def test_arithmetic_is_right(self) -> None:
        for seed in range(50):
            question, _, answer = arithmetic(random.Random(seed))
            a, sign, b = question.rstrip("?.").split()[-3:]
            value = {"+": int(a) + int(b), "-": int(a) - int(b), "*": int(a) * int(b)}[sign]
            self.assertTrue(answer.endswith(f" is {value}."), (question, answer))

    def test_every_book_task_suits_some_passage(self) -> None:
        for name, (_, task) in BOOK_TASKS.items():
            made = [task(PASSAGE, random.Random(seed)) for seed in range(40)]
            self.assertTrue(any(fields is not None and fields[2].strip() for fields in made), name)
        self.assertTrue(all(example.output for example in book_pack([PASSAGE] * 40, 4, random.Random(2))))


class Mixing(unittest.TestCase):
    def packs(self, mixed: float) -> list[list[Example]]:
        learned = {source.name: [Example(f"{source.name} {n}", "", "Yes.", "own", f"kind {n % 5}") for n in range(200)] for source in INSTRUCTIONS}
        packs = Packs(learned, [PASSAGE], mixed, random.Random(3))
        packs.refill()
        return packs.queue

    def test_a_share_of_the_packs_holds_examples_of_any_kind(self) -> None:
        def of_one_kind(packs: list[list[Example]]) -> float:
            several = [pack for pack in packs if len(pack) > 2]
            return sum(len({(example.instruction.split()[0], example.kind) for example in pack}) == 1 for pack in several) / len(several)

        self.assertEqual(of_one_kind(self.packs(0.0)), 1.0)
        self.assertAlmostEqual(of_one_kind(self.packs(0.3)), 0.7, delta=0.1)

    def test_mixing_loses_nothing_and_keeps_the_sizes(self) -> None:
        apart, mixed = self.packs(0.0), self.packs(0.3)
        self.assertEqual(sorted(map(len, apart)), sorted(map(len, mixed)))
        self.assertEqual(sorted(e.instruction for pack in apart for e in pack), sorted(e.instruction for pack in mixed for e in pack))


class Sources(unittest.TestCase):
    def test_forbidden_and_held_out_records_are_not_learned_from(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            for source in INSTRUCTIONS:
                with lzma.open(Path(folder) / f"{source.name}.jsonl.xz", "wt", encoding="utf-8") as out:
                    for n in range(200):
                        licence = "MIT (GPT-4 generated; OpenAI terms)" if n % 2 else "MIT"
                        out.write(json.dumps({"instruction": f"Question {n} of {source.name}", "input": "", "output": f"Answer {n}.", "source": "a/b", "license": licence}) + "\n")
            learned, held_out = read_instructions(Path(folder))
        every = [*held_out, *(example for examples in learned.values() for example in examples)]
        self.assertEqual(len(every), 100 * len(INSTRUCTIONS))
        self.assertTrue(all(int(example.instruction.split()[1]) % 2 == 0 for example in every))
        self.assertTrue(held_out and all(is_held_out(example.instruction) for example in held_out))
        self.assertFalse(any(is_held_out(example.instruction) for examples in learned.values() for example in examples))


if __name__ == "__main__":
    unittest.main()
