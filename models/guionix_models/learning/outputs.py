"""Outputs of a graph for many token rows: batches of like length, a thread for each session."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from ..graph import Graph
from ..session import Session
from .batches import length_batches
from .context import PAD
from .progress import Progress

TOKENS = 1024
"""Tokens of a batch."""


def graph_outputs(
    graph: Graph, rows: Sequence[Sequence[int]], names: Sequence[str], what: str, sessions: int = 2
) -> dict[str, np.ndarray]:
    """Outputs by name, rows × width."""
    opened = [Session(graph) for _ in range(sessions)]
    order = length_batches(rows, TOKENS, None)
    progress = Progress(what, len(order))
    made: dict[str, np.ndarray] = {}

    def work(worker: int) -> None:
        for numbers in order[worker::sessions]:
            found = opened[worker].run([rows[number] for number in numbers], only=names, pad=PAD)
            for name in names:
                made.setdefault(name, np.zeros((len(rows), found[name].shape[1]), np.float32))[numbers] = found[name]
            progress.step()

    with ThreadPoolExecutor(sessions) as pool:
        list(pool.map(work, range(sessions)))
    return made
