"""The state of a training that goes on where it stopped."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import nn

FILE = "checkpoint.pt"


@dataclass
class Place:
    """How far a training is."""

    epoch: int = 0
    batch: int = 0
    """Batches done of the epoch."""
    step: int = 0
    seconds: float = 0.0


class Average:
    """A moving average of weights: steadier than the last ones."""

    def __init__(self, module: nn.Module, decay: float, every: int) -> None:
        self._every = every
        self._decay = decay
        self.weights = {name: value.detach().clone() for name, value in module.named_parameters()}

    def update(self, module: nn.Module, step: int) -> None:
        """Take in the weights after a step."""
        if step % self._every:
            return
        decay = min(self._decay, step / (step + 10 * self._every))
        with torch.no_grad():
            for name, value in module.named_parameters():
                if value.requires_grad:
                    self.weights[name].lerp_(value, 1 - decay)

    def apply(self, module: nn.Module) -> None:
        """Put the averaged weights into a module."""
        with torch.no_grad():
            for name, value in module.named_parameters():
                value.copy_(self.weights[name])


def save(folder: Path, place: Place, **parts: Any) -> None:
    """Write a checkpoint; one that is cut off leaves the one before."""
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / f"{FILE}.partial"
    torch.save({"place": vars(place), **parts}, partial)
    os.replace(partial, folder / FILE)


def load(folder: Path) -> dict[str, Any] | None:
    """The checkpoint of a folder, if there is one."""
    path = folder / FILE
    if not path.exists():
        return None
    saved = torch.load(path, map_location="cpu", weights_only=True)
    saved["place"] = Place(**saved["place"])
    return saved
