"""Learn what a sentence is as a whole, on the trunk as it is: its quad class, read off its root and what hangs on it.

    python classes.py --data DATA --write build/classes.jsonl
    sayso parse build/classes.jsonl > build/classes.conllu
    python classes.py --data DATA --parsed build/classes.conllu --checkpoint build/names/checkpoint.pt --out build/classes.pt

The trees are the engine's own, as they are in use. A sentence is four vectors, each a mean over words: root, its objects,
the clauses under it, all that hangs on it. `crates/sayso-language/src/classes.rs` has them in the same order. On them
stands a multinomial regression. Every fifth sentence (index % 5 == 4, counted from 0) is set aside and never learned
from; the penalty was chosen by cross-validation among the others. Nothing is random.
"""

import argparse
import json
from pathlib import Path

import torch
import torch.nn.functional as F

from corpora import read_conllu
from network import Network, Sizes
from windows import Encoder, documents

QUAD = ["neutral", "verbal cooperation", "material cooperation", "verbal conflict", "material conflict"]
FOLDS, SET_ASIDE = 5, 4
OBJECTS = {"obj", "iobj"}
CLAUSES = {"ccomp", "xcomp", "conj", "parataxis", "advcl"}
PENALTY, SPREAD = 3e-4, 2.0
"""Of the squared weights, over numbers of one mean and deviation, scaled to SPREAD over the root of a vector's length."""


def read_classes(data: Path) -> list[tuple[str, int]]:
    lines = (data / "events/cameo_class-train.tsv").read_text(encoding="utf-8").splitlines()
    return [(text, int(label)) for text, label in (line.rsplit("\t", 1) for line in lines)]


def write_texts(data: Path, out: Path) -> None:
    with out.open("w", encoding="utf-8") as file:
        for index, (text, _) in enumerate(read_classes(data)):
            file.write(json.dumps({"id": str(index), "text": text}) + "\n")


def parts_of(sentence, words: torch.Tensor) -> torch.Tensor:
    """[4 * hidden] of the sentence; `words` has a row for each of its words. A part without a word is all zeros."""
    relations = [deprel.split(":")[0] for deprel in sentence.deprels]
    root = sentence.heads.index(0)
    under = [i for i, head in enumerate(sentence.heads) if head == root + 1]
    parts = [
        [root],
        [i for i in under if relations[i] in OBJECTS],
        [i for i in under if relations[i] in CLAUSES],
        under,
    ]
    return torch.cat([words[part].mean(0) if part else words.new_zeros(words.shape[1]) for part in parts])


@torch.no_grad()
def vectors(network: Network, vocabulary, sentences, layer: int) -> torch.Tensor:
    """One row a text: its first sentence, as `parts_of` reads it off the vectors after `layer` layers."""
    encode = Encoder(vocabulary, network.labels)
    rows = []
    for document in documents(sentences):
        window = encode(document)
        words = network.encode_early(window, layer)[1 : len(document[0].forms) + 1]
        rows.append(parts_of(document[0], words))
    return torch.stack(rows)


def regression(x: torch.Tensor, y: torch.Tensor, classes: int, penalty: float):
    """[classes, numbers] weights and a bias a class for numbers as they come."""
    mean, deviation = x.mean(0), x.std(0) + 1e-4
    scale = SPREAD / x.shape[1] ** 0.5 / deviation
    x = (x - mean) * scale
    weight = torch.zeros(classes, x.shape[1], requires_grad=True)
    bias = torch.zeros(classes, requires_grad=True)
    optimiser = torch.optim.LBFGS([weight, bias], max_iter=200, line_search_fn="strong_wolfe")

    def closure():
        optimiser.zero_grad()
        loss = F.cross_entropy(x @ weight.T + bias, y) + penalty / 2 * (weight**2).sum()
        loss.backward()
        return loss

    optimiser.step(closure)
    weight, bias = weight.detach(), bias.detach()
    return weight * scale, bias - (weight * scale) @ mean


def macro_f1(found: torch.Tensor, gold: torch.Tensor, classes: int) -> float:
    f1 = 0.0
    for label in range(classes):
        hits = ((found == label) & (gold == label)).sum().item()
        f1 += 2 * hits / max(1, (found == label).sum().item() + (gold == label).sum().item())
    return f1 / classes


def cross_validated(x, y, classes: int, penalty: float) -> float:
    found = torch.zeros_like(y)
    for fold in range(FOLDS):
        out = torch.arange(len(y)) % FOLDS == fold
        weight, bias = regression(x[~out], y[~out], classes, penalty)
        found[out] = (x[out] @ weight.T + bias).argmax(1)
    return macro_f1(found, y, classes)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--write", type=Path, help="write the texts here for `sayso parse`, and nothing else")
    parser.add_argument("--parsed", type=Path, help="what `sayso parse` made of them")
    parser.add_argument("--checkpoint", type=Path)
    parser.add_argument("--out", type=Path, help="the checkpoint with what was learned in it, for export.py")
    args = parser.parse_args()
    if args.write:
        write_texts(args.data, args.write)
        return
    saved = torch.load(args.checkpoint, map_location="cpu", weights_only=False)
    network = Network(Sizes(**saved["sizes"]), saved["labels"])
    network.load_state_dict(saved["network"])
    network.eval()
    x = vectors(network, saved["vocabulary"], read_conllu(args.parsed), network.sizes.class_layer)
    y = torch.tensor([label for _, label in read_classes(args.data)])
    aside = torch.arange(len(y)) % FOLDS == SET_ASIDE
    print(f"cross-validated on {(~aside).sum()}: macro F1 {cross_validated(x[~aside], y[~aside], len(QUAD), PENALTY):.3f}")
    weight, bias = regression(x[~aside], y[~aside], len(QUAD), PENALTY)
    found = (x[aside] @ weight.T + bias).argmax(1)
    print(f"on the {aside.sum()} set aside: macro F1 {macro_f1(found, y[aside], len(QUAD)):.3f}")
    saved["classes"] = {"quad": {"labels": QUAD, "weight": weight, "bias": bias}}
    torch.save(saved, args.out)


if __name__ == "__main__":
    main()
