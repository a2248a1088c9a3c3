"""Make an int8 graph of an fp32 text encoder, batch-invariant: one activation scale for each token row.

Products of token rows by a constant and the token embedding table become int8 (`row_int8.py`); what runs once for a
text (pooling, heads) stays fp32. Nothing is calibrated, so no data are needed.
"""

from argparse import ArgumentParser, Namespace
from pathlib import Path

import onnx
from onnx import NodeProto

from .graph import Graph, UnsupportedGraphError
from .inputs import TokenInputs
from .layer_norm import keep_layer_norm_apart
from .row_int8 import RowInt8, quantise_weights
from .session import Session

SMALLEST_TABLE = 2000
"""Rows from which a table is stored as int8; smaller ones, such as positions, are not worth a rounding."""


def add_arguments(parser: ArgumentParser) -> None:
    """Flags of the command."""
    parser.add_argument("graph", type=Path, help="fp32 ONNX graph")
    parser.add_argument("out", type=Path, help="int8 ONNX graph to write")
    parser.add_argument(
        "--operators",
        choices=["contrib", "standard"],
        default="contrib",
        help="contrib (default): onnxruntime's own, faster there; standard: for other runtimes",
    )


def main(arguments: Namespace) -> None:
    """Run the command."""
    graph = Graph.load(arguments.graph)
    products = quantize(graph, standard=arguments.operators == "standard")
    graph.save(arguments.out)
    print(f"{arguments.out}: {products} products in int8, {arguments.out.stat().st_size:,} bytes")


def quantize(graph: Graph, *, standard: bool = False) -> int:
    """Make the graph int8 in place; returns how many products became int8.

    Raises UnsupportedGraphError when no token rows are multiplied by a constant.
    """
    inputs = TokenInputs.of(graph)
    tokenwise = token_products(graph)
    if not tokenwise:
        raise UnsupportedGraphError("no MatMul of token rows by a constant was found")
    rows = RowInt8(graph, standard)
    rows.prepare(inputs.ids)
    keep_layer_norm_apart(graph)
    quantised: set[str] = set()

    def change(entry: NodeProto) -> list[NodeProto] | None:
        if entry.op_type == "Gather":
            return _table(rows, entry, inputs.ids)
        if entry.output[0] not in tokenwise:
            return None
        x, y = entry.input[0], entry.output[0]
        weights, scales = quantise_weights(graph.constant(entry.input[1]), axis=0)
        first = [] if x in quantised else rows.quantise(x, len(weights))
        quantised.add(x)
        return [*first, *rows.product(x, weights, scales, y)]

    graph.rewrite(change)
    graph.prune()
    return len(tokenwise)


def token_products(graph: Graph) -> set[str]:
    """Names of the products of `rows × length × width` by a constant matrix, found by running the graph."""
    candidates = [
        entry
        for entry in graph.nodes
        if entry.op_type == "MatMul" and (weights := graph.constant(entry.input[1])) is not None and weights.ndim == 2
    ]
    rows, length = 2, 3
    probe = Graph(onnx.ModelProto.FromString(graph.model.SerializeToString()))
    inputs = sorted({entry.input[0] for entry in candidates})
    probe.model.graph.output.extend(onnx.ValueInfoProto(name=name) for name in inputs)
    session = Session(probe)
    found = session.run(session.inputs.random_rows([length] * rows), only=inputs) if inputs else {}
    tokens = {name for name, value in found.items() if value.ndim == 3 and value.shape[:2] == (rows, length)}
    return {entry.output[0] for entry in candidates if entry.input[0] in tokens}


def _table(rows: RowInt8, entry: NodeProto, ids: str) -> list[NodeProto] | None:
    table = rows.graph.constant(entry.input[0])
    if entry.input[1] != ids or table is None or len(table) < SMALLEST_TABLE:
        return None
    return rows.table(table, ids, entry.output[0])
