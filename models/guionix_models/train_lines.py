"""Train the line classifier of the parser: what a printed line of a script is.

Reads what `npm run lines:features` wrote, trains a small network (two hidden layers) and writes a version of the
artifact: `model.onnx` (features in, logits out), and `manifest.json` with classes, transitions between them, metrics on
held-out scripts, licences and SHA-256. Seeded: the same features give the same weights on the same machine.
"""

import argparse
import json
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from .line_graph import Layer, describe_artifact, write_graph

HIDDEN = (64, 32)
HELD_OUT = 0.1
BATCH = 512
LEARNING_RATE = 2e-3
WEIGHT_DECAY = 1e-4
INPUT_DROPOUT = 0.1
SMOOTHING = 0.02
# Transitions that no training script has keep this share, so that none is impossible.
LEAST_TRANSITION = 1e-4


@dataclass(frozen=True)
class Documents:
    """Lines of scripts: features, labels, and the length of each script in lines."""

    features: np.ndarray
    labels: np.ndarray
    lengths: np.ndarray
    about: dict

    def split(self, held_out: float) -> tuple["Documents", "Documents"]:
        """The first scripts to learn from, the last ones held out."""
        count = int(len(self.lengths) * (1 - held_out))
        at = int(self.lengths[:count].sum())
        first = Documents(self.features[:at], self.labels[:at], self.lengths[:count], self.about)
        return first, Documents(self.features[at:], self.labels[at:], self.lengths[count:], self.about)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("features", type=Path, help="folder that `npm run lines:features` wrote")
    parser.add_argument("out", type=Path, help="folder of the artifact's version, e.g. artifacts/lines/1")
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)


def main(arguments: argparse.Namespace) -> None:
    """Train and write the artifact."""
    learn, held_out = read(arguments.features).split(HELD_OUT)
    layers = train(learn, arguments.epochs, np.random.default_rng(arguments.seed))
    metrics = measure(layers, held_out)
    print(json.dumps(metrics, indent=2))
    arguments.out.mkdir(parents=True, exist_ok=True)
    write_graph(layers, arguments.out / "model.onnx")
    describe_artifact(arguments.out, learn.about, transitions(learn), metrics)


def read(folder: Path) -> Documents:
    """Features and labels of all scripts in a folder."""
    about = json.loads((folder / "about.json").read_text())
    features = np.fromfile(folder / "features.f32", dtype="<f4").reshape(-1, about["features"])
    labels = np.fromfile(folder / "labels.u8", dtype=np.uint8).astype(np.int64)
    return Documents(features, labels, np.fromfile(folder / "documents.u32", dtype="<u4").astype(np.int64), about)


