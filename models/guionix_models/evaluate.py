"""Measure a graph on a split: each set by its own head, and the product's heads; with context and without.

What users get is measured in Node (`npm run bench:quality`), through the server's tokenizer and batches. This
command is for choosing between trainings on the dev splits, and for the parity of fp32 and int8 graphs: `--graph`
may be given twice.
"""

import json
from argparse import ArgumentParser, Namespace
from pathlib import Path

import numpy as np

from .export import SET_LOGITS
from .graph import Graph
from .learning.batches import ALONE, WHOLE, token_rows
from .learning.context import load_tokenizer
from .learning.examples import SPLITS, Example, read
from .learning.outputs import graph_outputs
from .learning.scores import (
    accuracy,
    best_thresholds,
    calibration_error,
    macro_f1,
    one_hot,
    pearson,
    sigmoid,
    softmax,
    weighted_f1,
)
from .learning.set_heads import counted
from .learning.sets import HEADS, SETS

PRODUCT = ("sentiment_logits", "emotion_logits", "va")


def add_arguments(parser: ArgumentParser) -> None:
    """Flags of the command."""
    parser.add_argument("--graph", type=Path, action="append", required=True, help="graph; may be given several times")
    parser.add_argument("--heads", type=Path, help="calibration.json, or heads.json (default: beside the graph)")
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--examples", type=Path, required=True, help="folder written by `prepare`")
    parser.add_argument("--split", choices=SPLITS, default="dev")
    parser.add_argument("--sets", nargs="*", default=list(SETS), choices=list(SETS))
    parser.add_argument("--alone", action="store_true", help="without context")
    parser.add_argument("--out", type=Path, help="JSON file to write")


def main(arguments: Namespace) -> None:
    """Run the command."""
    examples = read(arguments.examples, arguments.split, arguments.sets)
    rows = token_rows(examples, load_tokenizer(str(arguments.tokenizer)), ALONE if arguments.alone else WHOLE)
    found = {}
    for path in arguments.graph:
        graph = Graph.load(path)
        names = [entry.name for entry in graph.model.graph.output]
        outputs = graph_outputs(graph, rows, [name for name in (SET_LOGITS, *PRODUCT) if name in names], path.name)
        found[path.name] = measure(examples, outputs, read_heads(arguments.heads or path.parent))
    print(table(found))
    if arguments.out:
        arguments.out.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


def read_heads(path: Path) -> dict[str, dict]:
    """Labels and thresholds of the sets' heads, in the order of the graph."""
    file = path if path.is_file() else next(p for n in ("calibration.json", "heads.json") if (p := path / n).exists())
    content = json.loads(file.read_text("utf-8"))
    return content["set_heads"] if "set_heads" in content else {name: {"labels": own} for name, own in content.items()}


def measure(examples: list[Example], outputs: dict[str, np.ndarray], heads: dict[str, dict]) -> dict[str, dict]:
    """Scores by set and head."""
    found: dict[str, dict] = {}
    place = 0
    for name, entry in heads.items():
        scores = outputs[SET_LOGITS][:, place : place + len(entry["labels"])]
        place += len(entry["labels"])
        for own in sorted({example.set for example in examples if name in example.targets}):
            rows = [n for n, example in enumerate(examples) if example.set == own and name in example.targets]
            if HEADS[name].kind == "several":
                rows = [n for n in rows if counted(examples[n], name)]
            thresholds = entry.get("thresholds", {}).get(own)
            gold = np.array([examples[n].targets[name] for n in rows])
            found[f"{own} {name}"] = _scores(name, scores[rows], gold, thresholds, own)
    return found | _product(examples, outputs)


def table(found: dict[str, dict[str, dict]]) -> str:
    """A line for each measure, a column for each graph."""
    first = next(iter(found.values()))
    lines = [" " * 44 + "  ".join(f"{name:>18}" for name in found)]
    for task, measures in first.items():
        for measure_name in measures:
            values = "  ".join(f"{scores[task][measure_name]:>18.4f}" for scores in found.values())
            lines.append(f"{task:<28} {measure_name:<14} {values}")
    return "\n".join(lines)


def _scores(name: str, scores: np.ndarray, gold: np.ndarray, thresholds: list[float] | None, own: str) -> dict:
    kind, labels = HEADS[name].kind, HEADS[name].labels
    if kind == "numbers":
        spoken = [n for n, label in enumerate(labels) if label not in SETS[own].unused]
        return {f"r {labels[n]}": pearson(scores[:, n], gold[:, n]) for n in spoken}
    if kind == "several":
        probability = sigmoid(scores)
        found = (probability > np.array(thresholds or best_thresholds(probability, gold))).astype(float)
        kept = [n for n, label in enumerate(labels) if not (name == "xed" and label == "neutral")]
        return {"macro F1": macro_f1(gold[:, kept], found[:, kept])}
    right, said = one_hot(gold.argmax(1), len(labels)), one_hot(scores.argmax(1), len(labels))
    probability = softmax(scores)
    return {
        "weighted F1": weighted_f1(right, said),
        "macro F1": macro_f1(right, said),
        "accuracy": accuracy(right, said),
        "ECE": calibration_error(probability.max(1), (right * said).sum(1)),
    }


def _product(examples: list[Example], outputs: dict[str, np.ndarray]) -> dict[str, dict]:
    found: dict[str, dict] = {}
    for own in sorted({example.set for example in examples}):
        rows = np.array([n for n, example in enumerate(examples) if example.set == own])
        if "sentiment_logits" in outputs and "polarity" in SETS[own].heads:
            kept = np.array([n for n in rows if "polarity" in examples[n].targets])
            gold = np.array([examples[n].targets["polarity"] for n in kept])
            found[f"{own} product polarity"] = _scores("polarity", outputs["sentiment_logits"][kept], gold, None, own)
        if "va" in outputs and "arousal" in examples[rows[0]].raw:
            for column, rating in enumerate(("valence", "arousal")):
                gold = np.array([examples[n].raw[rating] for n in rows])
                found[f"{own} product {rating}"] = {"r": pearson(outputs["va"][rows, column], gold)}
    return found
