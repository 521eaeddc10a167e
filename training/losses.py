"""What training minimises: one cross-entropy a head, and with a teacher half of it against the teacher's answers."""

import collections

import torch
import torch.nn.functional as F

from windows import IGNORE, padded, words_of

WEIGHT = collections.defaultdict(lambda: 1.0, {"entity": 2.0, "onto": 0.3, "nominal": 0.5, "gum": 0.5})
"""Names are rare among words, so their loss is small. Silver names, nominals and names cut out of GUM's nominals
support the trunk; they should not lead it."""


def scores_of(network, batch):
    """Scores of every head that the batch has gold labels for, with those labels."""
    words, blocks = words_of(network, batch)
    out = {}
    heads = padded(batch, "heads", IGNORE)
    if (heads != IGNORE).any():
        out["arcs"] = network.arc_scores(words, blocks), heads
        out["deprel"] = network.deprel_scores(words, heads.clamp(min=0)), padded(batch, "deprel", IGNORE)
    for name in network.taggers:
        gold = padded(batch, name, IGNORE)
        if (gold != IGNORE).any():
            out[name] = network.tag(words, name), gold
    return {name: (scores.flatten(0, 1), gold.flatten()) for name, (scores, gold) in out.items()}


def loss_of(network, batch, teacher=None):
    """Over the words that the batch has labels for. `teacher` is a larger network with the same labels, which the
    smaller one learns to answer like (Hinton et al. 2015)."""
    own = scores_of(network, batch)
    if teacher is not None:
        with torch.no_grad():
            taught = scores_of(teacher, batch)
    total = 0.0
    for name, (scores, gold) in own.items():
        loss = F.cross_entropy(scores, gold, ignore_index=IGNORE)
        if teacher is not None and name in teacher.taught:
            told = gold != IGNORE
            soft = F.cross_entropy(scores[told], F.softmax(taught[name][0][told], -1))
            loss = 0.5 * loss + 0.5 * soft
        total = total + WEIGHT[name] * loss
    return total
