"""Write a checkpoint as the weights file that the Rust engine reads.

    python export.py --checkpoint build/checkpoint.pt --out ../models/en/sayso-en.safetensors

Every matrix becomes signed bytes with one step size an output (seven bits in layers, so that no machine's sixteen-bit
sums overflow; eight in the piece embedding, which is only looked up). The file carries sizes, labels and vocabulary.
"""

import argparse
import json
from pathlib import Path

import torch
from safetensors.torch import save_file

from network import Network, Sizes

EDITION = "1"
POSITIONS = 256
"""More than the training sentences need; the engine reads longer ones in windows."""


def steps_and_bytes(weight: torch.Tensor, dim: int, most: int):
    """Symmetric rounding to -most..most, one step for each index that is left when `dim` is reduced."""
    step = weight.abs().amax(dim, keepdim=True).clamp(min=1e-8) / most
    return step.squeeze(dim).contiguous(), (weight / step).round().clamp(-most, most).to(torch.int8)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--name", default="sayso-en 1")
    args = parser.parse_args()
    saved = torch.load(args.checkpoint, map_location="cpu", weights_only=False)
    labels, sizes = saved["labels"], Sizes(**saved["sizes"])
    network = Network(sizes, labels)
    network.load_state_dict(saved["network"])
    out = {}

    def linear(name, weight, bias):
        """`weight` is [outputs, inputs], as PyTorch keeps it."""
        step, data = steps_and_bytes(weight.detach(), 1, 63)
        out[f"{name}.weight"], out[f"{name}.step"] = data.T.contiguous(), step
        out[f"{name}.bias"] = bias.detach().contiguous()

    def norm(name, module):
        out[f"{name}.weight"], out[f"{name}.bias"] = module.weight.detach(), module.bias.detach()

    out["piece.step"], out["piece.weight"] = steps_and_bytes(network.piece.weight.detach(), 1, 127)
    out["position.weight"] = network.position.weight.detach()[:POSITIONS].contiguous()
    out["case.weight"] = network.case.weight.detach()
    norm("norm", network.norm)
    for i, layer in enumerate(network.layers):
        for part in ("qkv", "out", "up", "down"):
            module = getattr(layer, part)
            linear(f"layers.{i}.{part}", module.weight, module.bias)
        norm(f"layers.{i}.norm1", layer.norm1)
        norm(f"layers.{i}.norm2", layer.norm2)

    order = ["upos", "xpos", "feats", "lemma", "entity"]
    taggers = [network.taggers[name] for name in order]
    linear("tags", torch.cat([t.weight for t in taggers]), torch.cat([t.bias for t in taggers]))
    sides = [network.arcs.dependent, network.arcs.head, network.deprels.dependent, network.deprels.head]
    linear("sides", torch.cat([s.weight for s in sides]), torch.cat([s.bias for s in sides]))
    # The last row of a biaffine matrix multiplies the constant 1 on the dependent's side: a bias.
    arcs = network.arcs.weight[0]
    linear("arcs", arcs[:-1].T, arcs[-1])
    # For each label the products with the head's numbers; then, for all labels, those with its constant 1.
    d = network.deprels.weight
    pairs = torch.cat([d[:, :-1, :-1].permute(0, 2, 1).flatten(0, 1), d[:, :-1, -1]])
    linear("labels", pairs, torch.cat([d[:, -1, :-1].flatten(), d[:, -1, -1]]))

    sizes = sizes.as_dict() | {"positions": POSITIONS}
    metadata = {
        "format": "sayso-language",
        "edition": EDITION,
        "name": args.name,
        "sizes": json.dumps(sizes),
        "labels": json.dumps(labels, ensure_ascii=False),
        "vocabulary": "\n".join(saved["vocabulary"]),
    }
    save_file(out, args.out, metadata)
    print(f"{args.out}: {args.out.stat().st_size / 2**20:.1f} MiB")


if __name__ == "__main__":
    main()
