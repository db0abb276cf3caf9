"""Tasks of our own that need no text: the rule can be seen in an example, the answer follows from the rule."""

import json
import random
from collections.abc import Callable

from sources import Example

NAMES = "Ada Ben Clara David Emma Felix Grace Henry Iris Jack Kate Liam Maya Noah Olga Peter Rosa Sam Tara Victor".split()
THINGS: dict[str, list[str]] = {
    "animal": "dog cat horse cow sheep lion tiger eagle owl whale shark frog snake bee ant".split(),
    "fruit": "apple pear cherry plum grape lemon orange banana mango peach melon fig".split(),
    "colour": "red green blue yellow black white purple brown grey pink".split(),
    "tool": "hammer saw drill wrench knife axe shovel rake brush needle".split(),
    "city": "London Paris Rome Berlin Madrid Vienna Oslo Cairo Tokyo Delhi Lima Boston".split(),
    "country": "France Italy Spain Norway Egypt Japan India Peru Canada Brazil Kenya Poland".split(),
    "instrument": "piano violin flute drum guitar trumpet harp cello organ".split(),
    "vehicle": "car bus train bicycle ship plane truck tram boat".split(),
}
OPPOSITES = [pair.split("-") for pair in (
    "hot-cold big-small fast-slow old-young light-dark hard-soft happy-sad early-late rich-poor strong-weak high-low wet-dry"
    " open-closed full-empty loud-quiet near-far clean-dirty heavy-light good-bad long-short thick-thin wide-narrow sharp-blunt"
).split()]
STEPS = {
    "make a cup of tea": ["Boil fresh water.", "Put the tea into a pot.", "Pour the water over it.", "Wait for four minutes.", "Pour the tea into a cup."],
    "plant a tree": ["Choose a place with enough light.", "Dig a hole twice as wide as the roots.", "Set the tree upright in the hole.", "Fill the hole with soil.", "Water it well."],
    "learn a language": ["Set a clear goal.", "Practise every day.", "Listen to people who speak it.", "Write short texts.", "Do not be afraid of mistakes."],
    "save money": ["Write down what you spend.", "Make a plan for the month.", "Buy only what you need.", "Put a part aside at once.", "Compare prices."],
    "stay healthy": ["Eat many kinds of vegetables.", "Sleep enough.", "Move every day.", "Drink plenty of water.", "See a doctor when you need to."],
    "write a letter": ["Begin with a greeting.", "Say why you write.", "Tell the details in order.", "End with good wishes.", "Sign it with your name."],
    "prepare for an exam": ["Collect your notes.", "Divide the material into parts.", "Study a part each day.", "Test yourself.", "Rest before the exam."],
    "clean a room": ["Open the window.", "Put things in their places.", "Dust the shelves.", "Sweep the floor.", "Take out the rubbish."],
}

Task = Callable[[random.Random], tuple[str, str, str]]


def numbers(rng: random.Random, low: int = 3, high: int = 7) -> list[int]:
    return [rng.randint(0, 99) for _ in range(rng.randint(low, high))]


def comma(values: list) -> str:
    return ", ".join(map(str, values))


def group(rng: random.Random) -> tuple[str, list[str]]:
    name = rng.choice(list(THINGS))
    return name, rng.sample(THINGS[name], rng.randint(3, 6))


def arithmetic(rng: random.Random) -> tuple[str, str, str]:
    a, b = rng.randint(1, 99), rng.randint(1, 99)
    sign, word, value = rng.choice([("+", "sum", a + b), ("-", "difference", a - b), ("*", "product", a * b)])
    return rng.choice([f"What is {a} {sign} {b}?", f"Calculate {a} {sign} {b}."]), "", f"The {word} is {value}."


def sort_numbers(rng: random.Random) -> tuple[str, str, str]:
    values = numbers(rng)
    return "Sort these numbers from smallest to largest.", comma(values), comma(sorted(values))


def sort_words(rng: random.Random) -> tuple[str, str, str]:
    _, words = group(rng)
    return "Put the words in alphabetical order.", comma(words), comma(sorted(words))


def largest(rng: random.Random) -> tuple[str, str, str]:
    values = numbers(rng)
    return "Find the largest number.", comma(values), f"The largest number is {max(values)}."


