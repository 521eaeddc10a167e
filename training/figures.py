"""Dev figures while training: close to, but not, what `sayso score` prints with its tree decoder and its own tokens."""

import collections

import torch

from articles import ROLES
from corpora import apply_lemma_script
from windows import IGNORE, batches, chunk_antecedents, chunk_labels, chunk_rows, words_of

SPAN_LAYERS = ("entity", "gum", "re3d", "re3d_inner", "onto")


def spans(tags):
    """IOB2 spans, a stray I- opening one of its own."""
    out, start = set(), None
    for i, tag in enumerate(list(tags) + ["O"]):
        if start is not None and (tag[0] != "I" or tag[1:] != tags[start][1:]):
            out.add((start, i, tags[start][1:]))
            start = None
        if tag[0] == "B" or (tag[0] == "I" and start is None):
            start = i
    return out


@torch.no_grad()
def evaluate(network, chunks, rng, most_pieces: int) -> dict[str, float]:
    """Greedy arcs inside gold sentences; labels without subtypes; spans exact; everything in percent."""
    network.eval()
    counts = collections.Counter()
    for batch in batches(chunks, rng, most_pieces):
        words, blocks = words_of(network, batch)
        count_context(counts, network, batch, words)
        windows = [window for chunk in batch for window in chunk]
        predicted = {name: network.tag(words, name).argmax(-1).tolist() for name in network.taggers}
        trees = not windows[0]["sentences"][0].silver
        heads = network.arc_scores(words, blocks).argmax(-1) if trees else None
        deprels = network.deprel_scores(words, heads).argmax(-1).tolist() if trees else None
        heads = heads.tolist() if trees else None
        for b, window in enumerate(windows):
            at = 1
            for number, sentence in enumerate(window["sentences"]):
                span = range(at, at + len(sentence.forms))
                tags = {name: [network.labels[name][predicted[name][b][i]] for i in span] for name in predicted}
                count_spans(counts, sentence, tags)
                if trees:
                    labels = [network.labels["deprel"][deprels[b][i]] for i in span]
                    count_words(counts, sentence, tags, [max(heads[b][i] - at + 1, 0) for i in span], labels)
                    starts = [tag == "B" for tag in tags["sentence"]]
                    if number and not sentence.opens_paragraph:
                        counts["start gold"] += 1
                        counts["start hit"] += starts[0]
                        counts["start found"] += starts[0]
                    counts["start found"] += sum(starts[1:])
                at += len(sentence.forms)
    network.train()
    return percent(counts)


def count_words(counts, gold, tags, heads, labels):
    for name in ("upos", "xpos", "feats"):
        counts[name] += sum(a == t for a, t in zip(tags[name], getattr(gold, name)))
    counts["lemma"] += sum(apply_lemma_script(f, s) == l for f, s, l in zip(gold.forms, tags["lemma"], gold.lemmas))
    for head, truth, label, true_label in zip(heads, gold.heads, labels, gold.deprels):
        counts["uas"] += head == truth
        counts["las"] += head == truth and label.split(":")[0] == true_label.split(":")[0]
    counts["words"] += len(gold.forms)


def count_spans(counts, gold, tags):
    for name in SPAN_LAYERS:
        if name in gold.layers and name in tags:
            truth, found = spans(gold.layers[name]), spans(tags[name])
            counts[name + " hit"] += len(truth & found)
            counts[name + " gold"] += len(truth)
            counts[name + " found"] += len(found)
    if "nominal" in gold.layers:
        pairs = list(zip(gold.layers["nominal"], tags["nominal"]))
        counts["nominal hit"] += sum(a == b != "O" for a, b in pairs)
        counts["nominal gold"] += sum(a != "O" for a, _ in pairs)
        counts["nominal found"] += sum(b != "O" for _, b in pairs)


def count_context(counts, network, batch, words):
    """Whole spans of each role, the words in contents, and the antecedents of mentions."""
    roles, rows = chunk_labels(batch, "role"), chunk_rows(batch)
    x = network.context(words, rows)
    if (roles != IGNORE).any():
        labels = network.labels["role"]
        lengths = [(row >= 0).sum().item() for row in roles]
        for gold, tags, length in zip(roles.tolist(), network.context.best(x, lengths), lengths):
            truth, found = ([labels[tag] for tag in row] for row in (gold[1 : length + 1], tags))
            for role in ROLES:
                a, b = ({span for span in spans(row) if span[2] == "-" + role} for row in (truth, found))
                counts[role + " hit"] += len(a & b)
                counts[role + " gold"] += len(a)
                counts[role + " found"] += len(b)
            inside = [(a.endswith("content"), b.endswith("content")) for a, b in zip(truth, found)]
            counts["tokens hit"] += sum(a and b for a, b in inside)
            counts["tokens gold"] += sum(a for a, _ in inside)
            counts["tokens found"] += sum(b for _, b in inside)
    gold = chunk_antecedents(batch)
    told = gold != IGNORE
    if told.any():
        found = network.context.antecedent_scores(x).argmax(-1)
        counts["antecedent hit"] += (found == gold)[told].sum().item()
        counts["mentions"] += told.sum().item()


def percent(counts) -> dict[str, float]:
    figures = {n: 100 * counts[n] / counts["words"] for n in ("upos", "xpos", "feats", "lemma", "uas", "las") if counts["words"]}
    if counts["mentions"]:
        figures["antecedent"] = 100 * counts["antecedent hit"] / counts["mentions"]
    for name in ("start", "nominal", *SPAN_LAYERS, *ROLES, "tokens"):
        if counts[name + " gold"]:
            figures[name] = 200 * counts[name + " hit"] / (counts[name + " gold"] + counts[name + " found"])
    return figures
