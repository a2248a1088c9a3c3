"""The encoder: BERT's shape with layers in torch, and the pooling that the served graph has too."""

from dataclasses import asdict, dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from .context import END

LOW = -10000.0
"""Added to the score of a token that may not be looked at."""


@dataclass(frozen=True)
class Shape:
    """Sizes of an encoder."""

    vocabulary: int
    width: int
    layers: int
    heads: int
    inner: int
    positions: int
    epsilon: float = 1e-12

    def as_dict(self) -> dict[str, float]:
        """Fields for a file."""
        return asdict(self)


class Layer(nn.Module):
    """Attention and feed-forward, each followed by its residual and layer normalisation."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.qkv = nn.Linear(shape.width, 3 * shape.width)
        self.attended = nn.Linear(shape.width, shape.width)
        self.attended_norm = nn.LayerNorm(shape.width, eps=shape.epsilon)
        self.inner = nn.Linear(shape.width, shape.inner)
        self.outer = nn.Linear(shape.inner, shape.width)
        self.outer_norm = nn.LayerNorm(shape.width, eps=shape.epsilon)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """`x` rows × length × width; `bias` rows × 1 × 1 × length, 0 where a token may be looked at, else very low."""
        rows, length, width = x.shape
        q, k, v = self.qkv(x).view(rows, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        # torch's own attention takes six times as long here: its backward pass on a CPU is slow for short rows.
        scores = torch.matmul(q * (width // self.heads) ** -0.5, k.transpose(-1, -2)) + bias.to(q.dtype)
        attended = torch.matmul(torch.softmax(scores, -1).to(v.dtype), v)
        x = self.attended_norm(x + self.attended(attended.transpose(1, 2).reshape(rows, length, width)))
        return self.outer_norm(x + self.outer(functional.gelu(self.inner(x))))


class Encoder(nn.Module):
    """Token ids to one vector a row: the mean over the text's own tokens."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.words = nn.Embedding(shape.vocabulary, shape.width)
        self.positions = nn.Embedding(shape.positions, shape.width)
        self.norm = nn.LayerNorm(shape.width, eps=shape.epsilon)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Vectors, rows × width, of `ids` and `mask` (1 for tokens, 0 for padding), rows × length."""
        x = self.norm(self.words(ids) + self.positions.weight[: ids.shape[1]])
        bias = (1.0 - mask.float())[:, None, None, :] * LOW
        for layer in self.layers:
            x = layer(x, bias)
        own = own_tokens(ids, mask).to(x.dtype)
        return (torch.bmm(own[:, None, :], x)[:, 0] / own.sum(1, keepdim=True)).float()


def own_tokens(ids: Tensor, mask: Tensor) -> Tensor:
    """True for tokens of the text itself, not of its context nor padding: what follows the last END but one."""
    ends = (ids == END) & mask.bool()
    before = ends.cumsum(1) - ends.long()
    return (before == (ends.sum(1, keepdim=True) - 1).clamp(min=0)) & mask.bool()
