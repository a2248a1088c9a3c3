"""What training minimises: the loss of each head, and the distance to the frozen encoder's vectors."""

import torch
from torch import Tensor
from torch.nn import functional

from .batches import Batch
from .heads import Heads
from .sets import HEADS

WEIGHTS = {"polarity": 0.5, "emobank": 1.5, "intensity": 4.0}
"""Weights of heads; 1 for the others."""

SEVERAL = 0.4
"""Weight of a head with several labels, whose losses are summed over labels."""

DISTANCE, CONTRAST, TEMPERATURE = 2.0, 0.1, 0.05
"""Weights of the two parts of the semantic loss, and the temperature of the second."""


def batch_loss(heads: Heads, vectors: Tensor, batch: Batch) -> Tensor:
    """Loss of a batch, a mean over its rows."""
    total = vectors.new_zeros(())
    for name, (rows, targets, mask) in batch.targets.items():
        losses = head_loss(name, heads(name, vectors[rows]), targets, mask)
        total = total + WEIGHTS.get(name, 1.0) * losses.sum()
    if batch.taught is not None:
        rows, teacher = batch.taught
        total = total + semantic_loss(heads.meaning(vectors[rows]), teacher)
    return total / len(vectors)


def head_loss(name: str, scores: Tensor, targets: Tensor, mask: Tensor) -> Tensor:
    """Loss of each row; labels whose mask is 0 do not count."""
    kind = HEADS[name].kind
    if kind == "one":
        return -(targets * functional.log_softmax(scores, -1)).sum(-1)
    if kind == "several":
        losses = functional.binary_cross_entropy_with_logits(scores, targets, reduction="none")
        return SEVERAL * (losses * mask).sum(-1)
    return (((scores - targets) ** 2) * mask).sum(-1) / mask.sum(-1)


def semantic_loss(student: Tensor, teacher: Tensor) -> Tensor:
    """Sum over rows of 1 - cosine, and of a contrast: each text's teacher is nearer than those of the others."""
    distance = (1 - (student * teacher).sum(-1)).sum()
    contrast = functional.cross_entropy(student @ teacher.T / TEMPERATURE, torch.arange(len(student)), reduction="sum")
    return DISTANCE * distance + CONTRAST * contrast
