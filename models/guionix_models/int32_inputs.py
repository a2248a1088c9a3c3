"""Let a text encoder take int32 token ids and masks instead of int64.

JavaScript has no fast int64 arrays: each number would be a BigInt, or written as two halves. The outputs must be the
same bit for bit on random rows, or nothing is written.
"""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from onnx import NodeProto, TensorProto

from .graph import Graph, UnsupportedGraphError, node
from .manifest import Manifest
from .session import Session, largest_difference

TAKES_INT32 = ("Cast", "Shape")
"""Operators that read inputs of either width alike; Gather does for its indices."""


def add_arguments(parser: ArgumentParser) -> None:
    """Flags of the command."""
    parser.add_argument("artifact", type=Path, help="folder of a version, changed in place: artifacts/<name>/<version>")


def main(arguments: Namespace) -> None:
    """Run the command on every graph of the artifact."""
    manifest = Manifest.load(arguments.artifact)
    for precision in manifest.fields["files"]["graphs"]:
        path = manifest.graph_file(precision)
        before, graph = Graph.load(path), Graph.load(path)
        use_int32_inputs(graph)
        require_same_outputs(before, graph, manifest.fields["tokens"]["window"])
        graph.save(path)
        manifest.describe_graph(precision, path)
        print(f"{path}: int32 inputs, outputs unchanged bit for bit")
    manifest.fields["inputs"]["type"] = "int32"
    manifest.save()


def use_int32_inputs(graph: Graph) -> None:
    """Change the inputs in place, with a Cast to int64 for those readers that need it."""
    names = [entry.name for entry in graph.model.graph.input]
    widened: list[NodeProto] = []
    for entry in graph.model.graph.input:
        entry.type.tensor_type.elem_type = TensorProto.INT32
    for name in names:
        wide = f"int64.{name}"
        readers = [reader for reader in graph.model.graph.node if name in reader.input]
        for reader in readers:
            for place, tensor in enumerate(reader.input):
                if tensor == name and not _takes_int32(reader, place):
                    reader.input[place] = wide
        if any(wide in reader.input for reader in readers):
            widened.append(node("Cast", [name], wide, to=TensorProto.INT64))
    graph.prepend(widened)
    _drop_casts_to_int32(graph, names)


def require_same_outputs(before: Graph, after: Graph, window: int) -> None:
    """Raise UnsupportedGraphError unless both give the same bits for random rows, alone and in one batch.

    The rows have up to `window` tokens.
    """
    one, other = Session(before), Session(after)
    rows = one.inputs.random_rows(range(1, window + 1, max(1, window // 8)))
    for batch in (*([row] for row in rows), rows):
        difference = largest_difference(one.run(batch), other.run(batch))
        if difference != 0:
            raise UnsupportedGraphError(f"outputs differ by {difference} with int32 inputs")


def _takes_int32(reader: NodeProto, place: int) -> bool:
    return reader.op_type in TAKES_INT32 or (reader.op_type == "Gather" and place == 1)


def _drop_casts_to_int32(graph: Graph, inputs: list[str]) -> None:
    """Let readers of a Cast that changes nothing any more read the input itself."""
    renamed = {
        entry.output[0]: entry.input[0]
        for entry in graph.nodes
        if entry.op_type == "Cast" and entry.input[0] in inputs and entry.attribute[0].i == TensorProto.INT32
    }
    for entry in graph.model.graph.node:
        for place, tensor in enumerate(entry.input):
            entry.input[place] = renamed.get(tensor, tensor)
    graph.prune()
