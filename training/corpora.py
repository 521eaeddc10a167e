"""Read the training corpora into sentences the network can learn from.

Universal Dependencies (EWT, GUM) gives tags, features, lemmas and trees; Universal NER over EWT and GUM's
entity layer give names. Every corpus is read by path and nothing of it is written back out.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from pieces import case_class


@dataclass
class Sentence:
    """One sentence of gold annotation; every list has one entry a syntactic word."""

    sent_id: str
    forms: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    upos: list[str] = field(default_factory=list)
    xpos: list[str] = field(default_factory=list)
    feats: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    deprels: list[str] = field(default_factory=list)
    entities: list[str] | None = None
    """IOB2 tags, or None where the corpus says nothing about names."""


def read_conllu(path: Path) -> list[Sentence]:
    """Syntactic words only: multiword-token ranges and empty nodes carry no tree of their own."""
    sentences, current, entity_field = [], None, []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# sent_id"):
            current = Sentence(line.split("=", 1)[1].strip())
            entity_field = []
        elif line and line[0] != "#":
            columns = line.split("\t")
            if "-" in columns[0] or "." in columns[0]:
                continue
            current.forms.append(columns[1])
            current.lemmas.append(columns[2])
            current.upos.append(columns[3])
            current.xpos.append(columns[4])
            current.feats.append(columns[5])
            current.heads.append(int(columns[6]))
            current.deprels.append(columns[7])
            misc = dict(p.split("=", 1) for p in columns[9].split("|") if "=" in p)
            entity_field.append(misc.get("Entity", ""))
        elif not line and current is not None:
            if any(entity_field):
                current.entities = gum_names(current, entity_field)
            sentences.append(current)
            current = None
    return sentences


GUM_TYPES = {"person": "PER", "organization": "ORG", "place": "LOC"}
INSIDE_A_NAME = {"NNP", "NNPS", "IN", "CC", "DT", "POS", "CD", "HYPH", "."}


def gum_names(sentence: Sentence, entity_field: list[str]) -> list[str]:
    """GUM marks every nominal; keep those that are names, in UNER's way: flat, outermost, no determiner.

    A mention is a name where its head is a proper noun. Its name is the whole mention where everything in it
    belongs in a name ("the University of California"), else the run of proper nouns around the head.
    """
    stack, mentions = [], []
    for i, text in enumerate(entity_field):
        for opening, closing in re.findall(r"\(([^()]+)|([^()]*)\)", text):
            if opening:
                stack.append((i, opening))
            elif stack:
                start, about = stack.pop()
                mentions.append((start, i + 1, about))
    tags = ["O"] * len(sentence.forms)
    for start, end, about in sorted(mentions, key=lambda m: (m[0], -m[1])):
        parts = about.split("-")
        label = GUM_TYPES.get(parts[1]) if len(parts) > 1 else None
        if label is None or any(tags[i] != "O" for i in range(start, end)):
            continue
        head = next((i for i in range(start, end) if not start <= sentence.heads[i] - 1 < end), None)
        if head is None or not sentence.xpos[head].startswith("NNP"):
            continue
        low, high = start, end
        while low < head and sentence.xpos[low] in {"DT", "POS", "PRP$"}:
            low += 1
        if high - low > 6 or any(sentence.xpos[i] not in INSIDE_A_NAME for i in range(low, high)):
            low, high = head, head + 1
            while low > start and sentence.xpos[low - 1].startswith("NNP"):
                low -= 1
            while high < end and sentence.xpos[high].startswith("NNP"):
                high += 1
        while high > low and sentence.xpos[high - 1] == "POS":
            high -= 1
        for i in range(low, high):
            tags[i] = ("B-" if i == low else "I-") + label
    return tags


def attach_uner(sentences: list[Sentence], path: Path) -> None:
    """Join Universal NER's IOB2 layer to EWT by sentence id; tags other than PER, ORG, LOC are O."""
    layer, sent_id = {}, None
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# sent_id"):
            sent_id = line.split("=", 1)[1].strip()
            layer[sent_id] = []
        elif line and line[0] != "#":
            tag = line.split("\t")[2]
            layer[sent_id].append(tag if tag[2:] in {"PER", "ORG", "LOC"} else "O")
    for sentence in sentences:
        tags = layer.get(sentence.sent_id)
        sentence.entities = tags if tags and len(tags) == len(sentence.forms) else None


def lemma_script(form: str, lemma: str) -> str:
    """The edit that turns a form into its lemma: `case|characters cut from the end|characters added`.

    `case` is `l` where the edit applies to the lower-cased form, `k` where the form is kept as written.
    An edit script generalises over words (after Chrupała, 2006): `l|3|y` makes "city" of "cities".
    """
    best = None
    for case, base in (("l", form.lower()), ("k", form)):
        common = 0
        while common < min(len(base), len(lemma)) and base[common] == lemma[common]:
            common += 1
        script = (len(base) - common + len(lemma) - common, f"{case}|{len(base) - common}|{lemma[common:]}")
        if best is None or script[0] < best[0]:
            best = script
    return best[1]


def apply_lemma_script(form: str, script: str) -> str:
    case, cut, add = script.split("|", 2)
    base = form.lower() if case == "l" else form
    return base[: len(base) - min(int(cut), len(base))] + add


def vary(sentence: Sentence, rng) -> tuple[Sentence, list[int]]:
    """The sentence as a headline might have it: without its full stop, in capitals, or in Title Case.

    Case reaches the network only through its case classes, so the words themselves stay as they are.
    """
    cases = [case_class(form) for form in sentence.forms]
    draw = rng.random()
    if draw < 0.03:
        cases = [4 if c > 1 else c for c in cases]
    elif draw < 0.06:
        cases = [3 if c == 2 else c for c in cases]
    last = len(sentence.forms)
    if last > 3 and rng.random() < 0.06 and sentence.upos[-1] == "PUNCT" and last not in sentence.heads:
        cut = Sentence(sentence.sent_id)
        for name in ("forms", "lemmas", "upos", "xpos", "feats", "heads", "deprels"):
            setattr(cut, name, getattr(sentence, name)[:-1])
        cut.entities = sentence.entities[:-1] if sentence.entities else None
        return cut, cases[:-1]
    return sentence, cases
