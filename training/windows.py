"""Windows: what the network reads at once, as numbers.

A window is one or more sentences that follow one another in a document, `[CLS]` before them and `[SEP]` after each
paragraph. Trees stay inside their sentences; all else may look across. `crates/sayso-language/src/engine.rs` packs
them in the same way.
"""

import torch

from corpora import Sentence, lemma_script, loses_its_stop, varied_cases
from pieces import CLS, SEP, WordPieces, case_class

IGNORE = -100
PARAGRAPH_LOST = 0.1
"""How often a paragraph's end goes unmarked in training, as it does in text that came out of a careless extractor."""
UD_LAYERS = ("upos", "xpos", "feats", "lemma")


class Encoder:
    """Sentences to the numbers of a window. `labels` maps each head to its label list."""

    def __init__(self, vocabulary, labels):
        self.pieces = WordPieces(vocabulary)
        self.labels = labels
        self.index = {name: {v: i for i, v in enumerate(values)} for name, values in labels.items()}
        self.cache = {}

    def word(self, form):
        if form not in self.cache:
            self.cache[form] = self.pieces(form)
        return self.cache[form]

    def count(self, sentence: Sentence) -> int:
        return sum(len(self.word(form)) for form in sentence.forms)

    def __call__(self, sentences: list[Sentence], rng=None):
        """The window's numbers; with `rng`, varied as headlines vary."""
        cls, sep = self.pieces.ids[CLS], self.pieces.ids[SEP]
        window = {"pieces": [cls], "cases": [0], "firsts": [0], "blocks": [0], "heads": [IGNORE], "sentences": sentences}
        for name in self.index:
            window[name] = [IGNORE]
        for block, sentence in enumerate(sentences, 1):
            if block > 1 and sentence.opens_paragraph and not (rng and rng.random() < PARAGRAPH_LOST):
                window["pieces"].append(sep)
                window["cases"].append(0)
            self.add(window, block, sentence, rng)
        window["pieces"].append(sep)
        window["cases"].append(0)
        return window

    def add(self, window, block, sentence, rng):
        cases = varied_cases(sentence, rng) if rng else [case_class(form) for form in sentence.forms]
        count, offset = len(sentence.forms), len(window["firsts"]) - 1
        if rng and sentence.heads and loses_its_stop(sentence, rng):
            count -= 1
        for form, case in zip(sentence.forms[:count], cases):
            window["firsts"].append(len(window["pieces"]))
            word = self.word(form)
            window["pieces"] += word
            window["cases"] += [case] * len(word)
        window["blocks"] += [block] * count
        window["heads"] += [head and head + offset for head in sentence.heads[:count]] or [IGNORE] * count
        for name, index in self.index.items():
            values = self.values(name, sentence)[:count]
            window[name] += [index.get(value, IGNORE) for value in values] if values else [IGNORE] * count

    def values(self, name, sentence):
        if name == "sentence":
            return ["B"] + ["I"] * (len(sentence.forms) - 1) if sentence.heads else []
        if name == "lemma":
            return [lemma_script(f, l) for f, l in zip(sentence.forms, sentence.lemmas)]
        if name == "deprel":
            return sentence.deprels
        return getattr(sentence, name) if name in UD_LAYERS else sentence.layers.get(name, [])


def documents(sentences: list[Sentence]) -> list[list[Sentence]]:
    out = []
    for sentence in sentences:
        if not out or out[-1][-1].document != sentence.document:
            out.append([])
        out[-1].append(sentence)
    return out


def pack(documents: list[list[Sentence]], encode: Encoder, most, longest_words: int):
    """Cuts documents into windows of at most `most()` pieces; a longer sentence stands alone, an endless one nowhere."""
    windows = []
    for document in documents:
        current, used, room = [], 0, most()
        for sentence in document:
            if len(sentence.forms) > longest_words:
                continue
            pieces = encode.count(sentence) + 1
            if current and used + pieces + 1 > room:
                windows.append(current)
                current, used, room = [], 0, most()
            current.append(sentence)
            used += pieces
        if current:
            windows.append(current)
    return windows


def batches(windows, rng, most_pieces: int):
    """Windows of like length together, up to `most_pieces` with padding, in random order."""
    order = sorted(windows, key=lambda w: len(w["pieces"]) + rng.random() * 4)
    out, current = [], []
    for window in order:
        if current and len(window["pieces"]) * (len(current) + 1) > most_pieces:
            out.append(current)
            current = []
        current.append(window)
    if current:
        out.append(current)
    rng.shuffle(out)
    return out


def padded(batch, name, value=0):
    rows = [window[name] for window in batch]
    width = max(map(len, rows))
    return torch.tensor([row + [value] * (width - len(row)) for row in rows])


def words_of(network, batch):
    """[batch, words + 1, hidden], and the number of each word's sentence."""
    words = network.encode(padded(batch, "pieces"), padded(batch, "cases"), padded(batch, "firsts"))
    return words, padded(batch, "blocks", -1)
