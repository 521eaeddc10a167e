"""Read the treebanks into sentences the network can learn from.

Universal Dependencies (EWT, GUM) gives tags, features, lemmas and trees; Universal NER over EWT and GUM's
entity layer give names and nominals. Every corpus is read by path and nothing of it is written back out.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from pieces import case_class


@dataclass
class Sentence:
    """One sentence; every list has one entry a syntactic word, and stays empty where the corpus does not tell."""

    sent_id: str
    document: str = ""
    opens_paragraph: bool = False
    forms: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    upos: list[str] = field(default_factory=list)
    xpos: list[str] = field(default_factory=list)
    feats: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    deprels: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    """Where each word stands in its article, in characters (articles only)."""
    layers: dict[str, list[str]] = field(default_factory=dict)
    """Further labels, one a word, by the name of the head that learns them: `entity`, `nominal`, `role` …"""
    mentions: list[tuple[int, str]] = field(default_factory=list)
    """GUM: the word that heads each mention, and the entity that it is a mention of."""
    first: int = 0
    """The place of the first word in its document."""
    antecedents: list[int] = field(default_factory=list)
    """For each word the place in its document of the head of the mention before that speaks of the same thing; NOWHERE
    for a mention that is the first, UNTOLD for a word that heads none (GUM only)."""
    silver: bool = False
    """Whether tags and tree are the engine's own answers rather than an annotator's."""


UNTOLD, NOWHERE = -100, -1


def read_conllu(path: Path) -> list[Sentence]:
    """Syntactic words only: multiword-token ranges and empty nodes carry no tree of their own."""
    sentences, current, entity_field = [], None, []
    document, opens_paragraph = "", True
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# newdoc"):
            document, opens_paragraph = line.split("=", 1)[-1].strip(), True
        elif line.startswith("# newpar"):
            opens_paragraph = True
        elif line.startswith("# sent_id"):
            current = Sentence(line.split("=", 1)[1].strip(), document, opens_paragraph)
            entity_field, opens_paragraph = [], False
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
            if "start_char" in misc:
                current.starts.append(int(misc["start_char"]))
                current.ends.append(int(misc["end_char"]))
        elif not line and current is not None:
            if any(entity_field):
                mentions = gum_mentions(entity_field)
                current.layers["gum"] = gum_names(current, mentions)
                current.layers["nominal"] = gum_nominals(current, mentions)
                heads = [(head_of(current, start, end), about) for start, end, _, about in mentions]
                current.mentions = [(head, about) for head, about in heads if head is not None]
            sentences.append(current)
            current = None
    return sentences


GUM_TYPES = {"person": "PER", "organization": "ORG", "place": "LOC"}
INSIDE_A_NAME = {"NNP", "NNPS", "IN", "CC", "DT", "POS", "CD", "HYPH", "."}


def gum_mentions(entity_field: list[str]) -> list[tuple[int, int, str, str]]:
    """(first, past, type, entity) of every mention that begins and ends in the sentence."""
    stack, mentions = [], []
    for i, text in enumerate(entity_field):
        for opening, closing in re.findall(r"\(([^()]+)|([^()]*)\)", text):
            if opening:
                stack.append((i, opening))
            elif stack:
                start, about = stack.pop()
                parts = about.split("-")
                if len(parts) > 1:
                    mentions.append((start, i + 1, parts[1], parts[0]))
    return mentions


def head_of(sentence: Sentence, start: int, end: int) -> int | None:
    """The word of `start..end` whose own head lies outside."""
    return next((i for i in range(start, end) if not start <= sentence.heads[i] - 1 < end), None)


def gum_nominals(sentence: Sentence, mentions) -> list[str]:
    """At each word that heads a mention, the mention's type (person, organization, place, event …); else O."""
    tags = ["O"] * len(sentence.forms)
    for start, end, kind, _ in sorted(mentions, key=lambda m: m[0] - m[1]):
        head = head_of(sentence, start, end)
        if head is not None and tags[head] == "O":
            tags[head] = kind
    return tags


def gum_names(sentence: Sentence, mentions) -> list[str]:
    """GUM marks every nominal; keep those that are names, in UNER's way: flat, outermost, no determiner.

    A mention is a name where its head is a proper noun. Its name is the whole mention where everything in it
    belongs in a name ("the University of California"), else the run of proper nouns around the head.
    """
    tags = ["O"] * len(sentence.forms)
    for start, end, kind, _ in sorted(mentions, key=lambda m: (m[0], -m[1])):
        label = GUM_TYPES.get(kind)
        if label is None or any(tags[i] != "O" for i in range(start, end)):
            continue
        head = head_of(sentence, start, end)
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


def place(document: list[Sentence]) -> None:
    """Numbers the words of a document, and points GUM's mentions at the mention of the same entity before them."""
    first, last_of = 0, {}
    for sentence in document:
        sentence.first = first
        if "nominal" in sentence.layers:
            antecedents = [UNTOLD] * len(sentence.forms)
            for head, about in sorted(sentence.mentions, key=lambda mention: mention[0]):
                if antecedents[head] == UNTOLD:
                    antecedents[head] = last_of.get(about, NOWHERE)
                    last_of[about] = first + head
            sentence.antecedents = antecedents
        first += len(sentence.forms)


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
        if tags and len(tags) == len(sentence.forms):
            sentence.layers["entity"] = tags


CASES = {"l": str.lower, "k": str, "t": lambda form: form[:1].upper() + form[1:].lower()}


def lemma_script(form: str, lemma: str) -> str:
    """The edit that turns a form into its lemma: `case|characters cut from the end|characters added`.

    `case` is `l` where the edit applies to the lower-cased form, `k` where the form is kept as written, `t` where
    it gets a capital and small letters. An edit script generalises over words (after Chrupała, 2006): `l|3|y` makes
    "city" of "cities".
    """
    best = None
    for case, change in CASES.items():
        base, common = change(form), 0
        while common < min(len(base), len(lemma)) and base[common] == lemma[common]:
            common += 1
        script = (len(base) - common + len(lemma) - common, f"{case}|{len(base) - common}|{lemma[common:]}")
        if best is None or script[0] < best[0]:
            best = script
    return best[1]


def apply_lemma_script(form: str, script: str) -> str:
    case, cut, add = script.split("|", 2)
    base = CASES[case](form)
    return (base[: len(base) - min(int(cut), len(base))] + add) or base


def varied_cases(sentence: Sentence, rng) -> list[int]:
    """Case classes of the words, now and then as in a headline: in capitals, or in Title Case.

    Case reaches the network only through its case classes, so the words themselves stay as they are.
    """
    cases = [case_class(form) for form in sentence.forms]
    draw = rng.random()
    if draw < 0.03:
        return [4 if c > 1 else c for c in cases]
    if draw < 0.06:
        return [3 if c == 2 else c for c in cases]
    return cases


def loses_its_stop(sentence: Sentence, rng) -> bool:
    """Whether the last mark is left away this time, as a headline's is. Never one that something hangs on."""
    last = len(sentence.forms)
    return last > 3 and rng.random() < 0.06 and sentence.upos[-1] == "PUNCT" and last not in sentence.heads
