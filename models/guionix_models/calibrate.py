"""Fit the product's heads on the vectors that the int8 graph gives, calibrate them, and add them to the graph.

Heads: `emotion_logits` (nine emotions, sigmoid), `sentiment_logits` (three polarities, softmax), `va` (valence and
arousal, ratings of 1..5 less 3). Fitted on train splits, temperatures on dev splits. A Spanish line that is aligned
with an English one learns valence and arousal from what the head says of the English one: no Spanish line has
ratings of its own. The conformal half-widths hold 90 % of the dev split's errors. Of the sets' own heads, each that
a fit on these vectors makes better on its dev split is replaced by it; thresholds of labels that may stand together
come from dev.
"""

import json
from argparse import ArgumentParser, Namespace
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from .export import POOLED, SET_LOGITS, add_head
from .graph import Graph
from .learning.batches import ALONE, WHOLE, token_rows
from .learning.context import load_tokenizer
from .learning.examples import Example, read
from .learning.fit import DECAYS, Data, Linear, fit_linear, fit_temperature, sigmoid_loss, softmax_loss, squared_loss
from .learning.outputs import graph_outputs
from .learning.product import (
    AFFECT_SETS,
    emotion_targets,
    polarity_targets,
    row_weights,
)
from .learning.scores import best_thresholds, sigmoid
from .learning.set_heads import counted, refit_set_heads
from .learning.sets import PRODUCT_EMOTIONS, VARIANTS

COVERAGE = 0.9
AFFECT_DECAY = 30.0
AFFECT = ("valence", "arousal")
ALONE_SHARE = 1 / 3
"""Of the train texts with context: as many are read without it too."""

MIDDLE = 3.0
"""Middle of EmoBank's scale."""


def add_arguments(parser: ArgumentParser) -> None:
    """Flags of the command."""
    parser.add_argument("graph", type=Path, help="int8 graph; heads.json lies beside it")
    parser.add_argument("out", type=Path, help="int8 graph with the product's heads; calibration.json beside it")
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--examples", type=Path, required=True, help="folder written by `prepare`")
    parser.add_argument("--variant", choices=list(VARIANTS), default="open", help="sets by licence")
    parser.add_argument(
        "--most",
        type=int,
        default=20_000,
        help="texts of a set's train split that are used; half as many of its dev split",
    )
    parser.add_argument("--seed", type=int, default=0)


def main(arguments: Namespace) -> None:
    """Run the command."""
    # Steps of a fit are short: a second thread waits longer than it works, the more so on a busy machine.
    torch.set_num_threads(1)
    graph = Graph.load(arguments.graph)
    heads = json.loads((arguments.graph.parent / "heads.json").read_text("utf-8"))
    train = _vectors(arguments, graph, "train")
    dev = _vectors(arguments, graph, "dev")
    report: dict = {"variant": arguments.variant, "sets": list(VARIANTS[arguments.variant]), "temperature": {}}
    for name, targets_of, loss in (
        ("emotion_logits", emotion_targets, sigmoid_loss),
        ("sentiment_logits", polarity_targets, softmax_loss),
    ):
        head, report["temperature"][name] = _fit(train, dev, targets_of, loss)
        add_head(graph, name, head.matrix, head.bias)
        if name == "emotion_logits":
            report["emotion_thresholds"] = _emotion_thresholds(head, dev)
    affect, report["conformal"] = _fit_affect(arguments, graph, train, dev)
    add_head(graph, "va", affect.matrix, affect.bias)
    matrix, bias, report["set_heads"] = refit_set_heads(graph, heads, train, dev)
    add_head(graph, SET_LOGITS, matrix, bias)
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    graph.save(arguments.out)
    (arguments.out.parent / "calibration.json").write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    print(json.dumps(report["temperature"] | report["conformal"], indent=1))


Vectors = tuple[list[Example], np.ndarray]
"""Examples, and the vector of each."""


