"""What the network is built of: transformer layers and biaffine scores."""

import math

import torch
import torch.nn.functional as F
from torch import nn


class Layer(nn.Module):
    """Self-attention and a two-layer perceptron, each added to its input and normalised after (post-norm)."""

    def __init__(self, hidden: int, heads: int, inner: int, dropout: float):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(hidden, 3 * hidden)
        self.out = nn.Linear(hidden, hidden)
        self.norm1 = nn.LayerNorm(hidden, eps=1e-12)
        self.up = nn.Linear(hidden, inner)
        self.down = nn.Linear(inner, hidden)
        self.norm2 = nn.LayerNorm(hidden, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask):
        batch, length, hidden = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, self.heads, hidden // self.heads).permute(2, 0, 3, 1, 4)
        context = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        context = context.transpose(1, 2).reshape(batch, length, hidden)
        x = self.norm1(x + self.dropout(self.out(context)))
        u = self.up(x)
        return self.norm2(x + self.dropout(self.down(u * torch.sigmoid(1.702 * u))))


def quick_gelu(x):
    return x * torch.sigmoid(1.702 * x)


class Biaffine(nn.Module):
    """Scores every (dependent, head) pair for each of `outputs` classes, with bias terms on both sides."""

    def __init__(self, hidden: int, size: int, outputs: int, dropout: float):
        super().__init__()
        self.dependent = nn.Linear(hidden, size)
        self.head = nn.Linear(hidden, size)
        self.weight = nn.Parameter(torch.randn(outputs, size + 1, size + 1) * (0.02 if outputs > 1 else 1 / math.sqrt(size)))
        self.dropout = nn.Dropout(dropout)

    def sides(self, h):
        one = h.new_ones(*h.shape[:-1], 1)
        d = torch.cat([self.dropout(quick_gelu(self.dependent(h))), one], -1)
        r = torch.cat([self.dropout(quick_gelu(self.head(h))), one], -1)
        return d, r
