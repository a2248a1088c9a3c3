"""int8 with one activation scale for each token row.

A row's numbers are computed from that row alone, so a text gets the same answer in any batch; the usual dynamic
quantisation takes one scale for the whole batch, and neighbours change the answer. A product `x · W` becomes

    s = max(|x|) / 127          one for each row
    q = round(x / s) + 128      uint8
    y = (q - 128) · Wq × s × w  Wq int8, w one scale for each column of W

and a table is stored as int8 with one scale for each of its rows.
"""

from dataclasses import dataclass

import numpy as np
from onnx import NodeProto, TensorProto

from .graph import CONTRIB, Graph, node

OPSET = 21
"""First version whose QuantizeLinear takes a scale for each block, here a row, so that no division is needed before."""

SMALLEST_SCALE = 1e-8
"""Scale of a row of zeros."""


@dataclass(frozen=True)
class RowInt8:
    """Adds row-quantised products to a graph of a text encoder."""

    graph: Graph
    standard: bool
    """Standard operators only; otherwise onnxruntime's MatMulIntegerToFloat, which is faster in onnxruntime."""

    def prepare(self, ids: str) -> None:
        """Raise the opset, and compute what all rows share: a zero point for each token, `rows × length × 1`."""
        graph = self.graph
        graph.require_opset(OPSET)
        if not self.standard:
            graph.require_contrib()
        zero = graph.add_constant("row8.zero", np.array(128, np.uint8))
        one = graph.add_constant("row8.width", np.array([1], np.int64))
        graph.prepend(
            [
                node("Shape", [ids], "row8.shape"),
                node("Concat", ["row8.shape", one], "row8.rows", axis=0),
                node("Expand", [zero, "row8.rows"], "row8.zeros"),
            ]
        )

    def quantise(self, x: str, width: int) -> list[NodeProto]:
        """Nodes that make `row8.<x>.q` (uint8) and `row8.<x>.s` (row scales) of `rows × length × width`."""
        axes = self.graph.add_constant("row8.axes", np.array([-1], np.int64))
        inverse = self.graph.add_constant("row8.inverse", np.array(1 / 127, np.float32))
        smallest = self.graph.add_constant("row8.smallest", np.array(SMALLEST_SCALE, np.float32))
        at = f"row8.{x}"
        return [
            node("Abs", [x], f"{at}.a"),
            node("ReduceMax", [f"{at}.a", axes], f"{at}.m", keepdims=1),
            node("Mul", [f"{at}.m", inverse], f"{at}.r"),
            node("Clip", [f"{at}.r", smallest], f"{at}.s"),
            node("QuantizeLinear", [x, f"{at}.s", "row8.zeros"], f"{at}.q", axis=2, block_size=width),
        ]

    def product(self, x: str, weights: np.ndarray, scales: np.ndarray, y: str) -> list[NodeProto]:
        """Nodes that make `y` of the quantised rows of `x`; `weights` int8, `scales` one for each column."""
        numbers, row_scales, at = f"row8.{x}.q", f"row8.{x}.s", f"row8.{y}"
        matrix = self.graph.add_constant(f"{at}.weights", weights)
        columns = self.graph.add_constant(f"{at}.scales", scales)
        if not self.standard:
            one = self.graph.add_constant("row8.one", np.array(1, np.float32))
            inputs = [numbers, matrix, one, columns, "row8.zero"]
            return [
                node("MatMulIntegerToFloat", inputs, f"{at}.c", domain=CONTRIB),
                node("Mul", [f"{at}.c", row_scales], y),
            ]
        return [
            node("MatMulInteger", [numbers, matrix, "row8.zero"], f"{at}.i"),
            node("Cast", [f"{at}.i"], f"{at}.f", to=TensorProto.FLOAT),
            # The row scale first: onnxruntime fuses a scale that follows the Cast and takes it for one number.
            node("Mul", [f"{at}.f", row_scales], f"{at}.c"),
            node("Mul", [f"{at}.c", columns], y),
        ]

    def table(self, table: np.ndarray, ids: str, y: str) -> list[NodeProto]:
        """Nodes that look up rows of an int8 table."""
        at = f"row8.{y}"
        numbers, scales = quantise_weights(table, axis=1)
        numbers_name = self.graph.add_constant(f"{at}.table", numbers)
        scales_name = self.graph.add_constant(f"{at}.scales", scales)
        return [
            node("Gather", [numbers_name, ids], f"{at}.q", axis=0),
            node("Cast", [f"{at}.q"], f"{at}.f", to=TensorProto.FLOAT),
            node("Gather", [scales_name, ids], f"{at}.s", axis=0),
            node("Mul", [f"{at}.f", f"{at}.s"], y),
        ]


def quantise_weights(values: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """int8 numbers and float scales, one for each slice along `axis`; a table keeps the axis of its scales."""
    scales = np.abs(values).max(axis, keepdims=axis == 1) / 127
    scales = np.where(scales == 0, 1, scales).astype(np.float32)
    return np.rint(values / scales).astype(np.int8), scales
