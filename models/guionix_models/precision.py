"""Make fp32 and fp16 graphs of an int8 artifact: the same weights, in a copy of its folder.

They have the rounded weights of the int8 graph, but no rounding of activations. They are larger (4 bytes and 2 bytes a
weight instead of 1) and not kept in the repository. The copy's manifest lists them, with the tolerance of the load gate
fitted to them: its reference outputs are those of the int8 graph.
"""

import math
import shutil
from argparse import ArgumentParser, Namespace
from pathlib import Path

import numpy as np
import onnx
from onnx import NodeProto
from onnxruntime.transformers.float16 import DEFAULT_OP_BLOCK_LIST, convert_float_to_float16
from onnxruntime.transformers.onnx_model import OnnxModel

from .graph import Graph, UnsupportedGraphError, node
from .manifest import Manifest
from .session import Session, largest_difference

SAFETY = 1.5
"""Tolerance of the load gate over the largest difference found here: other processors round differently."""

SMALLEST_TOLERANCE = 0.05
"""What the server takes where a manifest says nothing."""

PRODUCTS = ("MatMulIntegerToFloat", "MatMulInteger")


def add_arguments(parser: ArgumentParser) -> None:
    """Flags of the command."""
    parser.add_argument("artifact", type=Path, help="folder of an int8 version: artifacts/<name>/<version>")
    parser.add_argument("--out", type=Path, required=True, help="models folder to write: <out>/<name>/<version>")


def main(arguments: Namespace) -> None:
    """Run the command."""
    source = Manifest.load(arguments.artifact)
    if "int8" not in source.fields["files"]["graphs"]:
        raise UnsupportedGraphError("the manifest lists no int8 graph")
    folder = arguments.out / source.fields["name"] / source.fields["version"]
    shutil.copytree(arguments.artifact, folder, dirs_exist_ok=True)
    manifest = Manifest(folder, source.fields)
    full = dequantize(Graph.load(manifest.graph_file("int8")))
    for precision, graph in (("fp32", full), ("fp16", halve(full))):
        path = folder / f"model.{precision}.onnx"
        graph.save(path)
        difference = difference_to_reference(graph, manifest)
        manifest.describe_graph(precision, path, tolerance(difference))
        print(f"{path}: {path.stat().st_size:,} bytes, {difference:.4f} at most from the reference outputs")
    manifest.save()


def dequantize(graph: Graph) -> Graph:
    """Turn int8 products and tables, as `row_int8.py` makes them, back into float ones. Returns the graph."""
    producers = graph.producers()

    def change(entry: NodeProto) -> list[NodeProto] | None:
        if entry.op_type != "Mul":
            return None
        return _product(graph, entry, producers) or _table(graph, entry, producers)

    graph.rewrite(change)
    graph.prune()
    left = [entry.op_type for entry in graph.nodes if "Quantize" in entry.op_type or "Integer" in entry.op_type]
    if left:
        raise UnsupportedGraphError(f"{left[0]} is not as the command quantize makes it")
    return graph


def halve(graph: Graph) -> Graph:
    """Make an fp16 graph with the same inputs and fp32 outputs."""
    model = onnx.ModelProto.FromString(graph.model.SerializeToString())
    # A blocked operator gets Casts around it only where the shape is known, which it is not behind contrib operators.
    blocked = [name for name in DEFAULT_OP_BLOCK_LIST if name not in ("Max", "Min")]
    half = convert_float_to_float16(model, keep_io_types=True, disable_shape_infer=True, op_block_list=blocked)
    OnnxModel.graph_topological_sort(half.graph)
    return Graph(half)


def difference_to_reference(graph: Graph, manifest: Manifest) -> float:
    """Largest difference to the reference outputs of the manifest."""
    session = Session(graph)
    differences = []
    for entry in manifest.reference:
        expected = {name: np.array(values) for name, values in entry["tensors"].items()}
        found = {name: value[0] for name, value in session.run([entry["ids"]]).items()}
        differences.append(largest_difference(expected, found))
    return max(differences)


def tolerance(difference: float) -> float:
    """Tolerance of the load gate, rounded up to a hundredth."""
    return max(SMALLEST_TOLERANCE, math.ceil(round(difference * SAFETY * 100, 6)) / 100)


def _product(graph: Graph, entry: NodeProto, producers: dict[str, NodeProto]) -> list[NodeProto] | None:
    """A product of quantised rows, recognised by the last of its nodes: the multiplication by the last scale."""
    behind = producers.get(entry.input[0])
    scales = None
    if behind is not None and behind.op_type == "Mul":
        scales = graph.constant(entry.input[1])
        cast = producers.get(behind.input[0])
        behind = producers.get(cast.input[0]) if cast is not None and cast.op_type == "Cast" else None
    if behind is None or behind.op_type not in PRODUCTS:
        return None
    if behind.op_type == "MatMulIntegerToFloat":
        scales = graph.constant(behind.input[3])
    x, y = producers[behind.input[0]].input[0], entry.output[0]
    weights = graph.constant(behind.input[1]).astype(np.float32) * scales
    return [node("MatMul", [x, graph.add_constant(f"float.{y}", weights)], y)]


def _table(graph: Graph, entry: NodeProto, producers: dict[str, NodeProto]) -> list[NodeProto] | None:
    cast, scale = (producers.get(name) for name in entry.input)
    if cast is None or scale is None or cast.op_type != "Cast" or scale.op_type != "Gather":
        return None
    ids, y = scale.input[1], entry.output[0]
    numbers = graph.constant(producers[cast.input[0]].input[0])
    table = numbers.astype(np.float32) * graph.constant(scale.input[0])
    return [node("Gather", [graph.add_constant(f"float.{y}", table), ids], y, axis=0)]
