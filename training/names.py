"""Learn the names' head anew on the trunk as it is, from what it has not seen as well.

    python names.py --write DATA/news/newswire.jsonl build/newswire.jsonl
    sayso parse build/newswire.jsonl > build/newswire.conllu
    python names.py --data DATA --start build/names/checkpoint.pt --teachers build/treebanks.safetensors \\
        build/sentences.safetensors --texts build/newswire.conllu --out build/named.pt

The trunk knows the names of UNER's training set nearly by heart, so a head that learns from them alone learns to trust
vectors that are surer than those of any new text. Here it learns as well from GUM and newswire, whose words have no UNER
labels: the mean answer of several networks of this family (`--start` and the teachers) is what it should say there
(Hinton et al. 2015). The trunk's vectors are made once; on them a linear head takes seconds.
"""

import argparse
import json
import random
from pathlib import Path

import torch
import torch.nn.functional as F

from corpora import attach_uner, read_conllu
from network import Network, Sizes
from start import Weights
from windows import IGNORE, Encoder, documents, pack, padded

SEED, EPOCHS, RATE, DROPOUT, AVERAGING = 0, 3, 2e-3, 0.1, 0.998
WORDS_A_BATCH, WINDOWS_A_BATCH, MOST_WORDS = 1024, 16, 120
GOLD_WINDOW, SHORTEST_WINDOW, LONGEST_WINDOW = 64, 48, 96
MOST_GUM, MOST_NEWS = 90_000, 50_000
GUM_WEIGHT = 1.5
"""GUM has eight genres, the news one."""
PARAGRAPHS_LOST = 0.5


def write_texts(news: Path, out: Path) -> None:
    """Some of the articles, in an order of chance, as JSON Lines for `sayso parse`."""
    lines = news.read_text(encoding="utf-8").splitlines()
    random.Random(5).shuffle(lines)
    words = 0
    with out.open("w", encoding="utf-8") as file:
        for index, line in enumerate(lines):
            text = json.loads(line)["text"]
            words += len(text.split())
            file.write(json.dumps({"id": str(index), "text": text}) + "\n")
            if words > 1.2 * MOST_NEWS:
                return


def from_checkpoint(path: Path):
    saved = torch.load(path, map_location="cpu", weights_only=False)
    network = Network(Sizes(**saved["sizes"]), saved["labels"])
    network.load_state_dict(saved["network"])
    return saved, network.eval()


def from_weights(path: Path, labels):
    """A teacher, and the words' numbers as it wants them."""
    weights = Weights(path)
    network = Network(Sizes(pieces=weights.sizes["pieces"], layers=weights.sizes["layers"]), labels | weights.labels)
    if "entity" not in weights.into(network, list(range(weights.sizes["layers"]))):
        raise SystemExit(f"{path}: has no names with the labels {labels['entity']}")
    return network.eval(), Encoder(weights.vocabulary, network.labels)


def some_windows(sentences, encode, most: int):
    """Windows of random size, half of the documents without their paragraphs."""
    rng = random.Random(3)
    whole = documents(sentences)
    rng.shuffle(whole)
    windows, words = [], 0
    for document in whole:
        if rng.random() < PARAGRAPHS_LOST:
            for sentence in document:
                sentence.opens_paragraph = False
        for window in pack(document, encode, rng.randint(SHORTEST_WINDOW, LONGEST_WINDOW), MOST_WORDS):
            windows.append(window)
            words += sum(len(sentence.forms) for sentence in window)
        if words > most:
            break
    return windows


@torch.no_grad()
def vectors(network, encode, windows) -> torch.Tensor:
    """[words, hidden], the windows' words one after the other."""
    encoded = [encode(window) for window in windows]
    rows = [None] * len(encoded)
    order = sorted(range(len(encoded)), key=lambda i: len(encoded[i]["pieces"]))
    for at in range(0, len(order), WINDOWS_A_BATCH):
        part = order[at : at + WINDOWS_A_BATCH]
        batch = [encoded[i] for i in part]
        words = network.encode(padded(batch, "pieces"), padded(batch, "cases"), padded(batch, "firsts"))
        for i, row in zip(part, words):
            rows[i] = row[1 : len(encoded[i]["firsts"])]
    return torch.cat(rows)


