"""A tiny text encoder of the usual shape, with random weights."""

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from guionix_models.graph import CONTRIB, Graph, node

WIDTH, INNER, VOCABULARY, LENGTH, LABELS = 32, 64, 2500, 24, 3


@pytest.fixture
def encoder() -> Graph:
    """Two layers without attention over neighbours, mean pooling, one head; fp32, int64 inputs, standard operators."""
    return make_encoder()


def make_encoder(*, skip_layer_norm: bool = False) -> Graph:
    random = np.random.default_rng(1)
    graph = Graph(onnx.ModelProto())
    model = graph.model

    def weights(name: str, *shape: int) -> str:
        return graph.add_constant(name, random.normal(0, shape[0] ** -0.5, shape).astype(np.float32))

    def numbers(name: str, *values: int) -> str:
        return graph.add_constant(name, np.array(values, np.int64))

    nodes = [
        node("Gather", [weights("words", VOCABULARY, WIDTH), "input_ids"], "word"),
        node("Shape", ["input_ids"], "length", start=1, end=2),
        node("Slice", [weights("positions", LENGTH, WIDTH), numbers("zero", 0), "length", "zero"], "position"),
        node("Add", ["word", "position"], "h0"),
    ]
    for layer in range(2):
        x, name = f"h{layer}", f"h{layer + 1}"
        nodes += [
            node("MatMul", [x, weights(f"{name}.up", WIDTH, INNER)], f"{name}.a"),
            node("Tanh", [f"{name}.a"], f"{name}.t"),
            node("MatMul", [f"{name}.t", weights(f"{name}.down", INNER, WIDTH)], f"{name}.d"),
        ]
        norm = [weights(f"{name}.gamma", WIDTH), weights(f"{name}.beta", WIDTH)]
        if skip_layer_norm:
            bias = weights(f"{name}.bias", WIDTH)
            inputs = [f"{name}.d", x, *norm, bias]
            nodes.append(node("SkipLayerNormalization", inputs, name, domain=CONTRIB, epsilon=1e-5))
        else:
            nodes.append(node("Add", [f"{name}.d", x], f"{name}.r"))
            nodes.append(node("LayerNormalization", [f"{name}.r", *norm], name, axis=-1, epsilon=1e-5))
    nodes += [
        node("Cast", ["attention_mask"], "seen", to=TensorProto.FLOAT),
        node("Unsqueeze", ["seen", numbers("last", -1)], "seen1"),
        node("Mul", ["h2", "seen1"], "kept"),
        node("ReduceSum", ["kept", numbers("axis", 1)], "sum", keepdims=0),
        node("ReduceSum", ["seen", "axis"], "count", keepdims=1),
        node("Div", ["sum", "count"], "sentence_embedding"),
        node("MatMul", ["sentence_embedding", weights("head", WIDTH, LABELS)], "logits"),
    ]
    model.graph.name = "encoder"
    model.graph.node.extend(nodes)
    for name in ("input_ids", "attention_mask"):
        model.graph.input.append(helper.make_tensor_value_info(name, TensorProto.INT64, ["b", "l"]))
    for name, width in (("sentence_embedding", WIDTH), ("logits", LABELS)):
        model.graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, ["b", width]))
    model.ir_version = 9
    model.opset_import.append(helper.make_opsetid("", 18))
    graph.require_contrib()
    return graph


def cosine(one: np.ndarray, other: np.ndarray) -> float:
    """Smallest cosine between rows."""
    lengths = np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1)
    return float(((one * other).sum(1) / lengths).min())
