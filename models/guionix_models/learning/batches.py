"""Examples as token rows, in batches of rows of like length."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from .context import PAD, context_text, plain_ids, token_row
from .examples import Example
from .sets import HEADS, SETS

WINDOW = 4096
"""Rows that are sorted by length together: enough for little padding, few enough for mixed batches."""

LARGEST = 96
"""Rows of a batch at most."""


@dataclass
class Batch:
    """Token rows and what they teach."""

    ids: Tensor
    mask: Tensor
    targets: dict[str, tuple[Tensor, Tensor, Tensor]] = field(default_factory=dict)
    """By head: row numbers, targets, masks of labels."""
    taught: tuple[Tensor, Tensor] | None = None
    """Row numbers and the frozen encoder's vectors."""


@dataclass(frozen=True)
class Variety:
    """How often training varies a text, as shares of texts."""

    context: float = 0.6
    speaker: float = 0.6
    """Of those with context."""
    capitals: float = 0.03


WHOLE = Variety(context=1.0, speaker=1.0, capitals=0.0)
"""As evaluated: context and speaker wherever there are some."""

ALONE = Variety(context=0.0, speaker=0.0, capitals=0.0)
"""As evaluated without context."""


def token_rows(examples: Sequence[Example], tokenizer: Tokenizer, variety: Variety, seed: int = 0) -> list[list[int]]:
    """Token ids of each example, varied by chance."""
    chance = random.Random(seed)
    texts, contexts = [], []
    for example in examples:
        with_context, with_speaker, in_capitals = chance.random(), chance.random(), chance.random()
        texts.append(example.text.upper() if in_capitals < variety.capitals else example.text)
        contexts.append(_context(example, with_speaker < variety.speaker) if with_context < variety.context else "")
    return list(map(token_row, plain_ids(tokenizer, texts), plain_ids(tokenizer, contexts)))


def length_batches(rows: Sequence[Sequence[int]], tokens: int, seed: int | None) -> list[list[int]]:
    """Row numbers of each batch, of `tokens` tokens at most with padding; shuffled unless there is no seed."""
    order = list(range(len(rows)))
    chance = random.Random(seed)
    if seed is not None:
        chance.shuffle(order)
    batches: list[list[int]] = []
    window = WINDOW if seed is not None else max(1, len(order))
    for start in range(0, len(order), window):
        current: list[int] = []
        for row in sorted(order[start : start + window], key=lambda row: len(rows[row])):
            if current and (len(rows[row]) * (len(current) + 1) > tokens or len(current) == LARGEST):
                batches.append(current)
                current = []
            current.append(row)
        batches.append(current)
    if seed is not None:
        chance.shuffle(batches)
    return batches


def padded(rows: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Ids and mask, rows × longest."""
    length = max(map(len, rows))
    ids = torch.full((len(rows), length), PAD)
    mask = torch.zeros(len(rows), length, dtype=torch.long)
    for place, row in enumerate(rows):
        ids[place, : len(row)] = torch.tensor(row)
        mask[place, : len(row)] = 1
    return ids, mask


def make_batch(
    examples: Sequence[Example], rows: Sequence[Sequence[int]], vectors: Mapping[str, np.ndarray] | None = None
) -> Batch:
    """A batch of these examples; `vectors` are the frozen encoder's by text."""
    batch = Batch(*padded(rows))
    for head in sorted({name for example in examples for name in example.targets}):
        places = [place for place, example in enumerate(examples) if head in example.targets]
        targets = torch.tensor([examples[place].targets[head] for place in places])
        masks = torch.tensor([label_mask(head, examples[place].set) for place in places])
        batch.targets[head] = (torch.tensor(places), targets, masks)
    taught = [place for place, example in enumerate(examples) if vectors and example.text in vectors]
    if taught:
        teacher = np.stack([vectors[examples[place].text] for place in taught]).astype(np.float32)
        batch.taught = (torch.tensor(taught), torch.from_numpy(teacher))
    return batch


def label_mask(head: str, name: str) -> list[float]:
    """1 for the labels of a head that a set speaks of."""
    unused = SETS[name].unused if name in SETS else frozenset()
    return [float(label not in unused) for label in HEADS[head].labels]


def _context(example: Example, speaker: bool) -> str:
    if speaker:
        return context_text(example.context, example.speaker)
    return context_text([type(turn)(turn.text) for turn in example.context], None)


def batches_of(
    examples: Sequence[Example],
    rows: Sequence[Sequence[int]],
    order: Sequence[Sequence[int]],
    vectors: Mapping[str, np.ndarray] | None = None,
) -> Iterator[Batch]:
    """Batches in an order of `length_batches`."""
    for numbers in order:
        yield make_batch([examples[number] for number in numbers], [rows[number] for number in numbers], vectors)