@torch.no_grad()
def answers(networks, windows, own: torch.Tensor) -> torch.Tensor:
    """[words, labels] the mean of what the networks think; `own` are the first one's vectors."""
    logits = [network.taggers["entity"](own if i == 0 else vectors(network, encode, windows)) for i, (network, encode) in enumerate(networks)]
    return torch.stack([F.softmax(scores, -1) for scores in logits]).mean(0)


def learn(sets, labels: int) -> torch.nn.Linear:
    """`sets` are (vectors, wanted distributions, weight); the moving average of the head is kept."""
    torch.manual_seed(SEED)
    head, kept = (torch.nn.Linear(sets[0][0].shape[1], labels) for _ in range(2))
    kept.load_state_dict(head.state_dict())
    optimiser = torch.optim.AdamW(head.parameters(), lr=RATE, weight_decay=0.01)
    total, step = EPOCHS * sum(-(-len(x) // WORDS_A_BATCH) for x, _, _ in sets), 0
    for epoch in range(EPOCHS):
        batches = [(k, rows) for k, (x, _, _) in enumerate(sets) for rows in torch.randperm(len(x)).split(WORDS_A_BATCH)]
        random.Random(SEED + epoch).shuffle(batches)
        for k, rows in batches:
            x, wanted, weight = sets[k]
            optimiser.param_groups[0]["lr"] = RATE * min(1.0, step / (0.05 * total)) * (1 - step / total)
            scores = F.log_softmax(head(F.dropout(x[rows], DROPOUT)), -1)
            (-weight * (wanted[rows] * scores).sum(-1).mean()).backward()
            optimiser.step()
            optimiser.zero_grad()
            step += 1
            decay = min(AVERAGING, (1 + step) / (10 + step))
            with torch.no_grad():
                for a, b in zip(kept.parameters(), head.parameters()):
                    a.lerp_(b, 1 - decay)
    return kept


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", type=Path, nargs=2, help="newswire and where to write some of it, and nothing else")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--start", type=Path, help="the checkpoint whose trunk it is")
    parser.add_argument("--teachers", type=Path, nargs="+", help="weights files of earlier stages")
    parser.add_argument("--texts", type=Path, help="newswire as `sayso parse` cut it")
    parser.add_argument("--out", type=Path, help="the checkpoint with the new head in it")
    args = parser.parse_args()
    if args.write:
        write_texts(*args.write)
        return
    saved, network = from_checkpoint(args.start)
    labels = saved["labels"]
    encode = Encoder(saved["vocabulary"], labels)
    networks = [(network, encode), *(from_weights(path, labels) for path in args.teachers)]

    ewt = read_conllu(args.data / "ud/en_ewt-ud-train.conllu")
    attach_uner(ewt, args.data / "entities/uner_en_ewt-train.iob2")
    windows = [window for document in documents(ewt) for window in pack(document, encode, GOLD_WINDOW, MOST_WORDS)]
    gold = torch.tensor([label for window in windows for label in encode(window)["entity"][1:]])
    told = gold != IGNORE
    own = vectors(network, encode, windows)
    sets = [(own[told], F.one_hot(gold[told], len(labels["entity"])).float(), 1.0)]
    for path, most, weight in (
        (args.data / "ud/en_gum-ud-train.conllu", MOST_GUM, GUM_WEIGHT),
        (args.texts, MOST_NEWS, 1.0),
    ):
        windows = some_windows(read_conllu(path), encode, most)
        own = vectors(network, encode, windows)
        sets.append((own, answers(networks, windows, own), weight))
        print(f"{path.name}: {len(own)} words", flush=True)
    saved["network"] |= {f"taggers.entity.{name}": part for name, part in learn(sets, len(labels["entity"])).state_dict().items()}
    torch.save(saved, args.out)


if __name__ == "__main__":
    main()
