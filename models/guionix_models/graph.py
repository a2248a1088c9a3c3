"""An ONNX graph that is being rewritten."""

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import onnx
from onnx import NodeProto, TensorProto, helper, numpy_helper, version_converter

CONTRIB = "com.microsoft"
"""Operators that only onnxruntime has."""


class UnsupportedGraphError(Exception):
    """The graph has a shape that the command cannot convert. The message says which and what would do."""


class Graph:
    """An ONNX graph with its constants by name. Changes are made in place."""

    def __init__(self, model: onnx.ModelProto) -> None:
        self.model = model
        self._constants = {tensor.name: tensor for tensor in model.graph.initializer}

    @classmethod
    def load(cls, path: Path | str) -> "Graph":
        """Read a graph and its weights."""
        return cls(onnx.load(str(path)))

    def save(self, path: Path | str) -> None:
        """Drop what no output needs, and write the rest."""
        self.prune()
        onnx.save(self.model, str(path))

    @property
    def nodes(self) -> list[NodeProto]:
        """Nodes in the order they run."""
        return list(self.model.graph.node)

    @property
    def opset(self) -> int:
        """Version of the standard operators."""
        return next(entry.version for entry in self.model.opset_import if entry.domain == "")

    def require_opset(self, version: int) -> None:
        """Raise the version of the standard operators to at least this."""
        if self.opset < version:
            self.model = version_converter.convert_version(self.model, version)
            self._constants = {tensor.name: tensor for tensor in self.model.graph.initializer}
        self.model.ir_version = max(self.model.ir_version, helper.OP_SET_ID_VERSION_MAP[("ai.onnx", version)])

    def require_contrib(self) -> None:
        """Declare that onnxruntime's own operators are used."""
        if all(entry.domain != CONTRIB for entry in self.model.opset_import):
            self.model.opset_import.append(helper.make_opsetid(CONTRIB, 1))

    def constant(self, name: str) -> np.ndarray | None:
        """Value of a constant, or None for what is computed."""
        tensor = self._constants.get(name)
        return None if tensor is None else numpy_helper.to_array(tensor)

    def add_constant(self, name: str, value: np.ndarray) -> str:
        """Add a constant, or find the equal one of that name. Returns the name."""
        if name in self._constants:
            if not np.array_equal(numpy_helper.to_array(self._constants[name]), value):
                raise ValueError(f"{name} is already another constant")
            return name
        tensor = self.model.graph.initializer.add()
        tensor.CopyFrom(numpy_helper.from_array(np.asarray(value, order="C"), name))
        self._constants[name] = tensor
        return name

    def producers(self) -> dict[str, NodeProto]:
        """The node that computes each tensor."""
        return {output: node for node in self.model.graph.node for output in node.output}

    def consumers(self, name: str) -> list[NodeProto]:
        """The nodes that read a tensor."""
        return [node for node in self.model.graph.node if name in node.input]

    def rewrite(self, change: Callable[[NodeProto], Iterable[NodeProto] | None]) -> None:
        """Put other nodes in the place of each node for which `change` returns some; None leaves it as it is."""
        rewritten: list[NodeProto] = []
        for node in self.nodes:
            replaced = change(node)
            rewritten.extend([node] if replaced is None else replaced)
        self.set_nodes(rewritten)

    def prepend(self, nodes: Iterable[NodeProto]) -> None:
        """Put nodes before all others."""
        self.set_nodes([*nodes, *self.nodes])

    def prune(self) -> None:
        """Drop nodes and constants that no output needs, and shapes written down for tensors in between.

        onnxruntime infers shapes itself. Given those of some tensors only, it reuses buffers in a way that made an
        int8 encoder 4 % slower.
        """
        del self.model.graph.value_info[:]
        needed = {output.name for output in self.model.graph.output}
        kept: list[NodeProto] = []
        for node in reversed(self.nodes):
            if needed.intersection(node.output):
                kept.append(node)
                needed.update(node.input)
        self.set_nodes(reversed(kept))
        initializers = [tensor for tensor in self.model.graph.initializer if tensor.name in needed]
        del self.model.graph.initializer[:]
        self.model.graph.initializer.extend(initializers)
        self._constants = {tensor.name: tensor for tensor in self.model.graph.initializer}

    def operators(self) -> Counter[str]:
        """How often each operator is used; those of onnxruntime with their domain."""
        return Counter(f"{node.domain}.{node.op_type}" if node.domain else node.op_type for node in self.nodes)

    def replace_constant(self, name: str, value: np.ndarray) -> str:
        """Give a constant another value, or add it. Returns the name."""
        initializers = [tensor for tensor in self.model.graph.initializer if tensor.name != name]
        del self.model.graph.initializer[:]
        self.model.graph.initializer.extend(initializers)
        self._constants = {tensor.name: tensor for tensor in self.model.graph.initializer}
        return self.add_constant(name, value)

    def width(self, name: str) -> int:
        """Width of an output, rows × width."""
        shape = next(entry for entry in self.model.graph.output if entry.name == name).type.tensor_type.shape
        return shape.dim[1].dim_value

    def require_output(self, name: str, width: int) -> None:
        """Declare a float output, rows × width, unless it is declared."""
        if all(entry.name != name for entry in self.model.graph.output):
            shape = ["rows", width]
            self.model.graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape))

    def set_nodes(self, nodes: Iterable[NodeProto]) -> None:
        """Put these nodes in the place of all."""
        copies = [NodeProto.FromString(node.SerializeToString()) for node in nodes]
        del self.model.graph.node[:]
        self.model.graph.node.extend(copies)


def node(operator: str, inputs: list[str], output: str, *, domain: str = "", **attributes: object) -> NodeProto:
    """Make a node with one output, named after it."""
    return helper.make_node(operator, inputs, [output], name=f"{output}/{operator}", domain=domain, **attributes)
