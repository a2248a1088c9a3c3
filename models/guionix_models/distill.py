"""Make a smaller student of a base encoder, and what it is held to while it learns: the frozen encoder's vectors.

The student has some of the base's layers. The vectors are those of the base with its prefix, less the mean of their
language, of length 1; a Spanish line and the English one that it is aligned with get the mean of their two vectors, so
that the student brings both to the same place. Plain text files may be added: their lines teach meaning alone.
"""

import json
import random
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from .learning import weights
from .learning.batches import length_batches, padded
from .learning.context import load_tokenizer, plain_ids, token_row
from .learning.examples import read
from .learning.network import Encoder
from .learning.progress import Progress
from .learning.sets import SETS

PREFIX = "query: "
"""What the base model was trained to see before a text."""

LINE_LENGTHS = range(16, 240)
"""Characters of the plain lines that are used."""


def add_arguments(parser: ArgumentParser) -> None:
    """Flags of the command."""
    parser.add_argument("--base", type=Path, required=True, help="folder written by `base`")
    parser.add_argument("--layers", type=int, nargs="+", required=True, help="layers that the student keeps, from 0")
    parser.add_argument("--examples", type=Path, required=True, help="folder written by `prepare`")
    parser.add_argument("--texts", nargs="*", default=[], metavar="SET=COUNT", help="how many texts of which set")
    parser.add_argument("--lines", nargs="*", default=[], metavar="LANGUAGE=COUNT=FILE", help="plain text files")
    parser.add_argument("--out", type=Path, required=True, help="folder to write")
    parser.add_argument("--seed", type=int, default=0)


def main(arguments: Namespace) -> None:
    """Run the command."""
    base = weights.load(arguments.base)
    tokenizer = arguments.base / weights.TOKENIZER
    weights.save(weights.with_layers(base, arguments.layers), arguments.out, tokenizer)
    texts, pairs = _labelled(arguments)
    lines = _lines(arguments)
    every = {**texts, **lines}
    vectors = centred(frozen_vectors(base, str(tokenizer), list(every)), list(every.values()))
    by_text = dict(zip(every, vectors, strict=True))
    for spanish, english in pairs:
        both = by_text[spanish] + by_text[english]
        by_text[spanish] = by_text[english] = both / np.linalg.norm(both)
    np.save(arguments.out / "vectors.npy", np.stack(list(by_text.values())).astype(np.float16))
    (arguments.out / "texts.json").write_text(json.dumps(list(by_text), ensure_ascii=False), "utf-8")
    (arguments.out / "lines.json").write_text(json.dumps(list(lines), ensure_ascii=False), "utf-8")
    print(f"{len(by_text):,} vectors, {len(pairs):,} pairs, {len(lines):,} plain lines")


def load_vectors(folder: Path) -> tuple[dict[str, np.ndarray], list[str]]:
    """The frozen vectors by text, and the plain lines among them."""
    texts = json.loads((folder / "texts.json").read_text("utf-8"))
    vectors = dict(zip(texts, np.load(folder / "vectors.npy"), strict=True))
    return vectors, json.loads((folder / "lines.json").read_text("utf-8"))


def frozen_vectors(base: Encoder, tokenizer: str, texts: Sequence[str]) -> np.ndarray:
    """Vectors of texts, rows × width."""
    base.eval()
    rows = [token_row(ids) for ids in plain_ids(load_tokenizer(tokenizer), [PREFIX + text for text in texts])]
    made = np.zeros((len(texts), base.shape.width), np.float32)
    order = length_batches(rows, 4096, None)
    progress = Progress("frozen vectors", len(order))
    with torch.inference_mode():
        for numbers in order:
            with torch.autocast("cpu", torch.bfloat16):
                made[numbers] = base(*padded([rows[number] for number in numbers])).numpy()
            progress.step()
    return made


def centred(vectors: np.ndarray, languages: Sequence[str]) -> np.ndarray:
    """Vectors less the mean of their language, of length 1."""
    made = vectors.copy()
    for language in set(languages):
        rows = np.array([entry == language for entry in languages])
        made[rows] -= made[rows].mean(0)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


def _labelled(arguments: Namespace) -> tuple[dict[str, str], list[tuple[str, str]]]:
    chance = random.Random(arguments.seed)
    texts: dict[str, str] = {}
    pairs: list[tuple[str, str]] = []
    for wanted in arguments.texts:
        name, count = wanted.split("=")
        found = read(arguments.examples, "train", [name])
        for example in chance.sample(found, min(int(count), len(found))):
            texts[example.text] = SETS[name].language
            if example.translation:
                texts.setdefault(example.translation, "en")
                pairs.append((example.text, example.translation))
    return texts, pairs


def _lines(arguments: Namespace) -> dict[str, str]:
    chance = random.Random(arguments.seed)
    lines: dict[str, str] = {}
    for wanted in arguments.lines:
        language, count, path = wanted.split("=", 2)
        stripped = (" ".join(line.split()) for line in Path(path).read_text("utf-8").splitlines())
        found = sorted({line for line in stripped if len(line) in LINE_LENGTHS})
        lines |= dict.fromkeys(chance.sample(found, min(int(count), len(found))), language)
    return lines
