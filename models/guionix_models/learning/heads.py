"""The linear layers on the pooled vector that training uses: one for each set's labels, and the semantic projection."""

from collections.abc import Iterable

import torch
from torch import Tensor, nn

from .sets import HEADS


class Heads(nn.Module):
    """A linear layer for each head, and a projection that keeps the meaning of texts comparable."""

    def __init__(self, width: int, names: Iterable[str], dropout: float = 0.1) -> None:
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.linear = nn.ModuleDict({name: nn.Linear(width, len(HEADS[name].labels)) for name in names})
        self.projection = nn.Linear(width, width)
        nn.init.eye_(self.projection.weight)
        nn.init.zeros_(self.projection.bias)

    def forward(self, name: str, vectors: Tensor) -> Tensor:
        """Scores of a head before softmax or sigmoid."""
        return self.linear[name](self.dropout(vectors))

    def meaning(self, vectors: Tensor) -> Tensor:
        """Vectors of length 1 whose products say how alike two texts are."""
        return torch.nn.functional.normalize(self.projection(vectors), dim=-1)
