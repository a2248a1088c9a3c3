"""Write a version of the encoder as the engine serves it: graph, tokenizer, and a manifest with reference outputs.

The reference outputs are those of the graph for two lines of our own; the server refuses a version that does not give
them. Metrics are added by `npm run bench:quality -- --write`.
"""

import json
import shutil
from argparse import ArgumentParser, Namespace
from pathlib import Path

from .calibrate import AFFECT
from .export import EMBEDDING, IDS, MASK, SET_LOGITS
from .graph import Graph
from .learning.context import CONTEXT_TOKENS, PAD, TEXT_TOKENS, load_tokenizer, plain_ids, token_row
from .learning.names import NAMES
from .learning.sets import POLARITIES, PRODUCT_EMOTIONS, SETS, VARIANTS
from .manifest import Manifest, sha256
from .row_int8 import OPSET
from .session import Session

LINES = (
    ("I can't believe you came back for me.", ""),
    ("No quiero volver a verte en mi casa.", "¿Por qué lloras? ANA:"),
)
CONSEQUENCE = {
    "open": "May be used commercially: the base is MIT, the training sets are CC BY, CC BY-SA, Apache-2.0; name them.",
    "research": "Research and evaluation only: the weights saw data of unclear or non-commercial licence.",
}
TOLERANCE = 0.05
"""Largest difference to the reference outputs that the load gate lets pass: other processors round differently."""


def add_arguments(parser: ArgumentParser) -> None:
    """Flags of the command."""
    parser.add_argument("graph", type=Path, help="graph written by `calibrate`; calibration.json lies beside it")
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--version", required=True)
    parser.add_argument("--about", required=True, help="a sentence on layers and training, for the manifest")
    parser.add_argument("--out", type=Path, required=True, help="models folder: <out>/<name>/<version> is written")


def main(arguments: Namespace) -> None:
    """Run the command."""
    calibration = json.loads((arguments.graph.parent / "calibration.json").read_text("utf-8"))
    name = NAMES[calibration["variant"]]
    folder = arguments.out / name / arguments.version
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(arguments.graph, folder / "model.int8.onnx")
    shutil.copyfile(arguments.tokenizer, folder / "tokenizer.json")
    manifest = Manifest(folder, fields(name, arguments.version, arguments.about, calibration, folder))
    manifest.describe_graph("int8", folder / "model.int8.onnx", TOLERANCE)
    manifest.fields["reference"] = reference(Graph.load(folder / "model.int8.onnx"), folder / "tokenizer.json")
    manifest.save()
    print(f"{folder}: {(folder / 'model.int8.onnx').stat().st_size:,} bytes")


def fields(name: str, version: str, about: str, calibration: dict, folder: Path) -> dict:
    """The manifest without its graph and its reference outputs."""
    variant = calibration["variant"]
    tokenizer = folder / "tokenizer.json"
    return {
        "name": name,
        "version": version,
        "kind": "text-encoder",
        "description": about,
        "languages": ["es", "en"],
        "precision": "int8",
        "opset": OPSET,
        "files": {
            "graphs": {},
            "tokenizer": {"path": tokenizer.name, "sha256": sha256(tokenizer), "bytes": tokenizer.stat().st_size},
        },
        "inputs": {"type": "int32", "ids": IDS, "mask": MASK},
        "outputs": outputs(),
        "tokens": {
            "pad": PAD,
            "maxLength": 512,
            "window": TEXT_TOKENS,
            "context": CONTEXT_TOKENS,
            "overflow": "split",
        },
        "evaluation": {
            "tensor": SET_LOGITS,
            "heads": [
                {"name": head, **{key: entry[key] for key in ("kind", "labels", "thresholds") if key in entry}}
                for head, entry in calibration["set_heads"].items()
            ],
            "emotionThresholds": calibration["emotion_thresholds"],
        },
        "conformal": {rating: calibration["conformal"][rating] for rating in AFFECT},
        "licences": {
            "weights": "multilingual-e5-small (intfloat): MIT",
            "trainingData": [
                {"name": SETS[one].title, "licence": SETS[one].licence, "commercial": SETS[one].commercial}
                for one in VARIANTS[variant]
            ],
            "consequence": CONSEQUENCE[variant],
        },
        "metrics": [],
    }


def outputs() -> list[dict]:
    """What is served of the graph's outputs."""
    return [
        {"name": "embedding", "tensor": EMBEDDING, "width": 384, "normalize": True},
        {
            "name": "polarity",
            "tensor": "sentiment_logits",
            "width": len(POLARITIES),
            "activation": "softmax",
            "labels": list(POLARITIES),
        },
        {
            "name": "emotion",
            "tensor": "emotion_logits",
            "width": len(PRODUCT_EMOTIONS),
            "activation": "sigmoid",
            "labels": list(PRODUCT_EMOTIONS),
        },
        {"name": "affect", "tensor": "va", "width": len(AFFECT), "divisor": 2, "labels": list(AFFECT)},
    ]


def reference(graph: Graph, tokenizer: Path) -> list[dict]:
    """Token ids, one row with context, and what the graph gives for them."""
    texts, contexts = zip(*LINES, strict=True)
    loaded = load_tokenizer(str(tokenizer))
    session, made = Session(graph), []
    for row in map(token_row, plain_ids(loaded, texts), plain_ids(loaded, contexts)):
        found = session.run([row], only=["va", "sentiment_logits", "emotion_logits"])
        made.append(
            {"ids": row, "tensors": {name: [round(float(v), 5) for v in value[0]] for name, value in found.items()}}
        )
    return made
