"""
Trains the scorer model. Uses a CUDA device where there is one, else one single-threaded worker a core: workers wait for each
other only once a step, so other work on the machine costs them little. Goes on from its checkpoint when started again.
See README.md.
"""

import argparse
import json
import math
import os
import time
from dataclasses import dataclass, field, fields
from pathlib import Path

import numpy as np
import torch
import torch.distributed as dist
from torch import Tensor

from model import IGNORED, Llama, Shape

BOS = 1
WARM_UP, DECAY, LONG = 0.01, 0.5, 0.5
"""Shares of the time: when the learning rate is up, when it begins to fall to zero, when rows of 2,048 take over."""


@dataclass
class State:
    """Where training is; kept in the checkpoint."""

    step: int = 0
    seconds: float = 0.0
    """Time spent: of the processor, a worker (so a busy machine changes nothing), or of the clock on a GPU."""
    tokens: int = 0
    rows: dict[int, int] = field(default_factory=lambda: {512: 0, 2048: 0})
    """Rows used, by their length."""


def options() -> argparse.Namespace:
    here = Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=here / "work" / "data")
    parser.add_argument("--out", type=Path, default=here / "work" / "run", help="folder of checkpoint and log")
    parser.add_argument("--minutes", type=float, required=True, help="of a worker's processor time; of the clock on a GPU")
    parser.add_argument("--stop-after", type=float, default=math.inf, help="save and stop at this minute; the same command goes on from there")
    parser.add_argument("--tokens-a-step", type=int, default=8192)
    parser.add_argument("--workers", type=int, default=1 if torch.cuda.is_available() else os.cpu_count())
    parser.add_argument("--matrix-rate", type=float, default=0.02)
    parser.add_argument("--vector-rate", type=float, default=0.003)
    parser.add_argument("--seed", type=int, default=1)
    for item in fields(Shape):
        parser.add_argument(f"--{item.name.replace('_', '-')}", type=type(item.default), default=item.default)
    return parser.parse_args()


def rate(progress: float) -> float:
    """Share of the full learning rate at a share of the time: up, level, down to nothing."""
    return min(progress / WARM_UP, 1.0, max(0.0, (1 - progress) / DECAY))


def batch(rows: np.ndarray, start: int, count: int, device: torch.device) -> tuple[Tensor, Tensor]:
    """Tokens and labels, each [count, length - 1]; that a document ends is not to be learned."""
    places = np.arange(start, start + count) % len(rows)
    tokens = torch.from_numpy(rows[places].astype(np.int64)).to(device)
    labels = tokens[:, 1:].clone()
    labels[labels == BOS] = IGNORED
    return tokens[:, :-1].contiguous(), labels


@torch.no_grad()
def held_out(model: Llama, documents: list[dict], device: torch.device) -> dict[str, float]:
    """Loss of held-out answers in nats a byte: with the query alone, and with another example of the source in front."""
    sums, size = {"alone": 0.0, "behind": 0.0}, 0
    for document in documents:
        for name, front in (("alone", []), ("behind", document["front"])):
            tokens = torch.tensor([[BOS, *front, *document["query"], *document["answer"]]], device=device)
            labels = tokens[:, 1:].clone()
            labels[:, : len(front) + len(document["query"])] = IGNORED
            sums[name] += model(tokens[:, :-1], labels).item()
        size += document["bytes"]
    return {name: value / size for name, value in sums.items()}


