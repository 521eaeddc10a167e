"""Read articles that carry labels at characters: PolNeAR's attributions, re3d's entities.

The words are those of sayso's own tokeniser: `articles.jsonl` holds the articles, `sayso parse` cuts them, and the
CoNLL-U that it prints is read back with its character offsets.
"""

import bisect
import collections
import json
from pathlib import Path

from corpora import Sentence, place, read_conllu

RE3D_TYPES = {"Person": "PER", "Organisation": "ORG", "Location": "LOC", "Nationality": "NORP", "Weapon": "WEAPON"}
RE3D_HELD_OUT = "US_State_Department"
"""This source of re3d is never trained on: its figures are those of a source that the network has not seen."""
ONTONOTES_NAMES = ["PERSON", "NORP", "FAC", "ORG", "GPE", "LOC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW"]
ROLES = ("source", "cue", "content")


def polnear(data: Path, part: str):
    with open(data / f"attribution/polnear-{part}.jsonl", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def re3d(data: Path):
    """(source, document id, text, [(begin, end, type)]) of every document."""
    for folder in sorted(p.parent for p in (data / "entities/re3d").glob("*/documents.json")):
        entities = collections.defaultdict(set)
        with open(folder / "entities.json", encoding="utf-8") as lines:
            for entity in map(json.loads, lines):
                if entity["type"] in RE3D_TYPES:
                    entities[entity["documentId"]].add((entity["begin"], entity["end"], RE3D_TYPES[entity["type"]]))
        with open(folder / "documents.json", encoding="utf-8") as lines:
            for document in map(json.loads, lines):
                yield folder.name, document["_id"], document["text"], entities[document["_id"]]


def write_texts(data: Path, out: Path) -> None:
    """The texts of all articles as JSON Lines, for `sayso parse` to cut into words."""
    with open(out, "w", encoding="utf-8") as file:
        for part in ("train", "dev"):
            for article in polnear(data, part):
                file.write(json.dumps({"id": f"polnear-{part}/{article['id']}", "text": article["text"]}) + "\n")
        for source, identity, text, _ in re3d(data):
            file.write(json.dumps({"id": f"re3d/{source}/{identity}", "text": text}) + "\n")


def outermost_first(span):
    """Sets have no order that two runs share: what stands at one place goes by its type."""
    start, end, *kind = span
    return start, -end, kind


def iob(words: Sentence, spans) -> list[str]:
    """IOB2 tags of the words that lie in the spans. A span may bring the type that follows its `B-` and `I-`."""
    tags = ["O"] * len(words.forms)
    for start, end, *kind in sorted(spans, key=outermost_first):
        inside = [i for i in range(len(tags)) if words.starts[i] >= start and words.ends[i] <= end and tags[i] == "O"]
        for position, i in enumerate(inside):
            tags[i] = "-".join(["B" if position == 0 else "I", *kind])
    return tags


def nested(spans):
    """The spans that lie in no other, and those that lie in one of these but in no third."""
    order = sorted(spans, key=outermost_first)
    outer = [s for i, s in enumerate(order) if not any(o[0] <= s[0] and o[1] >= s[1] for o in order[:i])]
    rest = [s for s in order if s not in outer]
    inner = [s for i, s in enumerate(rest) if not any(o[0] <= s[0] and o[1] >= s[1] for o in rest[:i])]
    return outer, inner


def read_articles(data: Path, made: Path) -> dict[str, list[list[Sentence]]]:
    """Articles by `polnear-train`, `polnear-dev`, `re3d-train` and `re3d-dev`, each a list of sentences.

    `made` holds their words (`articles.conllu`) and what `silver_names.py` found in them (`names.tsv`).
    """
    sentences = read_conllu(made / "articles.conllu")
    attach_tags(sentences, made / "names.tsv", "onto", set(ONTONOTES_NAMES))
    documents = collections.defaultdict(list)
    for sentence in sentences:
        documents[sentence.document].append(sentence)
    out = collections.defaultdict(list)
    for part in ("train", "dev"):
        for article in polnear(data, part):
            sentences = documents[f"polnear-{part}/{article['id']}"]
            prepare(sentences, article["text"])
            attach_attributions(sentences, article["attributions"])
            out[f"polnear-{part}"].append(sentences)
    for source, identity, text, entities in re3d(data):
        sentences = documents[f"re3d/{source}/{identity}"]
        prepare(sentences, text)
        outer, inner = nested(entities)
        for sentence in sentences:
            sentence.layers["re3d"] = iob(sentence, within(sentence, outer))
            sentence.layers["re3d_inner"] = iob(sentence, within(sentence, inner))
        out["re3d-dev" if source == RE3D_HELD_OUT else "re3d-train"].append(sentences)
    return out


def attach_attributions(sentences: list[Sentence], attributions) -> None:
    """The layer `role`. Roles never share a word in PolNeAR, so one tag a word tells all three; a span runs on from
    sentence to sentence."""
    starts = [start for s in sentences for start in s.starts]
    ends = [end for s in sentences for end in s.ends]
    roles = ["O"] * len(starts)

    def words(spans):
        """The places of the words that lie whole in each of the spans."""
        found = []
        for start, end in sorted(map(tuple, spans)):
            at = bisect.bisect_left(starts, start)
            found.append([i for i in range(at, bisect.bisect_left(starts, end)) if ends[i] <= end])
        return [span for span in found if span]

    for attribution in attributions:
        for role in ROLES:
            for span in words(attribution.get(role) or []):
                free = [i for i in span if roles[i] == "O"]
                for position, i in enumerate(free):
                    roles[i] = f"{'B' if position == 0 else 'I'}-{role}"
    at = 0
    for sentence in sentences:
        sentence.layers["role"] = roles[at : at + len(sentence.forms)]
        at += len(sentence.forms)


def within(sentence: Sentence, spans):
    low, high = sentence.starts[0], sentence.ends[-1]
    return [s for s in spans if s[0] < high and s[1] > low]


def prepare(sentences: list[Sentence], text: str) -> None:
    """The parser's tags and trees stay, as silver; a paragraph opens where a line has ended since the sentence before."""
    for before, sentence in zip([None] + sentences, sentences):
        sentence.opens_paragraph = before is None or "\n" in text[before.ends[-1] : sentence.starts[0]]
        sentence.lemmas, sentence.feats, sentence.silver = [], [], True
    place(sentences)


def attach_tags(sentences: list[Sentence], path: Path, layer: str, kinds: set[str]) -> None:
    """Joins a file of FORM, tab, IOB2 tag, word by word in the order of the sentences, as a layer of these types."""
    lines = [line.rsplit("\t", 1) for line in path.read_text(encoding="utf-8").split("\n") if line]
    at = 0
    for sentence in sentences:
        own = lines[at : at + len(sentence.forms)]
        assert [form for form, _ in own] == sentence.forms, (path, sentence.sent_id)
        sentence.layers[layer] = without_articles([tag if tag[2:] in kinds else "O" for _, tag in own], sentence.forms)
        at += len(sentence.forms)
    assert at == len(lines), path


def without_articles(tags: list[str], forms: list[str]) -> list[str]:
    """OntoNotes takes "the" into a name, UNER and GUM leave it out."""
    tags = list(tags)
    for i, form in enumerate(forms):
        if tags[i][0] == "B" and form.lower() in {"the", "a", "an"}:
            if i + 1 < len(tags) and tags[i + 1][0] == "I":
                tags[i + 1] = "B" + tags[i + 1][1:]
            tags[i] = "O"
    return tags
