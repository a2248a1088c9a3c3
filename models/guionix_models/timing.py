"""Compare the CPU time of graphs: one thread, no spinning, graphs in turn so that a busy machine troubles all alike.

The engine runs onnxruntime in Node; ratios are alike, as it is the same library.
"""

import statistics
import time
from argparse import ArgumentParser, Namespace
from pathlib import Path

from .graph import Graph
from .session import Session

TOKENS = 512
"""Tokens that a round computes at least, so that a round is long against the clock's steps."""


def add_arguments(parser: ArgumentParser) -> None:
    """Flags of the command."""
    parser.add_argument("graph", type=Path, nargs="+", help="ONNX graph; the others are compared with the first")
    parser.add_argument("--shapes", default="1x16,8x32,4x64", help="rows x tokens, with commas (%(default)s)")
    parser.add_argument("--rounds", type=int, default=15, help="rounds that the medians are of (%(default)s)")


def main(arguments: Namespace) -> None:
    """Run the command."""
    sessions = [Session(Graph.load(path)) for path in arguments.graph]
    print("shape    CPU ms/run  to first  graph")
    for shape in arguments.shapes.split(","):
        rows, length = map(int, shape.split("x"))
        rounds = [cpu_times(sessions, rows, length, round_) for round_ in range(arguments.rounds)]
        for place, path in enumerate(arguments.graph):
            times = [times[place] for times in rounds]
            ratio = statistics.median(times[place] / times[0] for times in rounds)
            print(f"{shape:<8} {statistics.median(times):>10.3f}  {ratio:>8.3f}  {path.name}")


def cpu_times(sessions: list[Session], rows: int, length: int, round_: int) -> list[float]:
    """CPU milliseconds a run of each session, started in another order every round."""
    runs = max(1, TOKENS // (rows * length))
    batch = sessions[0].inputs.random_rows([length] * rows)
    times = [0.0] * len(sessions)
    for step in range(len(sessions)):
        place = (step + round_) % len(sessions)
        sessions[place].run(batch)
        start = time.process_time()
        for _ in range(runs):
            sessions[place].run(batch)
        times[place] = (time.process_time() - start) * 1000 / runs
    return times
