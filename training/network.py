"""The network: a small pretrained encoder (MiniLM, 6 layers x 384) under one linear or biaffine head a task.

Wang et al. 2020 (MiniLM); Dozat & Manning 2017 (biaffine arcs and labels). The encoder is BERT's, with two
changes: an embedding of letter case is added to each piece, and GELU is x*sigmoid(1.702x), which the Rust
side computes with the same bits on every machine.
"""

from dataclasses import asdict, dataclass

import torch
from torch import nn

from context import Context
from layers import Biaffine, Layer


@dataclass
class Sizes:
    pieces: int
    hidden: int = 384
    layers: int = 6
    heads: int = 12
    inner: int = 1536
    positions: int = 512
    cases: int = 6
    arc: int = 192
    label: int = 96
    context_hidden: int = 192
    context_layers: int = 2
    context_heads: int = 6
    context_inner: int = 384
    context_positions: int = 257
    link: int = 64
    class_layer: int = 2
    """After how many layers the vectors are taken that `classes.py` reads sentences' classes off."""

    def as_dict(self):
        return asdict(self)


class Network(nn.Module):
    """`labels` maps a head's name (upos, xpos, feats, lemma, entity, cue …, deprel) to its label list.

    Every head but `deprel` is a linear tagger. A sequence is a window of one or more sentences.
    """

    def __init__(self, sizes: Sizes, labels: dict[str, list[str]], dropout: float = 0.1, head_dropout: float = 0.25):
        super().__init__()
        self.sizes = sizes
        self.labels = labels
        self.frozen = False
        self.piece = nn.Embedding(sizes.pieces, sizes.hidden)
        self.position = nn.Embedding(sizes.positions, sizes.hidden)
        self.case = nn.Embedding(sizes.cases, sizes.hidden)
        self.norm = nn.LayerNorm(sizes.hidden, eps=1e-12)
        self.layers = nn.ModuleList(Layer(sizes.hidden, sizes.heads, sizes.inner, dropout) for _ in range(sizes.layers))
        self.taggers = nn.ModuleDict(
            {name: nn.Linear(sizes.hidden, len(values)) for name, values in labels.items() if name not in ("deprel", "role")}
        )
        self.arcs = Biaffine(sizes.hidden, sizes.arc, 1, head_dropout)
        self.deprels = Biaffine(sizes.hidden, sizes.label, len(labels["deprel"]), head_dropout)
        self.context = Context(sizes, labels["role"], dropout, head_dropout)
        self.dropout = nn.Dropout(dropout)
        self.head_dropout = nn.Dropout(head_dropout)
        nn.init.normal_(self.case.weight, std=0.02)

    def freeze_all_but(self, heads: list[str]) -> None:
        """For a head added to a trunk that other heads rely on: nothing else moves, and the trunk drops nothing out."""
        self.requires_grad_(False)
        for name in heads:
            (self.context if name == "context" else self.taggers[name]).requires_grad_(True)
        self.frozen = True
        self.train()

    def train(self, mode: bool = True):
        super().train(mode)
        if self.frozen:
            for part in (self.dropout, *self.layers):
                part.eval()
        return self

    def load_minilm(self, tensors: dict[str, torch.Tensor]) -> None:
        """Start from the published encoder; the first token-type row is folded into the positions."""
        with torch.no_grad():
            self.piece.weight.copy_(tensors["embeddings.word_embeddings.weight"])
            self.position.weight.copy_(
                tensors["embeddings.position_embeddings.weight"] + tensors["embeddings.token_type_embeddings.weight"][:1]
            )
            copy_linear(self.norm, tensors, "embeddings.LayerNorm")
            for i, layer in enumerate(self.layers):
                at = f"encoder.layer.{i}."
                for part in ("weight", "bias"):
                    joined = torch.cat([tensors[f"{at}attention.self.{n}.{part}"] for n in ("query", "key", "value")])
                    getattr(layer.qkv, part).copy_(joined)
                copy_linear(layer.out, tensors, at + "attention.output.dense")
                copy_linear(layer.norm1, tensors, at + "attention.output.LayerNorm")
                copy_linear(layer.up, tensors, at + "intermediate.dense")
                copy_linear(layer.down, tensors, at + "output.dense")
                copy_linear(layer.norm2, tensors, at + "output.LayerNorm")

    def encode(self, pieces, cases, firsts):
        """[batch, pieces] ids to [batch, words + 1, hidden]: each word's first piece, [CLS] before them."""
        positions = torch.arange(pieces.shape[1])
        x = self.dropout(self.norm(self.piece(pieces) + self.position(positions) + self.case(cases)))
        mask = torch.zeros(pieces.shape, dtype=x.dtype).masked_fill(pieces == 0, -1e4)[:, None, None, :]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            for layer in self.layers:
                x = layer(x, mask)
        x = x.float()
        return x.gather(1, firsts[..., None].expand(-1, -1, x.shape[-1]))

    def encode_early(self, window, layer: int):
        """[words + 1, hidden] of one window after `layer` layers."""
        pieces, cases = torch.tensor(window["pieces"])[None], torch.tensor(window["cases"])[None]
        positions = torch.arange(pieces.shape[1])
        x = self.norm(self.piece(pieces) + self.position(positions) + self.case(cases))
        for below in self.layers[:layer]:
            x = below(x, None)
        return x[0, window["firsts"]]

    def tag(self, words, name):
        return self.taggers[name](self.head_dropout(words))

    def arc_scores(self, words, blocks):
        """[batch, words + 1 dependents, words + 1 heads]; position 0 is the root.

        `blocks` [batch, words + 1] numbers the sentence of each word: a head stands in its dependent's sentence, or
        is the root (block 0). Padding is -1.
        """
        d, h = self.arcs.sides(words)
        scores = d @ self.arcs.weight[0] @ h.transpose(1, 2)
        allowed = (blocks[:, None, :] == blocks[:, :, None]) | (blocks[:, None, :] == 0)
        allowed = allowed & ~torch.eye(scores.shape[1], dtype=torch.bool)[None]
        return scores.masked_fill(~allowed, -1e4)

    def deprel_scores(self, words, heads):
        """[batch, words + 1, labels] for each word under the head given."""
        d, h = self.deprels.sides(words)
        h = h.gather(1, heads[..., None].expand(-1, -1, h.shape[-1]))
        return torch.einsum("bnrj,bnj->bnr", torch.einsum("bni,rij->bnrj", d, self.deprels.weight), h)


def copy_linear(module, tensors, name):
    module.weight.copy_(tensors[name + ".weight"])
    module.bias.copy_(tensors[name + ".bias"])