def odd_one(rng: random.Random) -> tuple[str, str, str]:
    (kind, words), other = group(rng), rng.choice(list(THINGS))
    while other == kind:
        other = rng.choice(list(THINGS))
    word = rng.choice(THINGS[other])
    mixed = rng.sample([*words, word], len(words) + 1)
    return "Which word does not belong?", comma(mixed), f"{word} does not belong, because it is a {other} and the others are each a {kind}."


def name_some(rng: random.Random) -> tuple[str, str, str]:
    kind, words = group(rng)
    return rng.choice([f"Name {len(words)} examples of the kind: {kind}.", f"List {len(words)} words for a {kind}."]), "", "\n".join(f"{n}. {w.capitalize()}" for n, w in enumerate(words, 1))


def classify(rng: random.Random) -> tuple[str, str, str]:
    kind, words = group(rng)
    return "What kind of thing is this?", words[0], f"{words[0].capitalize()} is a {kind}."


def opposite(rng: random.Random) -> tuple[str, str, str]:
    pair = rng.sample(rng.choice(OPPOSITES), 2)
    return rng.choice(["Give the opposite of the word.", "What is the antonym?"]), pair[0], pair[1]


def to_json(rng: random.Random) -> tuple[str, str, str]:
    name, age, city = rng.choice(NAMES), rng.randint(8, 90), rng.choice(THINGS["city"])
    return "Turn this into JSON.", f"{name} is {age} years old and lives in {city}.", json.dumps({"name": name, "age": age, "city": city})


def sentence(rng: random.Random) -> tuple[str, str, str]:
    name, city, tool, animal = rng.choice(NAMES), rng.choice(THINGS["city"]), rng.choice(THINGS["tool"]), rng.choice(THINGS["animal"])
    words = rng.sample([name, city, tool, animal], 4)
    return f"Write a sentence with the words {comma(words)}.", "", f"In {city}, {name} keeps a {tool} beside the house and a {animal} in the garden."


def reverse(rng: random.Random) -> tuple[str, str, str]:
    _, words = group(rng)
    return "Reverse the order of the list.", comma(words), comma(words[::-1])


def count(rng: random.Random) -> tuple[str, str, str]:
    kind, words = group(rng)
    return "How many words are in the list?", comma(words), f"There are {len(words)} words in the list."


def steps(rng: random.Random) -> tuple[str, str, str]:
    what = rng.choice(list(STEPS))
    some = STEPS[what][: rng.randint(3, 5)]
    bullet = rng.choice(["{n}. {s}", "- {s}"])
    return rng.choice([f"How do I {what}?", f"Explain how to {what}.", f"Give {len(some)} steps to {what}."]), "", "\n".join(bullet.format(n=n, s=s) for n, s in enumerate(some, 1))


def python(rng: random.Random) -> tuple[str, str, str]:
    name = rng.choice(["total", "values", "items", "words", "scores"])
    what, body = rng.choice([("adds up", f"sum({name})"), ("finds the largest of", f"max({name})"), ("counts", f"len({name})"), ("sorts", f"sorted({name})")])
    return f"Write a Python function that {what} a list.", "", f"def run({name}):\n    return {body}"


def story_problem(rng: random.Random) -> tuple[str, str, str]:
    name, fruit, a, b = rng.choice(NAMES), rng.choice(THINGS["fruit"]), rng.randint(2, 40), rng.randint(2, 40)
    return f"{name} buys {a} baskets of {fruit} fruit and then {b} more. How many baskets are there?", "", f"{name} first buys {a} baskets and then {b} more. {a} + {b} = {a + b}. So there are {a + b} baskets."


TASKS: list[Task] = [
    arithmetic, sort_numbers, sort_words, largest, odd_one, name_some, classify, opposite, to_json, sentence, reverse, count, steps, python, story_problem,
]


def rule_pack(size: int, rng: random.Random) -> list[Example]:
    """`size` examples of one task; now and then of several."""
    one = rng.choice(TASKS)
    chosen = [one if rng.random() < 0.95 else rng.choice(TASKS) for _ in range(size)]
    return [Example(*task(rng), "own", f"rule:{one.__name__}") for task in chosen]
