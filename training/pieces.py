"""Words to word pieces, exactly as `crates/sayso-language/src/pieces.rs` does it.

BERT's uncased WordPiece over words that the tokeniser has already cut, plus one letter-case class a word,
since the vocabulary itself has no case. Change both sides together: `export.py` writes samples that the
Rust tests compare.
"""

import unicodedata

CLS, SEP, UNK = "[CLS]", "[SEP]", "[UNK]"
MOST_PIECES_A_WORD = 12
QUOTES = {"‘": "'", "’": "'", "‚": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"'}


def case_class(word: str) -> int:
    """1 no letters, 2 lower case, 3 initial capital, 4 all capitals, 5 mixed (0 is for [CLS] and [SEP])."""
    letters = sum(c.isalpha() for c in word)
    capitals = sum(c.isupper() for c in word)
    if letters == 0:
        return 1
    if capitals == 0:
        return 2
    if capitals == 1 and word[0].isupper():
        return 3
    return 4 if capitals == letters else 5


def is_symbol(c: str) -> bool:
    """Characters that stand alone: everything that is neither a letter, a mark nor a digit, and CJK."""
    return not (c.isalnum() or unicodedata.category(c)[0] == "M") or 0x4E00 <= ord(c) <= 0x9FFF


class WordPieces:
    def __init__(self, vocabulary: list[str]):
        self.vocabulary = vocabulary
        self.ids = {piece: i for i, piece in enumerate(vocabulary)}

    def __call__(self, word: str) -> list[int]:
        """The word's piece ids, at least one and at most `MOST_PIECES_A_WORD`."""
        text = "".join(QUOTES.get(c, c) for c in word.lower())
        text = "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c)[0] != "M")
        runs, run = [], ""
        for c in text:
            if is_symbol(c):
                if run:
                    runs.append(run)
                run = ""
                if not c.isspace():
                    runs.append(c)
            else:
                run += c
        if run:
            runs.append(run)
        ids = [i for run in runs for i in self.longest_match(run)]
        return ids[:MOST_PIECES_A_WORD] or [self.ids[UNK]]

    def longest_match(self, run: str) -> list[int]:
        ids, start = [], 0
        while start < len(run):
            end = len(run)
            while end > start:
                piece = ("##" if start else "") + run[start:end]
                if piece in self.ids:
                    break
                end -= 1
            if end == start:
                return [self.ids[UNK]]
            ids.append(self.ids[piece])
            start = end
        return ids