class Trainer:
    def __init__(self, given: argparse.Namespace, rank: int):
        self.given, self.rank = given, rank
        self.cuda = torch.cuda.is_available()
        self.device = torch.device("cuda" if self.cuda else "cpu")
        torch.manual_seed(given.seed)
        self.shape = Shape(**{item.name: getattr(given, item.name) for item in fields(Shape)})
        self.model = Llama(self.shape).to(self.device)
        self.compiled = torch.compile(self.model, dynamic=False)
        matrices = self.model.matrices()
        others = [p for p in self.model.parameters() if all(p is not matrix for matrix in matrices)]
        self.optimizers = (
            torch.optim.Muon(matrices, lr=given.matrix_rate, weight_decay=0.01, momentum=0.95),
            torch.optim.AdamW(others, lr=given.vector_rate, betas=(0.9, 0.95), weight_decay=0.0),
        )
        self.full = [group["lr"] for optimizer in self.optimizers for group in optimizer.param_groups]
        self.rows = {length: np.load(given.data / f"rows-{length}.npy", mmap_mode="r") for length in (512, 2048)}
        self.documents = json.loads((given.data / "held-out-tokens.json").read_text())
        self.state = State()
        self.checkpoint = given.out / "checkpoint.pt"
        if self.checkpoint.exists():
            kept = torch.load(self.checkpoint, map_location=self.device, weights_only=True)
            self.model.load_state_dict(kept["model"])
            for optimizer, values in zip(self.optimizers, kept["optimizers"], strict=True):
                optimizer.load_state_dict(values)
            self.state = State(**kept["state"])

    def save(self, name: str) -> None:
        """Writes beside it and renames, so that a kill leaves the last checkpoint whole."""
        if self.rank != 0:
            return
        kept = {
            "model": self.model.state_dict(), "optimizers": [optimizer.state_dict() for optimizer in self.optimizers],
            "state": vars(self.state), "shape": self.shape.as_dict(), "tokens_a_step": self.given.tokens_a_step,
        }
        unfinished = self.given.out / f"{name}.part"
        torch.save(kept, unfinished)
        unfinished.rename(self.given.out / f"{name}.pt")

    def log(self, entry: dict[str, float]) -> None:
        if self.rank == 0:
            line = json.dumps({key: round(value, 5) for key, value in entry.items()})
            with (self.given.out / "log.jsonl").open("a") as out:
                out.write(line + "\n")
            print(line, flush=True)

    def clock(self) -> float:
        return time.perf_counter() if self.cuda else time.process_time()

    def step(self, progress: float) -> tuple[float, float]:
        """One step of all workers; returns the mean loss in nats a token, and the progress all agree on."""
        length = 512 if progress < LONG else 2048
        count = self.count(length)
        used = self.state.rows[length]
        tokens, labels = batch(self.rows[length], used + self.rank * count, count, self.device)
        total = (labels != IGNORED).sum()
        with torch.autocast(self.device.type, dtype=torch.bfloat16):
            loss = self.compiled(tokens, labels)
        (loss / total).backward()
        parts = [p.grad for p in self.model.parameters() if p.grad is not None]
        own = torch.tensor([loss.item() / total.item(), self.state.seconds], device=self.device)
        if self.given.workers > 1:
            joined = torch.cat([own, *(part.flatten() for part in parts)])
            dist.all_reduce(joined)
            joined /= self.given.workers
            own, *averages = joined.split([2, *(part.numel() for part in parts)])
            for part, average in zip(parts, averages, strict=True):
                part.copy_(average.view_as(part))
        # One clipping for all: a rare row of one repeated character must not undo the last hundred steps.
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        factor = rate(progress)
        groups = [group for optimizer in self.optimizers for group in optimizer.param_groups]
        for group, full in zip(groups, self.full, strict=True):
            group["lr"] = full * factor
        for optimizer in self.optimizers:
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        self.state.rows[length] = used + count * self.given.workers
        self.state.tokens += count * length * self.given.workers
        self.state.step += 1
        return own[0].item(), own[1].item() / (60 * self.given.minutes)

    def warm_up(self) -> None:
        """Compiles for both lengths of rows, so that compiling is not taken for training."""
        for length in self.rows:
            tokens, labels = batch(self.rows[length], 0, self.count(length), self.device)
            with torch.autocast(self.device.type, dtype=torch.bfloat16):
                self.compiled(tokens, labels).backward()
            self.model.zero_grad(set_to_none=True)
        if self.given.workers > 1:
            dist.barrier()

    def count(self, length: int) -> int:
        """Rows of a worker in a step."""
        return max(1, self.given.tokens_a_step // length // self.given.workers)

    def run(self) -> None:
        self.warm_up()
        started, last, mean = time.monotonic(), self.clock(), None
        saved, progress = started, self.state.seconds / (60 * self.given.minutes)
        passed_stable = progress > 1 - DECAY
        while progress < 1:
            loss, progress = self.step(progress)
            mean = loss if mean is None else 0.95 * mean + 0.05 * loss
            now = self.clock()
            self.state.seconds += now - last
            if self.state.step % 50 == 0:
                elapsed = time.monotonic() - started
                self.log({"step": self.state.step, "tokens": self.state.tokens, "minutes": self.state.seconds / 60, "loss": mean, "clock_minutes": elapsed / 60})
            if not passed_stable and progress > 1 - DECAY:
                passed_stable = True
                self.save("stable")  # the point to go on from when there is more time: before the rate falls
            if self.state.step % 500 == 0:
                self.evaluate()
            last = self.clock()
            if time.monotonic() - saved > 300:
                self.save("checkpoint")
                saved = time.monotonic()
            stop = torch.tensor([float(self.state.seconds > 60 * self.given.stop_after)])
            if self.given.workers > 1:
                dist.broadcast(stop, 0)
            if stop.item() > 0:
                self.evaluate()
                self.save("checkpoint")
                return
        self.evaluate()
        self.save("checkpoint")
        self.save("final")

    def evaluate(self) -> None:
        """Does not count as training time."""
        if self.rank == 0:
            self.model.eval()
            entry = held_out(self.model, self.documents, self.device)
            self.log({"step": self.state.step, "tokens": self.state.tokens, "minutes": self.state.seconds / 60, **entry})
            self.model.train()
        if self.given.workers > 1:
            dist.barrier()


def work(rank: int, given: argparse.Namespace) -> None:
    if given.workers > 1:
        torch.set_num_threads(1)
        dist.init_process_group("gloo", init_method=f"file://{given.out / 'meeting'}", rank=rank, world_size=given.workers)
    Trainer(given, rank).run()
    if given.workers > 1:
        dist.destroy_process_group()


def main() -> None:
    given = options()
    given.out = given.out.resolve()
    given.out.mkdir(parents=True, exist_ok=True)
    (given.out / "meeting").unlink(missing_ok=True)
    if given.workers > 1:
        torch.multiprocessing.spawn(work, (given,), nprocs=given.workers)
    else:
        work(0, given)


if __name__ == "__main__":
    main()
