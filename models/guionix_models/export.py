"""Write a trained encoder as an fp32 ONNX graph: encoder, pooling, embedding, and the heads of its training.

Inputs `input_ids` and `attention_mask`, int32, rows × length. Outputs: `pooled`, the mean over the text's own
tokens (what follows the last end token but one); `sentence_embedding`, its semantic projection of length 1;
`set_logits`, the heads of the sets one after the other, in the order of `heads.json` beside the graph.
"""

import json
from argparse import ArgumentParser, Namespace
from pathlib import Path

import numpy as np
from onnx import NodeProto, TensorProto, helper
from safetensors.torch import load_file

from .graph import CONTRIB, Graph, node
from .learning import weights
from .learning.context import END
from .learning.network import Encoder
from .learning.sets import HEADS
from .row_int8 import OPSET
from .train import HEADS_FILE

IDS, MASK = "input_ids", "attention_mask"
POOLED, EMBEDDING, SET_LOGITS = "pooled", "sentence_embedding", "set_logits"
LAST = "pooled.last"
SMALLEST_LENGTH = 1e-6


def add_arguments(parser: ArgumentParser) -> None:
    """Flags of the command."""
    parser.add_argument("trained", type=Path, help="folder written by `train`")
    parser.add_argument("out", type=Path, help="ONNX graph to write; heads.json is written beside it")


def main(arguments: Namespace) -> None:
    """Run the command."""
    heads = {name: value.float().numpy() for name, value in load_file(arguments.trained / HEADS_FILE).items()}
    names = sorted({name.split(".")[1] for name in heads if name.startswith("linear.")})
    graph = encoder_graph(weights.load(arguments.trained))
    add_embedding(graph, heads["projection.weight"], heads["projection.bias"])
    trained = np.concatenate([heads[f"linear.{name}.weight"] for name in names])
    matrix = np.zeros((len(trained), graph.width(POOLED)), np.float32)
    # Training has heads on the last layer alone; `calibrate` fits them on all depths.
    matrix[:, : trained.shape[1]] = trained
    bias = np.concatenate([heads[f"linear.{name}.bias"] for name in names])
    add_head(graph, SET_LOGITS, matrix, bias)
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    graph.save(arguments.out)
    order = {name: list(HEADS[name].labels) for name in names}
    (arguments.out.parent / "heads.json").write_text(json.dumps(order, indent=1) + "\n", "utf-8")
    print(f"{arguments.out}: {arguments.out.stat().st_size:,} bytes, {len(bias)} labels of {len(names)} heads")


def encoder_graph(encoder: Encoder) -> Graph:
    """The encoder and its pooling, with the output `pooled`."""
    writer = _Writer(encoder)
    writer.embed()
    for place in range(encoder.shape.layers):
        writer.layer(place)
    writer.pool(depths(encoder.shape.layers))
    return writer.graph


