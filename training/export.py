"""Write a checkpoint as the weights file that the Rust engine reads.

    python export.py --data DATA --checkpoint build/windows/checkpoint.pt --out ../models/en/sayso-en.safetensors

Every matrix becomes signed bytes with one step size an output (seven bits in layers, so that no machine's sixteen-bit
sums overflow; eight in the piece embedding, which is only looked up). The file carries sizes, labels, vocabulary and
the lemmas that the treebanks tell.
"""

import argparse
import collections
import json
from pathlib import Path

import torch
from safetensors.torch import save_file

from corpora import lemma_script, read_conllu
from network import Network, Sizes
from start import NAME_BIAS, OUTSIDE_BIAS

EDITION = "4"
POSITIONS = 256
"""More than the training windows need; the engine reads longer sentences in several windows."""
OWN_HEADS = ["upos", "xpos", "feats", "lemma", "entity", "sentence"]
LAYERS = ["nominal", "onto"]
"""The heads that go into the file beside the engine's own; the others only helped to train the trunk."""
CLASS_PARTS = 4
"""Vectors that a sentence's classes are read off (`classes.py`)."""
LEMMA_IN_NO_DOUBT = 0.7
WINDOW = 64
"""Most pieces of a window of several sentences. On dev, trees and names are best at 48 to 96 pieces and attributions at
64 to 128; a longer window costs speed, since attention grows with it."""


SCRIPTS_KEPT = 0x0530
"""Letters from here on (Armenian, Hebrew, Arabic … Chinese) are no pieces of English: a word of them is unknown."""
MARKS = range(0x2000, 0x2C00)


def is_kept(piece: str) -> bool:
    """Whether English can need the piece: neither a place that BERT left free nor in a script that English is not in."""
    return not piece.startswith("[unused") and all(ord(c) < SCRIPTS_KEPT or ord(c) in MARKS for c in piece)


def lexicon_lines(data: Path, labels) -> bytes:
    """What the training treebanks say of the lemma of a form with a tag: sorted lines of FORM, tab, tag, tab, script.

    Tag and script are indices into the label lists. A form whose lemma is in doubt is left to the network.
    """
    counts = collections.defaultdict(collections.Counter)
    for name in ("ewt", "gum"):
        for s in read_conllu(data / f"ud/en_{name}-ud-train.conllu"):
            for form, lemma, xpos in zip(s.forms, s.lemmas, s.xpos):
                counts[form, xpos][lemma] += 1
    scripts = {script: i for i, script in enumerate(labels["lemma"])}
    lines = []
    for (form, xpos), lemmas in counts.items():
        lemma, count = lemmas.most_common(1)[0]
        script = scripts.get(lemma_script(form, lemma))
        if script is not None and count >= LEMMA_IN_NO_DOUBT * lemmas.total():
            lines.append((form.encode(), labels["xpos"].index(xpos), script))
    return b"\n".join(b"%s\t%d\t%d" % line for line in sorted(lines))


