"""Linear heads fitted on frozen vectors, and the temperature of a head."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

RATE, BATCH, PASSES, FEWEST_STEPS = 1e-3, 256, 8, 200
DECAYS = (2.0, 15.0, 60.0)
"""Weight decays that are tried; the dev split chooses."""


@dataclass(frozen=True)
class Linear:
    """A linear head: `matrix` labels × width."""

    matrix: np.ndarray
    bias: np.ndarray

    def __call__(self, vectors: np.ndarray) -> np.ndarray:
        """Scores of vectors, rows × labels."""
        return vectors @ self.matrix.T + self.bias

    def divided(self, temperature: float) -> "Linear":
        """The head whose scores are divided by a temperature."""
        return Linear(self.matrix / temperature, self.bias / temperature)


@dataclass(frozen=True)
class Data:
    """What a head is fitted on: rows × width, rows × labels twice, and the weight of each row."""

    vectors: np.ndarray
    targets: np.ndarray
    mask: np.ndarray
    weights: np.ndarray


Loss = Callable[[Tensor, Tensor, Tensor], Tensor]
"""Loss of each row, of scores, targets and masks."""


def softmax_loss(scores: Tensor, targets: Tensor, mask: Tensor) -> Tensor:
    """Cross-entropy with shares, over the labels of the mask."""
    scores = scores.masked_fill(mask == 0, -1e4)
    return -(targets * functional.log_softmax(scores, -1)).sum(-1)


def sigmoid_loss(scores: Tensor, targets: Tensor, mask: Tensor) -> Tensor:
    """Binary cross-entropy over the labels of the mask."""
    return (functional.binary_cross_entropy_with_logits(scores, targets, reduction="none") * mask).sum(-1)


def squared_loss(scores: Tensor, targets: Tensor, mask: Tensor) -> Tensor:
    """Squared error over the values of the mask."""
    return (((scores - targets) ** 2) * mask).sum(-1)


def fit_linear(data: Data, loss: Loss, decay: float, start: Linear | None = None, seed: int = 0) -> Linear:
    """The head with a small weighted mean loss, found in a few passes over standardised vectors.

    `decay` is how much weights shrink, as in AdamW; `start` is a head to begin with.
    """
    mean, spread = data.vectors.mean(0), data.vectors.std(0) + 1e-6
    labels, width = data.targets.shape[1], data.vectors.shape[1]
    first = np.zeros((labels, width)) if start is None else start.matrix * spread
    offset = np.zeros(labels) if start is None else start.bias + start.matrix @ mean
    matrix = torch.tensor(np.ascontiguousarray(first, np.float32), requires_grad=True)
    bias = torch.tensor(np.ascontiguousarray(offset, np.float32), requires_grad=True)
    groups = [{"params": [matrix], "weight_decay": decay}, {"params": [bias], "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=RATE)
    weights = data.weights / data.weights.mean()
    chance, rows = np.random.default_rng(seed), len(data.vectors)
    steps = max(FEWEST_STEPS, PASSES * rows // BATCH)
    order = np.concatenate([chance.permutation(rows) for _ in range(1 + steps * BATCH // rows)])
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = RATE * (1 - step / steps)
        chosen = order[step * BATCH : (step + 1) * BATCH]
        x = torch.from_numpy(((data.vectors[chosen] - mean) / spread).astype(np.float32))
        y, m, w = (torch.from_numpy(part[chosen].astype(np.float32)) for part in (data.targets, data.mask, weights))
        optimizer.zero_grad()
        (w * loss(x @ matrix.T + bias, y, m)).mean().backward()
        optimizer.step()
    fitted = matrix.detach().numpy() / spread
    return Linear(fitted, bias.detach().numpy() - fitted @ mean)


def fit_temperature(scores: np.ndarray, targets: np.ndarray, mask: np.ndarray, loss: Loss) -> tuple[float, float]:
    """What scores are divided by for the least mean loss, and that loss."""
    x, y = torch.from_numpy(scores.astype(np.float32)), torch.from_numpy(targets.astype(np.float32))
    m = torch.from_numpy(mask.astype(np.float32))
    steps = np.exp(np.linspace(np.log(0.3), np.log(4), 120))
    losses = [float(loss(x / float(step), y, m).mean()) for step in steps]
    best = int(np.argmin(losses))
    return float(steps[best]), losses[best]