def train(documents: Documents, epochs: int, random: np.random.Generator) -> list[Layer]:
    """Fit a network by AdamW on cross-entropy with smoothed labels, rare classes weighted up."""
    mean, scale = documents.features.mean(0), documents.features.std(0) + 0.05
    classes = len(documents.about["classes"])
    widths = (documents.features.shape[1], *HIDDEN, classes)
    layers = [
        Layer(random.normal(0, np.sqrt(2 / a), (a, b)).astype(np.float32), np.zeros(b, np.float32))
        for a, b in pairwise(widths)
    ]
    moments = [np.zeros_like(part) for layer in layers for part in (layer.weight, layer.bias) for _ in range(2)]
    weights = class_weights(documents.labels, classes)
    steps = epochs * (len(documents.labels) // BATCH)
    order = np.concatenate([random.permutation(len(documents.labels)) for _ in range(epochs)])
    for step in range(steps):
        rows = order[step * BATCH : (step + 1) * BATCH]
        inputs = (documents.features[rows] - mean) / scale
        inputs *= random.random(inputs.shape, dtype=np.float32) > INPUT_DROPOUT
        gradients = backward(layers, inputs, documents.labels[rows], weights)
        rate = LEARNING_RATE * 0.5 * (1 + np.cos(np.pi * step / steps))
        descend(layers, gradients, moments, rate, step + 1)
    first = layers[0]
    # Standardisation goes into the first layer: the graph takes features as they are measured.
    folded = Layer(first.weight / scale[:, None], first.bias - (mean / scale) @ first.weight)
    return [folded, *layers[1:]]


def class_weights(labels: np.ndarray, classes: int) -> np.ndarray:
    """Weight of each class: the fourth root of its rarity, one on average over the lines."""
    shares = np.bincount(labels, minlength=classes) / len(labels)
    weights = (1 / np.maximum(shares, 1e-6)) ** 0.25
    return (weights / (weights * shares).sum()).astype(np.float32)


def forward(layers: list[Layer], inputs: np.ndarray) -> list[np.ndarray]:
    """Outputs of every layer, the inputs first; the last are logits."""
    outputs = [inputs]
    for at, layer in enumerate(layers):
        result = outputs[-1] @ layer.weight + layer.bias
        outputs.append(np.maximum(result, 0) if at < len(layers) - 1 else result)
    return outputs


def backward(layers: list[Layer], inputs: np.ndarray, labels: np.ndarray, weights: np.ndarray) -> list[np.ndarray]:
    """Gradients of the loss by weight and bias of every layer, in order."""
    outputs = forward(layers, inputs)
    shares = softmax(outputs[-1])
    target = np.full_like(shares, SMOOTHING / shares.shape[1])
    target[np.arange(len(labels)), labels] += 1 - SMOOTHING
    upstream = (shares - target) * weights[labels][:, None] / len(labels)
    gradients: list[np.ndarray] = []
    for at in range(len(layers) - 1, -1, -1):
        gradients = [outputs[at].T @ upstream, upstream.sum(0), *gradients]
        upstream = (upstream @ layers[at].weight.T) * (outputs[at] > 0)
    return gradients


def descend(
    layers: list[Layer], gradients: list[np.ndarray], moments: list[np.ndarray], rate: float, step: int
) -> None:
    """One step of AdamW, in place."""
    parts = [part for layer in layers for part in (layer.weight, layer.bias)]
    for at, (part, gradient) in enumerate(zip(parts, gradients, strict=True)):
        first, second = moments[2 * at], moments[2 * at + 1]
        first += 0.1 * (gradient - first)
        second += 0.001 * (gradient * gradient - second)
        mean, variance = first / (1 - 0.9**step), second / (1 - 0.999**step)
        np.subtract(part, rate * (mean / (np.sqrt(variance) + 1e-8) + WEIGHT_DECAY * part), out=part)


def softmax(logits: np.ndarray) -> np.ndarray:
    """Shares of the classes, row by row."""
    powers = np.exp(logits - logits.max(1, keepdims=True))
    return powers / powers.sum(1, keepdims=True)


def measure(layers: list[Layer], documents: Documents) -> dict[str, float]:
    """F1 of each class and their mean on lines by themselves, before transitions between lines are used."""
    found = forward(layers, documents.features)[-1].argmax(1)
    scores = {}
    for at, name in enumerate(documents.about["classes"]):
        right = ((found == at) & (documents.labels == at)).sum()
        scores[f"f1_{name}"] = round(float(2 * right / max(1, (found == at).sum() + (documents.labels == at).sum())), 4)
    return {**scores, "f1_macro": round(float(np.mean(list(scores.values()))), 4), "lines": len(documents.labels)}


def transitions(documents: Documents) -> list[list[float]]:
    """Natural logarithm of how often a class (column) follows another (row), relative to its own frequency."""
    classes = len(documents.about["classes"])
    counts = np.zeros((classes, classes))
    inside = np.ones(len(documents.labels) - 1, bool)
    inside[np.cumsum(documents.lengths)[:-1] - 1] = False
    np.add.at(counts, (documents.labels[:-1][inside], documents.labels[1:][inside]), 1)
    shares = np.maximum(counts / np.maximum(counts.sum(1, keepdims=True), 1), LEAST_TRANSITION)
    return np.log(shares / np.maximum(shares.mean(0), LEAST_TRANSITION)).round(3).tolist()
