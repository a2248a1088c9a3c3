"""The graph of the line classifier and the manifest beside it."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from .manifest import sha256

OPSET = 17


@dataclass
class Layer:
    """A dense layer: inputs by outputs."""

    weight: np.ndarray
    bias: np.ndarray


def write_graph(layers: list[Layer], file: Path) -> None:
    """Write dense layers with ReLU between them as ONNX: `features` (lines, features) to `logits` (lines, classes)."""
    nodes, values, name = [], [], "features"
    for at, layer in enumerate(layers):
        last = at == len(layers) - 1
        values.append(numpy_helper.from_array(layer.weight.astype(np.float32), f"weight_{at}"))
        values.append(numpy_helper.from_array(layer.bias.astype(np.float32), f"bias_{at}"))
        dense = "logits" if last else f"dense_{at}"
        nodes.append(helper.make_node("Gemm", [name, f"weight_{at}", f"bias_{at}"], [dense]))
        if not last:
            nodes.append(helper.make_node("Relu", [dense], [f"hidden_{at}"]))
        name = f"hidden_{at}"
    rows = helper.make_tensor_value_info
    inputs = [rows("features", TensorProto.FLOAT, ["lines", layers[0].weight.shape[0]])]
    outputs = [rows("logits", TensorProto.FLOAT, ["lines", layers[-1].weight.shape[1]])]
    graph = helper.make_graph(nodes, "lines", inputs, outputs, values)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=9)
    onnx.checker.check_model(model)
    onnx.save(model, file)


def describe_artifact(folder: Path, about: dict, transitions: list[list[float]], metrics: dict[str, float]) -> None:
    """Write the manifest of a version whose graph is there."""
    graph = folder / "model.onnx"
    manifest = {
        "name": "lines",
        "version": folder.name,
        "kind": "line-classifier",
        "description": "What a printed line of a script is, from its form, place and neighbours.",
        "graph": {"path": graph.name, "sha256": sha256(graph), "bytes": graph.stat().st_size},
        "features": about["features"],
        "classes": about["classes"],
        "transitions": transitions,
        "training": {
            "scripts": "open screenplays and plays with a gold parse, and scenes of our own words, rendered by chance",
            "documents": about["documents"],
            "lines": about["lines"],
            "seed": about["seed"],
        },
        "metrics": metrics,
        "licence": {
            "code": "trained from scratch",
            "data": "public domain, CC0 1.0 and CC BY 4.0 (Pepper&Carrot by David Revoy and contributors)",
            "restriction": "none",
        },
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")
