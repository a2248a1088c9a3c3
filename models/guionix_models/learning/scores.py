"""Measures of quality: F1, accuracy, Pearson's r, expected calibration error."""

import numpy as np

BINS = 15


def label_f1(gold: np.ndarray, found: np.ndarray) -> np.ndarray:
    """F1 of each label, of rows × labels of 0 and 1."""
    hit = (gold * found).sum(0)
    return 2 * hit / np.maximum(1e-12, gold.sum(0) + found.sum(0))


def macro_f1(gold: np.ndarray, found: np.ndarray) -> float:
    """Mean F1 over labels."""
    return float(label_f1(gold, found).mean())


def weighted_f1(gold: np.ndarray, found: np.ndarray) -> float:
    """F1 averaged over labels by how often each is right."""
    return float(np.average(label_f1(gold, found), weights=gold.sum(0)))


def one_hot(numbers: np.ndarray, labels: int) -> np.ndarray:
    """Rows × labels, 1 at each row's number."""
    return np.eye(labels)[numbers]


def accuracy(gold: np.ndarray, found: np.ndarray) -> float:
    """Share of rows that are wholly right."""
    return float((gold == found).all(1).mean())


def pearson(one: np.ndarray, other: np.ndarray) -> float:
    """Pearson's r."""
    return float(np.corrcoef(one, other)[0, 1])


def reliability(probability: np.ndarray, right: np.ndarray, bins: int = BINS) -> list[tuple[int, float, float]]:
    """Rows, mean probability and share of right ones, for each bin of probability that has rows."""
    place = np.minimum((probability * bins).astype(int), bins - 1)
    kept = [place == number for number in range(bins)]
    return [(int(k.sum()), float(probability[k].mean()), float(right[k].mean())) for k in kept if k.any()]


def calibration_error(probability: np.ndarray, right: np.ndarray, bins: int = BINS) -> float:
    """Expected calibration error: mean distance of probability and share of right ones over bins."""
    found = reliability(probability, right, bins)
    return sum(rows * abs(said - seen) for rows, said, seen in found) / len(probability)


def softmax(scores: np.ndarray) -> np.ndarray:
    """Probabilities along the last axis."""
    e = np.exp(scores - scores.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def sigmoid(scores: np.ndarray) -> np.ndarray:
    """Probability of each value."""
    return 1 / (1 + np.exp(-np.clip(scores, -60, 60)))


def best_thresholds(probability: np.ndarray, gold: np.ndarray) -> list[float]:
    """For each label the probability from which it counts, that gives the best F1."""
    steps = np.round(np.arange(0.05, 0.95, 0.025), 3)
    chosen = []
    for label in range(gold.shape[1]):
        found = probability[:, label, None] > steps
        hit = (gold[:, label, None] * found).sum(0)
        f1 = 2 * hit / np.maximum(1e-12, gold[:, label].sum() + found.sum(0))
        # The middle of the best steps: a threshold at the edge of a peak is luck.
        best = np.flatnonzero(f1 >= f1.max() - 1e-9)
        chosen.append(float(steps[best[len(best) // 2]]))
    return chosen