def depths(layers: int) -> list[int]:
    """Depths whose means the heads read beside the last one: the words themselves, and two in between."""
    return sorted({0, layers // 2, layers - 2} - {layers}, reverse=True)


def add_head(graph: Graph, name: str, matrix: np.ndarray, bias: np.ndarray) -> None:
    """Add or replace an output that is linear in `pooled`: `matrix` labels × width."""
    graph.require_output(name, len(bias))
    kept = [entry for entry in graph.nodes if name not in entry.output]
    matrix_name = graph.replace_constant(f"{name}.matrix", np.ascontiguousarray(matrix.T, np.float32))
    bias_name = graph.replace_constant(f"{name}.bias", bias.astype(np.float32))
    graph.set_nodes([*kept, node("Gemm", [POOLED, matrix_name, bias_name], name)])


def add_embedding(graph: Graph, matrix: np.ndarray, bias: np.ndarray) -> None:
    """Add the output `sentence_embedding`: a projection of `pooled`, of length 1."""
    graph.require_output(EMBEDDING, len(bias))
    names = [
        graph.add_constant("projection.matrix", np.ascontiguousarray(matrix.T, np.float32)),
        graph.add_constant("projection.bias", bias.astype(np.float32)),
    ]
    axis = graph.add_constant("projection.axis", np.array([-1], np.int64))
    smallest = graph.add_constant("projection.smallest", np.array(SMALLEST_LENGTH, np.float32))
    nodes = [
        node("Gemm", [LAST, *names], "projected"),
        node("ReduceL2", ["projected", axis], "projected.length", keepdims=1),
        node("Max", ["projected.length", smallest], "projected.divisor"),
        node("Div", ["projected", "projected.divisor"], EMBEDDING),
    ]
    graph.set_nodes([*graph.nodes, *nodes])


class _Writer:
    """Writes an encoder node by node; a tracer's graph hides attention from onnxruntime."""

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder
        self.state = {name: value.detach().float().numpy() for name, value in encoder.state_dict().items()}
        inputs = [helper.make_tensor_value_info(name, TensorProto.INT32, ["rows", "length"]) for name in (IDS, MASK)]
        model = helper.make_model(
            helper.make_graph([], "encoder", inputs, []),
            opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid(CONTRIB, 1)],
            ir_version=10,
        )
        self.graph = Graph(model)
        self.nodes: list[NodeProto] = []

    def embed(self) -> None:
        """Words and positions, normalised."""
        zero = self.constant("first", np.array([0], np.int64))
        self.add("Gather", [self.weight("words.weight"), IDS], "words", axis=0)
        self.add("Shape", [IDS], "length", start=1, end=2)
        self.add("Slice", [self.weight("positions.weight"), zero, "length", zero], "places")
        self.add("Add", ["words", "places"], "embedded")
        self.norm("embedded", "norm", "x")

    def layer(self, place: int) -> None:
        """One layer, from `x` to `x` of the next."""
        at, width = f"layers.{place}", self.encoder.shape.width
        x = "x" if place == 0 else f"layers.{place - 1}.x"
        self.product(x, f"{at}.qkv")
        self.add("Add", [f"{at}.qkv.p", self.weight(f"{at}.qkv.bias")], f"{at}.qkv.b")
        sizes = self.constant("qkv.sizes", np.array([width] * 3, np.int64))
        parts = [f"{at}.{part}" for part in "qkv"]
        self.nodes.append(helper.make_node("Split", [f"{at}.qkv.b", sizes], parts, name=f"{at}/Split", axis=-1))
        heads = self.encoder.shape.heads
        inputs = [*parts, "", MASK]
        self.add("MultiHeadAttention", inputs, f"{at}.attention", domain=CONTRIB, num_heads=heads)
        self.product(f"{at}.attention", f"{at}.attended")
        self.add("Sum", [f"{at}.attended.p", x, self.weight(f"{at}.attended.bias")], f"{at}.attended.s")
        self.norm(f"{at}.attended.s", f"{at}.attended_norm", f"{at}.y")
        self.product(f"{at}.y", f"{at}.inner")
        self.add("BiasGelu", [f"{at}.inner.p", self.weight(f"{at}.inner.bias")], f"{at}.inner.g", domain=CONTRIB)
        self.product(f"{at}.inner.g", f"{at}.outer")
        self.add("Sum", [f"{at}.outer.p", f"{at}.y", self.weight(f"{at}.outer.bias")], f"{at}.outer.s")
        self.norm(f"{at}.outer.s", f"{at}.outer_norm", f"{at}.x")

    def pool(self, depths: list[int]) -> None:
        """Means over the text's own tokens, of the last layer and of `depths`, one after the other.

        A mean is a product here: a text's own numbers then do not depend on its neighbours.
        """
        axis = self.constant("pool.axis", np.array([1], np.int64))
        one, none = self.constant("pool.one", np.array(1, np.int32)), self.constant("pool.none", np.array(0, np.int32))
        self.add("Cast", [MASK], "pool.token", to=TensorProto.BOOL)
        self.add("Equal", [IDS, self.constant("pool.end", np.array(END, np.int32))], "pool.is_end")
        self.add("And", ["pool.is_end", "pool.token"], "pool.ends")
        self.add("Cast", ["pool.ends"], "pool.end_count", to=TensorProto.INT32)
        self.add("CumSum", ["pool.end_count", self.constant("pool.along", np.array(1, np.int32))], "pool.until")
        self.add("Sub", ["pool.until", "pool.end_count"], "pool.before")
        self.add("ReduceSum", ["pool.end_count", axis], "pool.all", keepdims=1)
        self.add("Sub", ["pool.all", one], "pool.but_one")
        # A row without an end token, such as a part of a long text, is its own text.
        self.add("Max", ["pool.but_one", none], "pool.last")
        self.add("Equal", ["pool.before", "pool.last"], "pool.after")
        self.add("And", ["pool.after", "pool.token"], "pool.own")
        self.add("Cast", ["pool.own"], "pool.weights", to=TensorProto.FLOAT)
        self.add("ReduceSum", ["pool.weights", axis], "pool.count", keepdims=1)
        self.add("Max", ["pool.count", self.constant("pool.least", np.array(1, np.float32))], "pool.divisor")
        self.add("Div", ["pool.weights", "pool.divisor"], "pool.shares")
        self.add("Unsqueeze", ["pool.shares", axis], "pool.row")
        tensors = ["x" if depth == 0 else f"layers.{depth - 1}.x" for depth in (self.encoder.shape.layers, *depths)]
        for place, tensor in enumerate(tensors):
            self.add("MatMul", ["pool.row", tensor], f"pool.mean{place}")
        means = [f"pool.mean{place}" for place in range(len(tensors))]
        self.add("Concat", means, "pool.means", axis=2)
        self.add("Squeeze", ["pool.means", axis], POOLED)
        self.add("Slice", [POOLED, *self._bounds(), axis], LAST)
        self.graph.set_nodes(self.nodes)
        self.graph.require_output(POOLED, self.encoder.shape.width * len(tensors))

    def _bounds(self) -> list[str]:
        """Where the mean of the last layer begins and ends in `pooled`."""
        width = self.encoder.shape.width
        return [
            self.constant("pool.from", np.array([0], np.int64)),
            self.constant("pool.to", np.array([width], np.int64)),
        ]

    def product(self, x: str, name: str) -> None:
        """`x` times the matrix of a linear layer, without its bias."""
        matrix = self.constant(f"{name}.matrix", np.ascontiguousarray(self.state[f"{name}.weight"].T))
        self.add("MatMul", [x, matrix], f"{name}.p")

    def norm(self, x: str, name: str, y: str) -> None:
        """Layer normalisation."""
        parts = [self.weight(f"{name}.weight"), self.weight(f"{name}.bias")]
        self.add("LayerNormalization", [x, *parts], y, axis=-1, epsilon=self.encoder.shape.epsilon)

    def add(self, operator: str, inputs: list[str], output: str, **attributes: object) -> None:
        """A node with one output."""
        self.nodes.append(node(operator, inputs, output, **attributes))

    def weight(self, name: str) -> str:
        """A weight as it is."""
        return self.constant(name, self.state[name])

    def constant(self, name: str, value: np.ndarray) -> str:
        """A constant of the graph."""
        return self.graph.add_constant(name, value)
