"""The scorer model: a small LLaMA (RMSNorm, rotary positions, SwiGLU), laid out so that llama.cpp reads it as `llama`."""

from dataclasses import asdict, dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

IGNORED = -100
"""The label of a position that is not learned from."""


@dataclass(frozen=True)
class Shape:
    """What decides the size of a model. Every width is a multiple of 32, the block of Q8_0."""

    pieces: int = 4096
    width: int = 256
    layers: int = 6
    heads: int = 4
    feed_forward: int = 704
    context: int = 2048
    rope_base: float = 10_000.0
    epsilon: float = 1e-5

    @property
    def head(self) -> int:
        return self.width // self.heads

    def as_dict(self) -> dict:
        return asdict(self)


def rotation(shape: Shape, length: int) -> tuple[Tensor, Tensor]:
    """Cosines and sines, each [length, head / 2], of the angles that positions are turned by."""
    steps = shape.rope_base ** (-torch.arange(0, shape.head, 2, dtype=torch.float64) / shape.head)
    angles = torch.outer(torch.arange(length, dtype=torch.float64), steps)
    return angles.cos().float(), angles.sin().float()


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """
    Turns x [batch, heads, length, head] by its position. Partners are half a head apart, which processors compute in wide
    steps; llama.cpp wants them side by side, so the export interleaves the rows of the query and key matrices.
    """
    first, second = x.float().chunk(2, -1)
    return torch.cat((first * cos - second * sin, second * cos + first * sin), -1).to(x.dtype)


def causal_attention(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    """
    Attention in four blocks of queries, so that a processor computes little of the masked half. PyTorch's own kernel is 2-3 times
    slower there: it does not use the bfloat16 matrix units well.
    """
    if q.is_cuda:
        return F.scaled_dot_product_attention(q, k, v, is_causal=True)
    length = q.shape[2]
    block = -(-length // 4)
    q = q * q.shape[-1] ** -0.5
    mask = torch.full((block, block), -torch.inf, dtype=torch.float32, device=q.device).triu(1)
    parts = []
    for start in range(0, length, block):
        end = min(start + block, length)
        scores = (q[:, :, start:end] @ k[:, :, :end].transpose(-1, -2)).float()
        scores = scores + F.pad(mask[: end - start, : end - start], (start, 0))
        parts.append(scores.softmax(-1).to(v.dtype) @ v[:, :, :end])
    return torch.cat(parts, 2)


class Norm(nn.Module):
    def __init__(self, width: int, epsilon: float):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.epsilon = epsilon

    def forward(self, x: Tensor) -> Tensor:
        x = x.float()
        return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + self.epsilon) * self.weight


class Layer(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        width = shape.width
        self.heads = shape.heads
        self.attention_norm = Norm(width, shape.epsilon)
        # Apart, because the optimizer treats each as a matrix of its own; multiplied as one, which is faster.
        self.query, self.key, self.value = (nn.Linear(width, width, bias=False) for _ in range(3))
        self.attention_out = nn.Linear(width, width, bias=False)
        self.ffn_norm = Norm(width, shape.epsilon)
        self.gate, self.up = (nn.Linear(width, shape.feed_forward, bias=False) for _ in range(2))
        self.down = nn.Linear(shape.feed_forward, width, bias=False)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        batch, length, width = x.shape
        joined = torch.cat([self.query.weight, self.key.weight, self.value.weight])
        q, k, v = F.linear(self.attention_norm(x), joined).view(batch, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        mixed = causal_attention(rotate(q, cos, sin), rotate(k, cos, sin), v)
        x = x + self.attention_out(mixed.transpose(1, 2).reshape(batch, length, width))
        gate, up = F.linear(self.ffn_norm(x), torch.cat([self.gate.weight, self.up.weight])).chunk(2, -1)
        return x + self.down(F.silu(gate) * up)


class Llama(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        self.shape = shape
        self.embedding = nn.Embedding(shape.pieces, shape.width)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.norm = Norm(shape.width, shape.epsilon)
        self.head = nn.Linear(shape.width, shape.pieces, bias=False)
        self.reset()

    def reset(self) -> None:
        """Initial weights: branches start at zero, so that every depth trains at the same rate."""
        nn.init.normal_(self.embedding.weight, std=0.5)
        nn.init.zeros_(self.head.weight)
        for layer in self.layers:
            for matrix in (layer.query, layer.key, layer.value, layer.gate, layer.up):
                nn.init.normal_(matrix.weight, std=self.shape.width**-0.5)
            nn.init.zeros_(layer.attention_out.weight)
            nn.init.zeros_(layer.down.weight)

    def matrices(self) -> list[Tensor]:
        """The matrices inside the layers, which an optimizer may treat as matrices."""
        return [p for layer in self.layers for p in layer.parameters() if p.ndim == 2]

    def hidden(self, tokens: Tensor) -> Tensor:
        """The last hidden states [batch, length, width] of tokens [batch, length]."""
        cos, sin = (part.to(tokens.device) for part in rotation(self.shape, tokens.shape[1]))
        x = self.embedding(tokens)
        for layer in self.layers:
            x = layer(x, cos, sin)
        return self.norm(x)

    def forward(self, tokens: Tensor, labels: Tensor) -> Tensor:
        """The sum of the negative log-probabilities, in nats, of the labels that are not IGNORED."""
        logits = self.head(self.hidden(tokens))
        return F.cross_entropy(logits.float().flatten(0, 1), labels.flatten(), ignore_index=IGNORED, reduction="sum")