def _vectors(arguments: Namespace, graph: Graph, split: str) -> Vectors:
    """Examples of a split with context where there is some, and of the train split a third of those again alone."""
    chance = np.random.default_rng(arguments.seed)
    found = read(arguments.examples, split, VARIANTS[arguments.variant])
    counts = Counter(example.set for example in found)
    most = arguments.most if split == "train" else arguments.most // 2
    whole = [example for example in found if chance.random() < most / counts[example.set]]
    spoken = [one for one in whole if one.context or one.speaker] if split == "train" else []
    alone = [one for one in spoken if chance.random() < ALONE_SHARE]
    tokenizer = load_tokenizer(str(arguments.tokenizer))
    rows = token_rows(whole, tokenizer, WHOLE) + token_rows(alone, tokenizer, ALONE)
    return whole + alone, graph_outputs(graph, rows, [POOLED], f"vectors of {split}")[POOLED]


def _fit(train: Vectors, dev: Vectors, targets_of, loss) -> tuple[Linear, float]:
    examples, vectors = train
    targets, mask = targets_of(examples)
    used = mask.any(1)
    weights = row_weights(examples)[used]
    data = Data(vectors[used], targets[used], mask[used], weights)
    dev_targets, dev_mask = targets_of(dev[0])
    kept = dev_mask.any(1)
    tried = []
    for decay in DECAYS:
        head = fit_linear(data, loss, decay)
        temperature, least = fit_temperature(head(dev[1][kept]), dev_targets[kept], dev_mask[kept], loss)
        tried.append((least, temperature, head))
    _, temperature, head = min(tried, key=lambda one: one[0])
    return head.divided(temperature), temperature


def _emotion_thresholds(head: Linear, dev: Vectors) -> list[float]:
    """Probability from which each emotion counts as found: chosen on XED's dev splits, whose texts have several."""
    rows = [row for row, example in enumerate(dev[0]) if counted(example, "xed")]
    gold = np.array([dev[0][row].targets["xed"] for row in rows])
    found = best_thresholds(sigmoid(head(dev[1][rows])), gold)
    found[PRODUCT_EMOTIONS.index("neutral")] = 0.5
    return found


def _fit_affect(
    arguments: Namespace, graph: Graph, train: Vectors, dev: Vectors
) -> tuple[Linear, dict[str, dict[str, float]]]:
    examples, vectors = train
    rated = np.array([example.set in AFFECT_SETS for example in examples])
    ratings = _ratings([example for example in examples if example.set in AFFECT_SETS])
    ones = np.ones_like(ratings)
    head = fit_linear(Data(vectors[rated], ratings, ones, np.ones(len(ratings))), squared_loss, AFFECT_DECAY)
    pairs = [n for n, example in enumerate(examples) if example.translation]
    english = [replace(examples[n], text=examples[n].translation, context=(), speaker=None) for n in pairs]
    rows = token_rows(english, load_tokenizer(str(arguments.tokenizer)), ALONE)
    said = head(graph_outputs(graph, rows, [POOLED], "vectors of translations")[POOLED])
    both = np.concatenate([ratings, said])
    weights = np.concatenate([np.ones(len(ratings)), np.full(len(said), 0.5 * len(ratings) / max(1, len(said)))])
    x = np.concatenate([vectors[rated], vectors[pairs]])
    head = fit_linear(Data(x, both, np.ones_like(both), weights), squared_loss, AFFECT_DECAY)
    of_dev = np.array([example.set in AFFECT_SETS for example in dev[0]])
    errors = np.abs(head(dev[1][of_dev]) - _ratings([one for one in dev[0] if one.set in AFFECT_SETS]))
    widths = np.quantile(errors, min(1.0, COVERAGE * (1 + 1 / len(errors))), axis=0) / 2
    return head, {
        name: {"half_width": float(width), "coverage": COVERAGE} for name, width in zip(AFFECT, widths, strict=True)
    }


def _ratings(examples: list[Example]) -> np.ndarray:
    return np.array([[example.raw[name] - MIDDLE for name in AFFECT] for example in examples], np.float32)
