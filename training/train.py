"""Train the language engine: one network for tags, features, lemmas, trees, sentence starts, names and attributions.

    python train.py --data DATA --start model.zip --out build/sentences --epochs 10 --window 0
    python train.py --data DATA --start sentences.safetensors --articles build --out build/windows --epochs 7

`training/run` runs all stages. Resumable: every epoch leaves `checkpoint.pt`, and a rerun of the same command goes on
from it. Prints dev figures after every epoch. Fixed seeds; CPU, bf16 in the encoder.
"""

import argparse
import collections
import random
import time
from pathlib import Path

import torch

from articles import ONTONOTES_NAMES, RE3D_TYPES, ROLES, read_articles
from corpora import attach_uner, lemma_script, read_conllu
from figures import evaluate
from losses import WEIGHT, loss_of
from network import Network, Sizes
from start import Weights, read_minilm
from windows import Encoder, batches, chunks_of, documents

SEED = 20241115
MOST_WORDS = 120
PIECES_A_BATCH = 1800
SHORTEST_WINDOW, LONGEST_WINDOW, DEV_WINDOW = 48, 192, 64
WARM_UP, AVERAGING = 0.05, 0.998
RARE_FEATS, RARE_LEMMA = 2, 3


def label_sets(sentences) -> dict[str, list[str]]:
    def frequent(values, least=1):
        counts = collections.Counter(values)
        return sorted((v for v, c in counts.items() if c >= least), key=lambda v: (-counts[v], v))

    def tags(kinds):
        return ["O"] + [f"{position}-{kind}" for kind in kinds for position in "BI"]

    words = [(s, i) for s in sentences for i in range(len(s.forms))]
    return {
        "upos": frequent(s.upos[i] for s, i in words),
        "xpos": frequent(s.xpos[i] for s, i in words),
        "feats": frequent((s.feats[i] for s, i in words), RARE_FEATS),
        "lemma": frequent((lemma_script(s.forms[i], s.lemmas[i]) for s, i in words), RARE_LEMMA),
        "entity": tags(["PER", "ORG", "LOC"]),
        "gum": tags(["PER", "ORG", "LOC"]),
        "nominal": frequent(tag for s in sentences for tag in s.layers.get("nominal", [])),
        "sentence": ["I", "B"],
        "onto": tags(ONTONOTES_NAMES),
        "re3d": tags(RE3D_TYPES.values()),
        "re3d_inner": tags(RE3D_TYPES.values()),
        "role": tags(ROLES),
        "deprel": frequent(s.deprels[i] for s, i in words),
    }


class Corpora:
    """Train and dev documents."""

    def __init__(self, args):
        ewt, gum = (read_conllu(args.data / f"ud/en_{name}-ud-train.conllu") for name in ("ewt", "gum"))
        attach_uner(ewt, args.data / "entities/uner_en_ewt-train.iob2")
        self.sentences = ewt + gum
        self.treebanks = documents(self.sentences)
        self.dev = {name: documents(read_conllu(args.data / f"ud/en_{name}-ud-dev.conllu")) for name in ("ewt", "gum")}
        attach_uner([s for d in self.dev["ewt"] for s in d], args.data / "entities/uner_en_ewt-dev.iob2")
        self.articles, self.small, self.share, self.treebank_share = [], [], args.share, args.treebank_share
        if args.articles:
            sets = read_articles(args.data, args.articles)
            self.articles, self.small = sets["polnear-train"], sets["re3d-train"]
            self.dev |= {"polnear": sets["polnear-dev"], "re3d": sets["re3d-dev"]}

    def epoch(self, encode, rng, window: int):
        """The epoch's batches: a part of the treebanks, a part of the articles, never both in one batch."""

        def some(documents, share):
            return rng.sample(documents, round(len(documents) * share)) if share < 1 else documents

        def room():
            return rng.randint(SHORTEST_WINDOW, window) if window else 0

        steps = []
        for whole in (some(self.treebanks, self.treebank_share), some(self.articles, self.share), self.small):
            chunks = [chunk for d in whole for chunk in chunks_of(d, encode, room(), MOST_WORDS, rng)]
            steps += batches(chunks, rng, PIECES_A_BATCH)
        rng.shuffle(steps)
        return steps


def vocabulary_of(path: Path) -> list[str]:
    if path.suffix == ".zip":
        return read_minilm(path)[0]
    return torch.load(path, weights_only=False)["vocabulary"] if path.suffix == ".pt" else Weights(path).vocabulary


def start_from(path: Path, network: Network, keep: list[int]) -> None:
    if path.suffix == ".zip":
        network.load_minilm(read_minilm(path)[1])
    elif path.suffix == ".pt":
        own = network.state_dict()
        tensors = torch.load(path, weights_only=False)["network"]
        network.load_state_dict({n: t for n, t in tensors.items() if n in own}, strict=False)
    else:
        Weights(path).into(network, keep)


def teacher_from(path: Path, labels) -> Network:
    """The network of a weights file; `taught` names the heads that it has."""
    weights = Weights(path)
    teacher = Network(Sizes(pieces=weights.sizes["pieces"], layers=weights.sizes["layers"]), labels)
    teacher.taught = weights.into(teacher, list(range(weights.sizes["layers"])))
    return teacher.eval()


