"""A progress bar for a terminal that is a line now and then in a log file."""

import sys
import time

WIDTH = 24
SECONDS_BETWEEN = 20
"""Between two lines of a log."""


class Progress:
    """Says how far a loop is, on the standard error."""

    def __init__(self, what: str, total: int, done: int = 0) -> None:
        self._what, self._total, self._done = what, max(1, total), done
        self._first, self._start, self._last = done, time.monotonic(), 0.0
        self._terminal = sys.stderr.isatty()

    def step(self, note: str = "") -> None:
        """One more is done."""
        self._done += 1
        now = time.monotonic()
        if self._done < self._total and now - self._last < (0.2 if self._terminal else SECONDS_BETWEEN):
            return
        self._last = now
        share = min(1.0, self._done / self._total)
        rate = (self._done - self._first) / max(1e-9, now - self._start)
        left = (self._total - self._done) / max(1e-9, rate)
        bar = "#" * int(WIDTH * share) + "." * (WIDTH - int(WIDTH * share))
        line = f"{self._what} [{bar}] {self._done}/{self._total} {rate:.2f}/s, {left / 60:.1f} min left {note}"
        end = "\r" if self._terminal and self._done < self._total else "\n"
        print(line, end=end, file=sys.stderr, flush=True)
