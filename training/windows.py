"""Windows: what the network reads at once, as numbers.

A window is one or more sentences that follow one another in a document, `[CLS]` before them and `[SEP]` after each
paragraph. Trees stay inside their sentences; all else may look across. `crates/sayso-language/src/engine.rs` packs
them in the same way.
"""

import torch

from corpora import UNTOLD, Sentence, lemma_script, loses_its_stop, place, varied_cases
from pieces import CLS, SEP, WordPieces, case_class

IGNORE = -100
CHUNK = 256
"""Most words of a chunk; `crates/sayso-language/src/windows.rs` has the same."""
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
        window |= {"places": [], "antecedents": []}
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
        if rng and not sentence.silver and sentence.heads and loses_its_stop(sentence, rng):
            count -= 1
        for form, case in zip(sentence.forms[:count], cases):
            window["firsts"].append(len(window["pieces"]))
            word = self.word(form)
            window["pieces"] += word
            window["cases"] += [case] * len(word)
        window["blocks"] += [block] * count
        window["heads"] += [head and head + offset for head in sentence.heads[:count]] or [IGNORE] * count
        window["places"] += range(sentence.first, sentence.first + count)
        window["antecedents"] += (sentence.antecedents or [UNTOLD] * count)[:count]
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
    for document in out:
        place(document)
    return out


def pack(document: list[Sentence], encode: Encoder, room: int, longest_words: int):
    """Cuts a document into windows of at most `room` pieces; a longer sentence stands alone, an endless one nowhere."""
    windows, current, used = [], [], 0
    for sentence in document:
        if len(sentence.forms) > longest_words:
            continue
        pieces = encode.count(sentence) + 1
        if current and used + pieces + 1 > room:
            windows.append(current)
            current, used = [], 0
        current.append(sentence)
        used += pieces
    return windows + [current] if current else windows


def chunks_of(document: list[Sentence], encode: Encoder, room: int, longest_words: int, rng=None):
    """The document's windows as numbers, in chunks of at most `CHUNK` words: what the context layers read at once."""
    chunks, words = [[]], 0
    for window in pack(document, encode, room, longest_words):
        window = encode(window, rng)
        count = len(window["places"])
        if chunks[-1] and words + count > CHUNK:
            chunks.append([])
            words = 0
        chunks[-1].append(window)
        words += count
    return [chunk for chunk in chunks if chunk]


def batches(chunks, rng, most_pieces: int):
    """Chunks up to so many pieces together, in random order."""
    size = lambda chunk: sum(len(window["pieces"]) for window in chunk)  # noqa: E731
    out, current, used = [], [], 0
    for chunk in sorted(chunks, key=lambda chunk: size(chunk) + rng.random() * 40):
        if current and used + size(chunk) > most_pieces:
            out.append(current)
            current, used = [], 0
        current.append(chunk)
        used += size(chunk)
    if current:
        out.append(current)
    rng.shuffle(out)
    return out


def tensor_of(rows, value):
    """The rows, filled up with `value` to the length of the longest."""
    width = max(map(len, rows))
    return torch.tensor([row + [value] * (width - len(row)) for row in rows])


def padded(batch, name, value=0):
    return tensor_of([window[name] for window in batch], value)


WINDOWS_TOGETHER = 8


def words_of(network, batch):
    """The words of a batch's windows: [windows, words + 1, hidden] and the number of each word's sentence.

    Windows of like length go through the encoder together, so that little of it is padding.
    """
    windows = [window for chunk in batch for window in chunk]
    order = sorted(range(len(windows)), key=lambda i: len(windows[i]["pieces"]))
    width = max(len(window["firsts"]) for window in windows)
    parts = []
    for at in range(0, len(order), WINDOWS_TOGETHER):
        part = [windows[i] for i in order[at : at + WINDOWS_TOGETHER]]
        words = network.encode(padded(part, "pieces"), padded(part, "cases"), padded(part, "firsts"))
        parts.append(torch.nn.functional.pad(words, (0, 0, 0, width - words.shape[1])))
    back = torch.tensor(order).argsort()
    return torch.cat(parts)[back], padded(windows, "blocks", -1)


def chunk_rows(batch):
    """Which rows of the windows' words (flattened) make each chunk: [chunks, words + 1], padded with -1.

    A chunk's words stand behind the `[CLS]` of its first window, which "nowhere" points to.
    """
    windows = [window for chunk in batch for window in chunk]
    width = max(len(window["firsts"]) for window in windows)
    rows, at = [], 0
    for chunk in batch:
        row = [at * width]
        for window in chunk:
            row += range(at * width + 1, at * width + len(window["firsts"]))
            at += 1
        rows.append(row)
    return tensor_of(rows, -1)


def chunk_labels(batch, name: str):
    """[chunks, words + 1] labels of the words of each chunk."""
    rows = [[IGNORE] + [label for window in chunk for label in window[name][1:]] for chunk in batch]
    return tensor_of(rows, IGNORE)


def chunk_antecedents(batch):
    """[chunks, words + 1] the row of the chunk that each word points to: 0 for nowhere, or a word outside the chunk."""
    rows = []
    for chunk in batch:
        places = [place for window in chunk for place in window["places"]]
        row_of = {place: row for row, place in enumerate(places, 1)}
        antecedents = [to for window in chunk for to in window["antecedents"]]
        rows.append([IGNORE] + [IGNORE if to == UNTOLD else row_of.get(to, 0) for to in antecedents])
    return tensor_of(rows, IGNORE)
