"""A labelled text as training and evaluation read it, and the file that `prepare` writes."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from .context import Turn

SPLITS = ("train", "dev", "test")


@dataclass(frozen=True)
class Example:
    """A text, the turns before it, and a target for each head that its set teaches."""

    id: str
    set: str
    text: str
    targets: dict[str, list[float]]
    """By head: shares (one label), 0 or 1 (several), standardised ratings (numbers)."""
    context: tuple[Turn, ...] = ()
    speaker: str | None = None
    translation: str | None = None
    """The aligned English line of a Spanish one."""
    raw: dict[str, float] = field(default_factory=dict)
    """Ratings on the set's own scale."""


def write(path: Path, examples: Iterable[Example]) -> int:
    """Write examples, one JSON object a line. Returns how many."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        return sum(1 for example in examples if file.write(json.dumps(asdict(example), ensure_ascii=False) + "\n"))


def read(folder: Path, split: str, sets: Iterable[str]) -> list[Example]:
    """Examples of a split, of these sets alone."""
    wanted = set(sets)
    return [example for example in _parse(folder / f"{split}.jsonl") if example.set in wanted]


def _parse(path: Path) -> Iterator[Example]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            fields = json.loads(line)
            fields["context"] = tuple(Turn(**turn) for turn in fields["context"])
            yield Example(**fields)