def steps_and_bytes(weight: torch.Tensor, dim: int, most: int):
    """Symmetric rounding to -most..most, one step for each index that is left when `dim` is reduced."""
    step = weight.abs().amax(dim, keepdim=True).clamp(min=1e-8) / most
    return step.squeeze(dim).contiguous(), (weight / step).round().clamp(-most, most).to(torch.int8)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--name", default="sayso-en 4")
    args = parser.parse_args()
    saved = torch.load(args.checkpoint, map_location="cpu", weights_only=False)
    labels, sizes = saved["labels"], Sizes(**saved["sizes"])
    network = Network(sizes, labels)
    network.load_state_dict(saved["network"])
    vocabulary = saved["vocabulary"]
    kept = [i for i, piece in enumerate(vocabulary) if is_kept(piece)]
    out = {}

    def linear(name, weight, bias):
        """`weight` is [outputs, inputs], as PyTorch keeps it."""
        step, data = steps_and_bytes(weight.detach(), 1, 63)
        out[f"{name}.weight"], out[f"{name}.step"] = data.T.contiguous(), step
        out[f"{name}.bias"] = bias.detach().contiguous()

    def norm(name, module):
        out[f"{name}.weight"], out[f"{name}.bias"] = module.weight.detach(), module.bias.detach()

    lines = lexicon_lines(args.data, labels)
    out["lexicon"] = torch.frombuffer(bytearray(lines), dtype=torch.uint8)
    out["piece.step"], out["piece.weight"] = steps_and_bytes(network.piece.weight.detach()[kept], 1, 127)
    out["position.weight"] = network.position.weight.detach()[:POSITIONS].contiguous()
    out["case.weight"] = network.case.weight.detach()
    norm("norm", network.norm)

    def layers(prefix, modules):
        for i, layer in enumerate(modules):
            for part in ("qkv", "out", "up", "down"):
                module = getattr(layer, part)
                linear(f"{prefix}layers.{i}.{part}", module.weight, module.bias)
            norm(f"{prefix}layers.{i}.norm1", layer.norm1)
            norm(f"{prefix}layers.{i}.norm2", layer.norm2)

    layers("", network.layers)

    order = OWN_HEADS + LAYERS
    taggers = [network.taggers[name] for name in order]
    with torch.no_grad():
        network.taggers["entity"].bias += torch.tensor([NAME_BIAS[label[0]] for label in labels["entity"]])
    linear("tags", torch.cat([t.weight for t in taggers]), torch.cat([t.bias for t in taggers]))
    sides = [network.arcs.dependent, network.arcs.head, network.deprels.dependent, network.deprels.head]
    linear("sides", torch.cat([s.weight for s in sides]), torch.cat([s.bias for s in sides]))
    # The last row of a biaffine matrix multiplies the constant 1 on the dependent's side: a bias.
    def pairs_of(name, biaffine):
        linear(name, biaffine.weight[0][:-1].T, biaffine.weight[0][-1])

    pairs_of("arcs", network.arcs)
    # For each label the products with the head's numbers; then, for all labels, those with its constant 1.
    d = network.deprels.weight
    pairs = torch.cat([d[:, :-1, :-1].permute(0, 2, 1).flatten(0, 1), d[:, :-1, -1]])
    linear("labels", pairs, torch.cat([d[:, -1, :-1].flatten(), d[:, -1, -1]]))

    context = network.context
    linear("context.project", context.project.weight, context.project.bias)
    out["context.position.weight"] = context.position.weight.detach()
    norm("context.norm", context.norm)
    layers("context.", context.layers)
    with torch.no_grad():
        context.role.bias[labels["role"].index("O")] += OUTSIDE_BIAS
    linear("context.role", context.role.weight, context.role.bias)
    out["context.transitions"] = context.transitions.detach()
    sides = [context.antecedent.dependent, context.antecedent.head]
    linear("context.sides", torch.cat([s.weight for s in sides]), torch.cat([s.bias for s in sides]))
    pairs_of("context.antecedent", context.antecedent)

    # A row a label of each head; few numbers, so they stay floats.
    classes = saved.get("classes", {})
    empty = torch.zeros(0, CLASS_PARTS * sizes.hidden), torch.zeros(0)
    out["classes.weight"] = torch.cat([empty[0], *(head["weight"] for head in classes.values())])
    out["classes.bias"] = torch.cat([empty[1], *(head["bias"] for head in classes.values())])

    sizes = sizes.as_dict() | {"pieces": len(kept)} | {"positions": POSITIONS, "window": WINDOW}
    metadata = {
        "format": "sayso-language",
        "edition": EDITION,
        "name": args.name,
        "sizes": json.dumps(sizes),
        "heads": json.dumps(order),
        "class_heads": json.dumps(list(classes)),
        "labels": json.dumps(
            {name: labels[name] for name in [*order, "role", "deprel"]}
            | {name: head["labels"] for name, head in classes.items()},
            ensure_ascii=False,
        ),
        "vocabulary": "\n".join(vocabulary[i] for i in kept),
    }
    save_file(out, args.out, metadata)
    print(f"{args.out}: {args.out.stat().st_size / 2**20:.1f} MiB")


if __name__ == "__main__":
    main()
