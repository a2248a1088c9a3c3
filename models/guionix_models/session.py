"""A graph that runs, as the engine runs it: one thread, no spinning."""

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime

from .graph import Graph
from .inputs import TokenInputs

os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")


class Session:
    """An onnxruntime session of a text encoder on one CPU thread."""

    def __init__(self, graph: Graph, optimized: Path | None = None) -> None:
        """Open the graph; `optimized` is where onnxruntime's own rewriting of it is written, to look at."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        if optimized is not None:
            options.optimized_model_filepath = str(optimized)
        model = graph.model.SerializeToString()
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self.inputs = TokenInputs.of(graph)

    def run(
        self,
        rows: Sequence[Sequence[int]],
        *,
        length: int | None = None,
        only: Sequence[str] | None = None,
        pad: int = 0,
    ) -> dict[str, np.ndarray]:
        """Tensors by name, `rows × width`: all outputs of the graph or those in `only`. Rows are padded to `length`."""
        names = list(only or (entry.name for entry in self._session.get_outputs()))
        return dict(zip(names, self._session.run(names, self.inputs.feeds(rows, pad, length)), strict=True))


def largest_difference(one: dict[str, np.ndarray], other: dict[str, np.ndarray]) -> float:
    """Largest absolute difference between tensors of the same names."""
    return max(float(np.abs(one[name] - other[name]).max()) for name in one)
