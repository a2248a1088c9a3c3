"""The sets' own heads, fitted again on the vectors that the int8 graph gives."""

from collections.abc import Mapping, Sequence

import numpy as np

from ..export import SET_LOGITS
from ..graph import Graph
from .batches import label_mask
from .examples import Example
from .fit import DECAYS, Data, Linear, fit_linear, sigmoid_loss, softmax_loss, squared_loss
from .scores import best_thresholds, macro_f1, one_hot, pearson, sigmoid, weighted_f1
from .sets import HEADS

LOSSES = {"one": softmax_loss, "several": sigmoid_loss, "numbers": squared_loss}


def refit_set_heads(
    graph: Graph,
    heads: Mapping[str, Sequence[str]],
    train: tuple[list[Example], np.ndarray],
    dev: tuple[list[Example], np.ndarray],
) -> tuple[np.ndarray, np.ndarray, dict[str, dict]]:
    """Matrix and bias of all heads one after the other, and for each its labels, thresholds, dev score."""
    learned = Linear(graph.constant(f"{SET_LOGITS}.matrix").T, graph.constant(f"{SET_LOGITS}.bias"))
    matrices, biases, report, place = [], [], {}, 0
    for name, labels in heads.items():
        own = slice(place, place + len(labels))
        place += len(labels)
        head, entry = _best(name, Linear(learned.matrix[own], learned.bias[own]), train, dev)
        matrices.append(head.matrix)
        biases.append(head.bias)
        report[name] = {"kind": HEADS[name].kind, "labels": list(labels), **entry}
    return np.concatenate(matrices), np.concatenate(biases), report


def _best(
    name: str, learned: Linear, train: tuple[list[Example], np.ndarray], dev: tuple[list[Example], np.ndarray]
) -> tuple[Linear, dict]:
    x, y, mask = _rows(name, *train)
    dev_x, dev_y, dev_mask = _rows(name, *dev)
    tried = {"trained": learned}
    for decay in DECAYS:
        data = Data(x, y, mask, np.ones(len(x)))
        tried[f"fitted, decay {decay}"] = fit_linear(data, LOSSES[HEADS[name].kind], decay, learned)
    scores = {way: _score(name, head(dev_x), dev_y, dev_mask) for way, head in tried.items()}
    chosen = max(scores, key=lambda way: scores[way])
    entry: dict = {"chosen": chosen, "dev": round(scores[chosen], 4)}
    if HEADS[name].kind == "several":
        entry["thresholds"] = _thresholds(name, tried[chosen], *dev)
    return tried[chosen], entry


def _thresholds(name: str, head: Linear, examples: list[Example], vectors: np.ndarray) -> dict[str, list[float]]:
    """Best thresholds on the dev split of each set that has the head, over the rows that its measure counts."""
    found = {}
    for own in sorted({example.set for example in examples if name in example.targets}):
        rows = [row for row, example in enumerate(examples) if example.set == own and counted(example, name)]
        gold = np.array([examples[row].targets[name] for row in rows])
        found[own] = best_thresholds(sigmoid(head(vectors[rows])), gold)
    return found


def counted(example: Example, name: str) -> bool:
    """Whether a row counts where several labels are measured: XED's neutral lines do not, as in its floor."""
    if name not in example.targets:
        return False
    neutral = HEADS[name].labels.index("neutral") if name == "xed" else None
    return neutral is None or not example.targets[name][neutral]


def _rows(name: str, examples: list[Example], vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rows = [row for row, example in enumerate(examples) if name in example.targets]
    targets = np.array([examples[row].targets[name] for row in rows], np.float32)
    mask = np.array([label_mask(name, examples[row].set) for row in rows], np.float32)
    return vectors[rows], targets, mask


def _score(name: str, scores: np.ndarray, gold: np.ndarray, mask: np.ndarray) -> float:
    kind = HEADS[name].kind
    if kind == "one":
        labels = gold.shape[1]
        return weighted_f1(one_hot(gold.argmax(1), labels), one_hot(scores.argmax(1), labels))
    if kind == "several":
        probability = sigmoid(scores)
        return macro_f1(gold, (probability > best_thresholds(probability, gold)).astype(float))
    said = mask.all(0)
    return float(np.mean([pearson(scores[:, n], gold[:, n]) for n in np.flatnonzero(said)]))
