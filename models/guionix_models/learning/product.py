"""Targets of the product's heads from the sets of film and everyday dialogue.

The product's emotions are Plutchik's eight and neutral. Sets that name other emotions are mapped to them; a set whose
labels never speak of an emotion leaves it out (its mask is 0).
"""

from collections.abc import Sequence

import numpy as np

from .examples import Example
from .sets import HEADS, POLARITIES, PRODUCT_EMOTIONS, SETS

FROM_EDOS = {
    "anger": "angry annoyed furious jealous",
    "anticipation": "anticipating hopeful prepared excited wishing",
    "disgust": "disgusted",
    "fear": "afraid anxious apprehensive terrified",
    "joy": "content excited grateful impressed joyful proud",
    "sadness": "ashamed devastated disappointed embarrassed guilty lonely nostalgic sad sentimental sympathizing",
    "surprise": "surprised impressed",
    "trust": "trusting faithful confident caring consoling encouraging agreeing",
    "neutral": "neutral acknowledging questioning suggesting",
}
"""The product's emotions in EDOS's words; a word may speak of two."""

EMOTION_SETS = ("xed_en", "xed_es", "edos_en", "meld_en", "mmeld_es", "brighter_en", "brighter_es")
"""Sets that the product's emotions are fitted on: films and series, and two with several emotions a text."""

POLARITY_SETS = ("xed_en", "xed_es", "edos_en", "meld_en", "mmeld_es", "sst5_en")
AFFECT_SETS = ("emobank_en",)

WEIGHTS = {"xed_en": 0.7, "meld_en": 1.5, "mmeld_es": 2.0, "xed_es": 1.5, "brighter_es": 1.0, "sst5_en": 0.5}
"""Weight of a text of a set; 1 for the others. Spanish counts as much as English."""

Targets = tuple[np.ndarray, np.ndarray]
"""Targets and masks, rows by labels; the mask of a row that says nothing is all 0."""


def emotion_targets(examples: Sequence[Example]) -> Targets:
    """Shares of annotators (EDOS), or 0 and 1."""
    targets = np.zeros((len(examples), len(PRODUCT_EMOTIONS)), np.float32)
    mask = np.zeros_like(targets)
    for row, example in enumerate(examples):
        head = next((name for name in example.targets if name in _EMOTION_HEADS), None)
        if head is not None and example.set in EMOTION_SETS:
            targets[row] = np.minimum(1, np.array(example.targets[head]) @ _EMOTION_HEADS[head])
            mask[row] = _spoken_of(head, example.set)
    return targets, mask


def polarity_targets(examples: Sequence[Example]) -> Targets:
    """One polarity a text."""
    targets = np.zeros((len(examples), len(POLARITIES)), np.float32)
    mask = np.zeros_like(targets)
    for row, example in enumerate(examples):
        if "polarity" in example.targets and example.set in POLARITY_SETS:
            targets[row] = example.targets["polarity"]
            mask[row] = [float(label not in SETS[example.set].unused) for label in POLARITIES]
    return targets, mask


def row_weights(examples: Sequence[Example]) -> np.ndarray:
    """Weight of each example."""
    return np.array([WEIGHTS.get(example.set, 1.0) for example in examples], np.float32)


def _spoken_of(head: str, name: str) -> np.ndarray:
    spoken = (_EMOTION_HEADS[head].sum(0) > 0).astype(np.float32)
    if head.startswith("brighter"):
        spoken[PRODUCT_EMOTIONS.index("neutral")] = 0
    for label in SETS[name].unused:
        spoken[PRODUCT_EMOTIONS.index(label)] = 0
    return spoken


def _map(head: str) -> np.ndarray:
    """Labels of a head × emotions of the product."""
    matrix = np.zeros((len(HEADS[head].labels), len(PRODUCT_EMOTIONS)), np.float32)
    for column, emotion in enumerate(PRODUCT_EMOTIONS):
        words = FROM_EDOS[emotion].split() if head == "edos" else [emotion]
        for row, label in enumerate(HEADS[head].labels):
            matrix[row, column] = float(label in words)
    return matrix


_EMOTION_HEADS = {name: _map(name) for name in ("xed", "edos", "meld", "brighter_en", "brighter_es")}
