"""Print what a graph is: inputs, outputs, operators, sizes."""

from argparse import ArgumentParser, Namespace
from collections import Counter
from pathlib import Path

import numpy as np
from onnx import ValueInfoProto, helper

from .graph import Graph


def add_arguments(parser: ArgumentParser) -> None:
    """Flags of the command."""
    parser.add_argument("graph", type=Path, nargs="+", help="ONNX graph")


def main(arguments: Namespace) -> None:
    """Run the command."""
    for path in arguments.graph:
        print("\n".join([f"{path}: {path.stat().st_size:,} bytes", *describe(Graph.load(path))]))


def describe(graph: Graph) -> list[str]:
    """Lines that describe a graph."""
    sizes: Counter[str] = Counter()
    for tensor in graph.model.graph.initializer:
        value = graph.constant(tensor.name)
        sizes[str(value.dtype)] += value.nbytes
    versions = ", ".join(f"{entry.domain or 'onnx'} {entry.version}" for entry in graph.model.opset_import)
    return [
        f"  operators  {versions}; IR {graph.model.ir_version}",
        *(f"  input      {_signature(entry)}" for entry in graph.model.graph.input),
        *(f"  output     {_signature(entry)}" for entry in graph.model.graph.output),
        *(f"  weights    {size:,} bytes {name}" for name, size in sizes.most_common()),
        *(f"  {count:>9}  {name}" for name, count in graph.operators().most_common()),
    ]


def _signature(entry: ValueInfoProto) -> str:
    tensor = entry.type.tensor_type
    sides = [side.dim_param or str(side.dim_value) for side in tensor.shape.dim]
    return f"{entry.name} {np.dtype(helper.tensor_dtype_to_np_dtype(tensor.elem_type))}[{', '.join(sides)}]"
