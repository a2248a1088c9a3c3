"""Targets of the heads from a set's own labels."""

from collections.abc import Mapping, Sequence
from typing import Any

from .sets import HEADS, POLARITIES, LabelledSet

Scale = dict[str, tuple[float, float]]
"""Mean and standard deviation of each rating in a set's train split."""

RATINGS = ("emobank", "fbva")


def targets_of(
    row: Mapping[str, Any], entry: LabelledSet, polarities: Mapping[str, str | None], scale: Scale
) -> dict[str, list[float]]:
    """Targets of every head that the row says something about."""
    labels = row["labels"]
    made: dict[str, list[float] | None] = {}
    for name in entry.heads:
        if name == "polarity":
            made[name] = _polarity(labels, polarities)
        elif name == "intensity":
            made[name] = _intensities(labels.get("intensity"))
        elif name == "sst5":
            made[name] = _shares([labels["stars"]], HEADS[name].labels)
        elif name in RATINGS:
            made[name] = [(labels[label] - scale[label][0]) / scale[label][1] for label in HEADS[name].labels]
        elif HEADS[name].kind == "several":
            made[name] = [float(label in labels["emotion"]) for label in HEADS[name].labels]
        else:
            made[name] = _shares(row.get("votes") or labels["emotion"], HEADS[name].labels)
    return {name: target for name, target in made.items() if target is not None}


def ratings_of(row: Mapping[str, Any]) -> dict[str, float]:
    """Ratings on the set's own scale."""
    return {name: row["labels"][name] for name in ("valence", "arousal", "dominance") if name in row["labels"]}


def _intensities(steps: Mapping[str, int] | None) -> list[float] | None:
    """From steps of 0 to 3 to 0..1."""
    return None if steps is None else [steps.get(label, 0) / 3 for label in HEADS["intensity"].labels]


def _shares(votes: Sequence[str], labels: Sequence[str]) -> list[float] | None:
    counts = [float(votes.count(label)) for label in labels]
    total = sum(counts)
    return [count / total for count in counts] if total else None


def _polarity(labels: Mapping[str, Any], polarities: Mapping[str, str | None]) -> list[float] | None:
    """The set's own polarity, or the one that all its emotions agree on."""
    named = labels.get("sentiment") or labels.get("polarity_derived")
    if named is None:
        mapped = {polarities.get(label) for label in labels.get("emotion", [])}
        named = mapped.pop() if len(mapped) == 1 else None
    return _shares([named], POLARITIES) if named in POLARITIES else None
