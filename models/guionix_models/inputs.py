"""The inputs of a text encoder: token ids, mask, segment numbers, each `rows × longest row`."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from onnx import helper

from .graph import Graph, UnsupportedGraphError


@dataclass(frozen=True)
class TokenInputs:
    """Names and number format of the inputs."""

    ids: str
    mask: str
    types: str | None
    dtype: np.dtype
    vocabulary: int
    """Number of token ids, read from the embedding table."""

    @classmethod
    def of(cls, graph: Graph) -> "TokenInputs":
        """Find the inputs by their names, as exporters give them: `…mask…`, `…type…`, and the ids."""
        inputs = graph.model.graph.input
        masks = [entry.name for entry in inputs if "mask" in entry.name]
        types = [entry.name for entry in inputs if "type" in entry.name]
        ids = [entry.name for entry in inputs if entry.name not in (*masks, *types)]
        if len(ids) != 1 or len(masks) != 1 or len(types) > 1:
            names = ", ".join(entry.name for entry in inputs)
            raise UnsupportedGraphError(f"inputs are {names}; a text encoder has ids, a mask, perhaps segment types")
        dtype = np.dtype(helper.tensor_dtype_to_np_dtype(inputs[0].type.tensor_type.elem_type))
        return cls(ids[0], masks[0], types[0] if types else None, dtype, _vocabulary(graph, ids[0]))

    def feeds(self, rows: Sequence[Sequence[int]], pad: int = 0, length: int | None = None) -> dict[str, np.ndarray]:
        """Rows of ids as the input tensors, padded to the longest or to `length`."""
        shape = (len(rows), length or max(map(len, rows)))
        ids = np.full(shape, pad, self.dtype)
        mask = np.zeros(shape, self.dtype)
        for place, row in enumerate(rows):
            ids[place, : len(row)] = row
            mask[place, : len(row)] = 1
        types = {} if self.types is None else {self.types: np.zeros(shape, self.dtype)}
        return {self.ids: ids, self.mask: mask, **types}

    def random_rows(self, lengths: Sequence[int], seed: int = 0) -> list[list[int]]:
        """Rows of random ids, the same for the same seed."""
        random = np.random.default_rng(seed)
        return [random.integers(0, self.vocabulary, length).tolist() for length in lengths]


def _vocabulary(graph: Graph, ids: str) -> int:
    tables = [graph.constant(entry.input[0]) for entry in graph.consumers(ids) if entry.op_type == "Gather"]
    sizes = [len(table) for table in tables if table is not None]
    if not sizes:
        raise UnsupportedGraphError(f"no embedding table is read by {ids}")
    return min(sizes)
