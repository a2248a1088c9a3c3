"""Read the labelled sets of a data directory and write the examples that training and evaluation use.

The directory has a folder for each set with `train`, `dev` and `test` as gzipped JSON lines, and `label_maps.json`.
Left out: EmoryNLP lines that are also lines of MELD's dev or test split, Spanish lines of M-MELD whose length does not
fit the English one they are aligned with (train only), texts of a train split that are also in its own test split.
"""

import gzip
import json
import statistics
from argparse import ArgumentParser, Namespace
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .learning.context import Turn
from .learning.examples import SPLITS, Example, write
from .learning.sets import HEADS, SETS, LabelledSet
from .learning.targets import RATINGS, Scale, ratings_of, targets_of

TURNS = 4
"""Earlier turns that are kept of a dialogue."""

ALIGNED_LENGTHS = (0.3, 3.0)
"""Shortest and longest Spanish line for an English one, as a ratio of characters."""


def add_arguments(parser: ArgumentParser) -> None:
    """Flags of the command."""
    parser.add_argument("--data", type=Path, required=True, help="directory of the labelled sets")
    parser.add_argument("--out", type=Path, required=True, help="folder for train.jsonl, dev.jsonl, test.jsonl")
    parser.add_argument("--sets", nargs="*", default=list(SETS), choices=list(SETS), help="all by default")


def main(arguments: Namespace) -> None:
    """Run the command."""
    maps = json.loads((arguments.data / "label_maps.json").read_text("utf-8"))["polarity"]
    entries = [SETS[name] for name in arguments.sets]
    scales = {entry.name: _scale(arguments.data, entry) for entry in entries}
    for split in SPLITS:
        count = write(
            arguments.out / f"{split}.jsonl",
            (
                example
                for entry in entries
                for example in examples_of(arguments.data, entry, split, maps, scales[entry.name])
            ),
        )
        print(f"{split}: {count:,} examples")
    (arguments.out / "scales.json").write_text(json.dumps(scales, indent=1) + "\n", "utf-8")


def examples_of(data: Path, entry: LabelledSet, split: str, maps: dict[str, Any], scale: Scale) -> Iterator[Example]:
    """Examples of a set's split, each with the turns before it."""
    polarities = maps.get(entry.name)
    polarities = polarities if isinstance(polarities, dict) else {}
    dialogues: dict[str, list[tuple[int, Turn]]] = defaultdict(list)
    rows = list(_rows(data, entry.name, split))
    for row in rows:
        if "turn" in row:
            dialogues[row["dialogue_id"]].append((row["turn"], Turn(row["text"], row.get("speaker"))))
    for row in rows:
        if _left_out(row, split):
            continue
        yield Example(
            id=row["source_id"],
            set=entry.name,
            text=row["text"].strip(),
            targets=targets_of(row, entry, polarities, scale),
            context=_turns(row, dialogues),
            speaker=row.get("speaker"),
            translation=row.get("text_en"),
            raw=ratings_of(row),
        )


def _turns(row: dict[str, Any], dialogues: dict[str, list[tuple[int, Turn]]]) -> tuple[Turn, ...]:
    if "context" in row:
        return tuple(Turn(text) for text in row["context"][-TURNS:])
    before = sorted(entry for entry in dialogues.get(row.get("dialogue_id"), ()) if entry[0] < row["turn"])
    return tuple(turn for _, turn in before[-TURNS:])


def _left_out(row: dict[str, Any], split: str) -> bool:
    if not row["text"].strip() or row.get("in_meld_devtest"):
        return True
    if split != "train" or not row["source_id"].startswith("meld") or "text_en" not in row:
        return False
    ratio = len(row["text"]) / max(1, len(row["text_en"]))
    return not ALIGNED_LENGTHS[0] <= ratio <= ALIGNED_LENGTHS[1]


def _scale(data: Path, entry: LabelledSet) -> Scale:
    names = [label for head in entry.heads if head in RATINGS for label in HEADS[head].labels]
    rated = [ratings_of(row) for row in _rows(data, entry.name, "train")] if names else []
    return {
        name: (statistics.fmean(row[name] for row in rated), statistics.pstdev(row[name] for row in rated))
        for name in names
    }


def _rows(data: Path, name: str, split: str) -> Iterator[dict[str, Any]]:
    with gzip.open(data / name / f"{split}.jsonl.gz", "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)