@torch.no_grad()
def average(shadow, network, step: int) -> None:
    """An exponential moving average of the weights, quick at first (Polyak & Juditsky 1992)."""
    decay = min(AVERAGING, (1 + step) / (10 + step))
    own = [p.data for p in network.parameters()]
    torch._foreach_mul_(shadow, decay)
    torch._foreach_add_(shadow, own, alpha=1 - decay)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--start", type=Path, required=True, help="MiniLM's model.zip, a weights file, or a checkpoint of the same network")
    parser.add_argument("--articles", type=Path, help="folder with articles.conllu and names.tsv; none: treebanks only")
    parser.add_argument("--share", type=float, default=0.4, help="the part of PolNeAR that an epoch sees; it is twice the treebanks")
    parser.add_argument("--treebank-share", type=float, default=1.0, help="the part of the treebanks that an epoch sees")
    parser.add_argument("--weigh", default="", help="losses that count otherwise than in losses.py: lemma=2,entity=3")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=7)
    parser.add_argument("--window", type=int, default=LONGEST_WINDOW, help="most pieces of a window; 0: one sentence")
    parser.add_argument("--rate", type=float, default=1e-4, help="the encoder's; heads learn eight times as fast")
    parser.add_argument("--only", help="heads to learn, by name (`context` for all that is read across windows), on a trunk that stays as it is; none: all, with the trunk")
    parser.add_argument("--teacher", type=Path, help="a weights file whose answers are learned as well")
    parser.add_argument("--keep", default="0,1,2,3,4,5", help="layers of the start that are kept")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(SEED)
    torch.set_num_threads(2)

    corpora = Corpora(args)
    keep = [int(layer) for layer in args.keep.split(",")]
    vocabulary = vocabulary_of(args.start)
    WEIGHT.update((name, float(weight)) for name, weight in (pair.split("=") for pair in args.weigh.split(",") if pair))
    labels = label_sets(corpora.sentences)
    encode = Encoder(vocabulary, labels)
    dev_room = DEV_WINDOW if args.window else 0
    dev = {n: [c for d in ds for c in chunks_of(d, encode, dev_room, 10**6)] for n, ds in corpora.dev.items()}
    network = Network(Sizes(pieces=len(vocabulary), layers=len(keep)), labels)
    start_from(args.start, network, keep)
    teacher = teacher_from(args.teacher, labels) if args.teacher else None
    averaged = Network(network.sizes, labels)
    averaged.load_state_dict(network.state_dict())
    shadow = [p.data for p in averaged.parameters()]
    fresh = {id(p) for m in (network.taggers, network.arcs, network.deprels, network.case, network.context) for p in m.parameters()}
    if args.only:
        network.freeze_all_but(args.only.split(","))
    learning = [p for p in network.parameters() if p.requires_grad]
    groups = [[p for p in learning if (id(p) in fresh) == new] for new in (False, True)]
    rates = [args.rate, 8 * args.rate]
    optimiser = torch.optim.AdamW([{"params": g, "lr": r} for g, r in zip(groups, rates)], weight_decay=0.01, fused=True)
    checkpoint, first_epoch, count = args.out / "checkpoint.pt", 0, 0
    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=False)
        network.load_state_dict(saved["running"])
        averaged.load_state_dict(saved["network"])
        optimiser.load_state_dict(saved["optimiser"])
        torch.set_rng_state(saved["rng"])
        first_epoch, count = saved["epoch"], saved["count"]
    print(f"labels {({n: len(v) for n, v in labels.items()})}, from epoch {first_epoch}", flush=True)

    started = time.time()
    for epoch in range(first_epoch, args.epochs):
        rng = random.Random(SEED + epoch)
        steps = corpora.epoch(encode, rng, args.window)
        running = 0.0
        for step, batch in enumerate(steps):
            done = (epoch + step / len(steps)) / args.epochs
            factor = min(1.0, done / WARM_UP) * (1.0 - done)
            for group, rate in zip(optimiser.param_groups, rates):
                group["lr"] = rate * factor
            loss = loss_of(network, batch, teacher)
            if not loss.requires_grad:
                continue  # a batch without a label for what learns
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
            optimiser.step()
            optimiser.zero_grad()
            average(shadow, network, count)
            count += 1
            running += loss.item()
            if step % 50 == 49:
                print(f"epoch {epoch + 1} step {step + 1}/{len(steps)} loss {running / 50:.3f} {time.time() - started:.0f} s", flush=True)
                running = 0.0
        for name, chunks in dev.items():
            figures = evaluate(averaged, chunks, rng, PIECES_A_BATCH)
            print(f"epoch {epoch + 1} {name} dev", " ".join(f"{k} {v:.2f}" for k, v in figures.items()), flush=True)
        partial = args.out / "checkpoint.partial"
        torch.save(
            {
                "network": averaged.state_dict(),
                "running": network.state_dict(),
                "optimiser": optimiser.state_dict(),
                "rng": torch.get_rng_state(),
                "epoch": epoch + 1,
                "count": count,
                "labels": labels,
                "vocabulary": vocabulary,
                "sizes": network.sizes.as_dict(),
            },
            partial,
        )
        partial.replace(checkpoint)


if __name__ == "__main__":
    main()
