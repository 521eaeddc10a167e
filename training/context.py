"""What a few sentences together tell: who says what, and which words speak of the same thing.

Two thin transformer layers over the words of several windows (a chunk), on top of the encoder's vectors. Off them are
read the roles of attribution, as one tag sequence with a conditional random field (Lafferty et al. 2001), and biaffine
scores that point from a nominal to its antecedent, the one before it that speaks of the same thing.
"""

import torch
import torch.nn.functional as F
from torch import nn

from layers import Biaffine, Layer

NEVER = -1e4


class Context(nn.Module):
    def __init__(self, sizes, labels: list[str], dropout: float, head_dropout: float):
        super().__init__()
        hidden = sizes.context_hidden
        self.project = nn.Linear(sizes.hidden, hidden)
        self.position = nn.Embedding(sizes.context_positions, hidden)
        self.norm = nn.LayerNorm(hidden, eps=1e-12)
        self.layers = nn.ModuleList(
            Layer(hidden, sizes.context_heads, sizes.context_inner, dropout) for _ in range(sizes.context_layers)
        )
        self.role = nn.Linear(hidden, len(labels))
        self.transitions = nn.Parameter(torch.zeros(len(labels), len(labels)))
        self.register_buffer("allowed", allowed(labels), persistent=False)
        self.antecedent = Biaffine(hidden, sizes.link, 1, head_dropout)
        self.dropout = nn.Dropout(dropout)
        self.head_dropout = nn.Dropout(head_dropout)
        nn.init.normal_(self.position.weight, std=0.02)

    def forward(self, words, rows):
        """[chunks, words + 1, hidden] vectors of the chunks that `rows` (`chunk_rows`) picks out of the windows' words."""
        flat = words.flatten(0, 1)[rows.clamp(min=0)]
        positions = torch.arange(rows.shape[1]).clamp(max=self.position.num_embeddings - 1)
        x = self.dropout(self.norm(self.project(flat) + self.position(positions)))
        mask = torch.zeros(rows.shape, dtype=x.dtype).masked_fill(rows < 0, NEVER)[:, None, None, :]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            for layer in self.layers:
                x = layer(x, mask)
        return x.float()

    def emissions(self, x):
        return self.role(self.head_dropout(x))

    def steps(self):
        """Scores of going from one tag (row) to the next (column)."""
        return self.transitions.masked_fill(~self.allowed, NEVER)

    def loss(self, x, gold):
        """Mean over words of the negative log likelihood of the tags; `gold` [chunks, words + 1] is negative where
        nothing is told (before the first word, and padding)."""
        emissions, steps = self.emissions(x), self.steps()
        told = gold >= 0
        tags = gold.clamp(min=0)
        own = emissions.gather(2, tags[..., None])[..., 0].masked_fill(~told, 0.0).sum(1)
        pairs = steps[tags[:, 1:-1], tags[:, 2:]].masked_fill(~(told[:, 2:] & told[:, 1:-1]), 0.0).sum(1)
        alpha = emissions[:, 1]
        for at in range(2, emissions.shape[1]):
            further = torch.logsumexp(alpha[:, :, None] + steps, 1) + emissions[:, at]
            alpha = torch.where(told[:, at, None], further, alpha)
        return (torch.logsumexp(alpha, 1) - own - pairs).sum() / told.sum()

    @torch.no_grad()
    def best(self, x, lengths) -> list[list[int]]:
        """The best tag sequence of each chunk (Viterbi), `lengths` words long."""
        emissions, steps = self.emissions(x), self.steps()
        out = []
        for row, length in zip(emissions, lengths):
            score, back = row[1], []
            for at in range(2, length + 1):
                score, come_from = (score[:, None] + steps).max(0)
                score = score + row[at]
                back.append(come_from.tolist())
            tag = int(score.argmax())
            tags = [tag]
            for come_from in reversed(back):
                tag = come_from[tag]
                tags.append(tag)
            out.append(tags[::-1])
        return out

    def antecedent_scores(self, x):
        """[chunks, words + 1 that point, words + 1 pointed to]; row 0 is nowhere. An antecedent stands before."""
        d, h = self.antecedent.sides(x)
        scores = d @ self.antecedent.weight[0] @ h.transpose(1, 2)
        return scores.masked_fill(~torch.ones(scores.shape[1:], dtype=torch.bool).tril(-1), NEVER)


def allowed(labels: list[str]) -> torch.Tensor:
    """Whether a tag may follow a tag: an inside tag follows only its own kind."""
    follows = [[b[0] != "I" or a[1:] == b[1:] for b in labels] for a in labels]
    return torch.tensor(follows)
