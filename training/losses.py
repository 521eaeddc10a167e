"""What training minimises: one cross-entropy a head, and with a teacher half of it against the teacher's answers."""

import collections

import torch
import torch.nn.functional as F

from windows import IGNORE, chunk_antecedents, chunk_labels, chunk_rows, padded, words_of

WEIGHT = collections.defaultdict(
    lambda: 1.0, {"entity": 2.0, "onto": 0.3, "nominal": 0.5, "gum": 0.5, "role": 3.0, "antecedent": 0.5}
)
"""Names are rare among words, so their loss is small. Silver names, nominals and names cut out of GUM's nominals
support the trunk; they should not lead it."""
SILVER_WEIGHT = 0.3
"""Of the engine's own tags and trees on articles: they keep what the treebanks taught, and should not lead either."""
SILVER = ("upos", "xpos", "sentence", "arcs", "deprel")


def scores_of(network, windows, words, blocks):
    """Scores of every head that the windows have gold labels for, with those labels."""
    out = {}
    heads = padded(windows, "heads", IGNORE)
    if (heads != IGNORE).any():
        out["arcs"] = network.arc_scores(words, blocks), heads
        out["deprel"] = network.deprel_scores(words, heads.clamp(min=0)), padded(windows, "deprel", IGNORE)
    for name in network.taggers:
        gold = padded(windows, name, IGNORE)
        if (gold != IGNORE).any():
            out[name] = network.tag(words, name), gold
    return {name: (scores.flatten(0, 1), gold.flatten()) for name, (scores, gold) in out.items()}


def loss_of(network, batch, teacher=None):
    """Over the words that the batch has labels for. `teacher` is a larger network with the same labels, which the
    smaller one learns to answer like (Hinton et al. 2015)."""
    windows = [window for chunk in batch for window in chunk]
    words, blocks = words_of(network, batch)
    own = scores_of(network, windows, words, blocks)
    if teacher is not None:
        with torch.no_grad():
            taught = scores_of(teacher, windows, *words_of(teacher, batch))
    silver = windows[0]["sentences"][0].silver
    total = 0.0
    for name, (scores, gold) in own.items():
        loss = F.cross_entropy(scores, gold, ignore_index=IGNORE)
        if teacher is not None and name in teacher.taught:
            told = gold != IGNORE
            soft = F.cross_entropy(scores[told], F.softmax(taught[name][0][told], -1))
            loss = 0.5 * loss + 0.5 * soft
        total = total + WEIGHT[name] * (SILVER_WEIGHT if silver and name in SILVER else 1.0) * loss
    return total + context_loss(network, batch, words)


def context_loss(network, batch, words):
    roles, antecedents = chunk_labels(batch, "role"), chunk_antecedents(batch)
    has_roles, has_antecedents = bool((roles != IGNORE).any()), bool((antecedents != IGNORE).any())
    if not has_roles and not has_antecedents:
        return 0.0
    x = network.context(words, chunk_rows(batch))
    total = WEIGHT["role"] * network.context.loss(x, roles) if has_roles else 0.0
    if has_antecedents:
        scores = network.context.antecedent_scores(network.context.head_dropout(x))
        loss = F.cross_entropy(scores.flatten(0, 1), antecedents.flatten(), ignore_index=IGNORE)
        total = total + WEIGHT["antecedent"] * loss
    return total
