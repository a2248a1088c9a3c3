"""Train a student on labelled sets: each set its own heads, the meaning of texts held to the frozen encoder's.

Goes on from `checkpoint.pt` of the output folder when there is one: the same command continues a training that was
stopped. The learning rate rises for 4 % of the steps and then falls to 2 %, by steps or, where `--minutes` would end
sooner, by time. What is written is a moving average of the weights.
"""

import math
import random
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import nn

from .distill import load_vectors
from .learning import checkpoint, weights
from .learning.batches import Variety, batches_of, length_batches, token_rows
from .learning.checkpoint import Average, Place
from .learning.context import load_tokenizer
from .learning.examples import Example, read
from .learning.heads import Heads
from .learning.losses import batch_loss
from .learning.progress import Progress
from .learning.sets import SETS, VARIANTS

HEADS_FILE = "heads.safetensors"
WARM, LOWEST = 0.04, 0.02
HEAD_RATE = 1e-3
SECONDS_BETWEEN_CHECKPOINTS = 150


def add_arguments(parser: ArgumentParser) -> None:
    """Flags of the command."""
    parser.add_argument("--examples", type=Path, required=True, help="folder written by `prepare`")
    parser.add_argument("--student", type=Path, required=True, help="folder written by `distill`")
    parser.add_argument("--start", type=Path, help="folder of an earlier training whose weights are the start")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoint, weights and heads")
    parser.add_argument("--variant", choices=list(VARIANTS), default="open", help="sets by licence")
    parser.add_argument("--share", nargs="*", default=[], metavar="SET=SHARE", help="share of a set in each epoch")
    parser.add_argument("--epochs", type=float, default=3.0)
    parser.add_argument("--minutes", type=float, default=math.inf, help="longest time")
    parser.add_argument("--rate", type=float, default=2e-4, help="highest learning rate of the encoder")
    parser.add_argument("--frozen", type=int, default=2, help="first layers that stay as they are")
    parser.add_argument("--tokens", type=int, default=1024, help="tokens of a batch")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--seed", type=int, default=0)


def main(arguments: Namespace) -> None:
    """Run the command."""
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)
    Training(arguments).run()


class Training:
    """A student, its heads and its optimiser, on their way through the epochs."""

    def __init__(self, arguments: Namespace) -> None:
        self.arguments = arguments
        sets = VARIANTS[arguments.variant]
        self.tokenizer = arguments.student / weights.TOKENIZER
        self.examples = read(arguments.examples, "train", sets)
        self.shares = {name: float(share) for name, share in (entry.split("=") for entry in arguments.share)}
        self.vectors, lines = load_vectors(arguments.student)
        self.lines = [Example(id="", set="", text=line, targets={}) for line in lines]
        encoder = weights.load(arguments.start or arguments.student)
        found = {example.set for example in self.examples}
        heads = Heads(encoder.shape.width, sorted({head for name in found for head in SETS[name].heads}))
        if arguments.start:
            heads.load_state_dict(load_file(arguments.start / HEADS_FILE), strict=False)
        self.model = nn.ModuleDict({"encoder": encoder, "heads": heads})
        for part in (encoder.words, encoder.positions, encoder.norm, *encoder.layers[: arguments.frozen]):
            part.requires_grad_(False)
        self.optimizer = torch.optim.AdamW(
            [
                {"params": [p for p in encoder.parameters() if p.requires_grad], "rate": arguments.rate},
                {"params": list(heads.parameters()), "rate": HEAD_RATE},
            ],
            weight_decay=0.01,
            fused=True,
        )
        self.average = Average(self.model, 0.99, every=5)
        self.place = Place()
        self._resume()

    def run(self) -> None:
        """Train to the end and write the weights."""
        total = self._total_steps()
        progress = Progress("train", total, self.place.step)
        started, saved, loss = time.monotonic() - self.place.seconds, time.monotonic(), 0.0
        self.model.train()
        for batch in self._batches():
            done = max(self.place.step / total, (time.monotonic() - started) / 60 / self.arguments.minutes)
            if done >= 1:
                break
            value = self._step(batch, done)
            loss = value if not loss else 0.98 * loss + 0.02 * value
            self.place.step += 1
            self.place.batch += 1
            self.place.seconds = time.monotonic() - started
            self.average.update(self.model, self.place.step)
            progress.step(f"loss {loss:.3f} epoch {self.place.epoch}")
            if time.monotonic() - saved > SECONDS_BETWEEN_CHECKPOINTS:
                self._save()
                saved = time.monotonic()
        self._save()
        self._write()

    def _step(self, batch, done: float) -> float:
        scale = min(1.0, (done + 1e-4) / WARM) * max(LOWEST, 1 - done)
        for group in self.optimizer.param_groups:
            group["lr"] = group["rate"] * scale
        with torch.autocast("cpu", torch.bfloat16):
            vectors = self.model["encoder"](batch.ids, batch.mask)
        loss = batch_loss(self.model["heads"], vectors, batch)
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        return float(loss.detach())

    def _batches(self) -> Iterator:
        while True:
            examples, rows, order = self._epoch(self.place.epoch)
            yield from batches_of(examples, rows, order[self.place.batch :], self.vectors)
            self.place.epoch += 1
            self.place.batch = 0

    def _epoch(self, epoch: int):
        """Examples of an epoch, a sample of the sets that have a share, their rows, and the order of batches."""
        seed = 1000 * self.arguments.seed + epoch
        chance = random.Random(seed)
        chosen = [one for one in self.examples if chance.random() < self.shares.get(one.set, 1.0)]
        chosen += [one for one in self.lines if chance.random() < self.shares.get("lines", 1.0)]
        rows = token_rows(chosen, load_tokenizer(str(self.tokenizer)), Variety(), seed)
        return chosen, rows, length_batches(rows, self.arguments.tokens, seed)

    def _total_steps(self) -> int:
        return max(1, int(len(self._epoch(0)[2]) * self.arguments.epochs))

    def _save(self) -> None:
        checkpoint.save(
            self.arguments.out,
            self.place,
            model=self.model.state_dict(),
            average=self.average.weights,
            optimizer=self.optimizer.state_dict(),
        )

    def _resume(self) -> None:
        saved = checkpoint.load(self.arguments.out)
        if saved is None:
            return
        self.place = saved["place"]
        self.model.load_state_dict(saved["model"])
        self.average.weights = saved["average"]
        self.optimizer.load_state_dict(saved["optimizer"])
        print(f"goes on at step {self.place.step}")

    def _write(self) -> None:
        self.average.apply(self.model)
        weights.save(self.model["encoder"], self.arguments.out, self.tokenizer)
        state = {name: value.contiguous() for name, value in self.model["heads"].state_dict().items()}
        save_file(state, self.arguments.out / HEADS_FILE)
        print(f"{self.arguments.out}: {self.place.step} steps, {self.place.seconds / 60:.0f} minutes")
