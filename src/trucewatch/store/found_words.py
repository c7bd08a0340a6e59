"""Words as full-text search knows them, where the database leaves that to us (PostgreSQL; SQLite's FTS5 does the same
by itself): letters and digits in a row, without regard to case or accents."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

#: A search term: its words, and whether the last of them is a beginning.
Term = tuple[str, bool]
#: Marks that belong to the letter before them.
_ACCENTS = r"\u0300-\u0331"
_TOKEN = re.compile(rf"[^\W_][^\W_{_ACCENTS}]*(?:[{_ACCENTS}]+[^\W_{_ACCENTS}]*)*")
#: What a tsvector can hold: places up to this, as many for one word, so many bytes for all.
LAST_PLACE, PLACES, MOST_BYTES = 16_383, 255, 900_000
#: A longer "word" (a key, a line of code) is known by its beginning.
LONGEST = 200
#: Words that are shown around a hit.
AROUND = 24
CUT = " … "


@dataclass(frozen=True, slots=True)
class Token:
    """A word as it is searched, and where it stands."""

    folded: str
    start: int
    end: int


def tokens(words: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(words):
        if folded := fold(match.group()):
            yield Token(folded[:LONGEST], match.start(), match.end())


def folded(words: str) -> list[str]:
    return [token.folded for token in tokens(words)]


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """A word without regard to case or accents."""
    return word.lower() if word.isascii() else "".join(_bare(letter) for letter in word.lower())


def _bare(letter: str) -> str:
    parts = unicodedata.normalize("NFD", letter)
    if len(parts) > 1:  # in other scripts than ours such a letter is one of its own (й, ё)
        return parts[0] if parts[0].isascii() else letter
    if "\u0300" <= letter <= "\u0331":
        return ""
    plain = letter.casefold()  # ς is σ; ß stays, as SQLite has it
    return plain if len(plain) == 1 else letter


def vector(words: Sequence[str]) -> str:
    """Folded words as the text of a tsvector, with their places."""
    places: dict[str, list[int]] = {}
    for place, word in enumerate(words, 1):
        held = places.setdefault(word, [])
        if place <= LAST_PLACE and len(held) < PLACES:
            held.append(place)
    made, size = [], 0
    for word, held in places.items():
        size += len(word.encode()) + 2 * len(held) + 8
        if size > MOST_BYTES:
            break
        made.append(f"'{word}'" + (":" + ",".join(map(str, held)) if held else ""))
    return " ".join(made)


def query(terms: Sequence[Term]) -> str | None:
    """Terms as the text of a tsquery that holds for every row with all of their words, in whatever order (``phrases``
    says which stand together); None if there is no word in them."""
    parts: list[str] = []
    for words, is_prefix in terms:
        its = folded(words)
        parts += [f"'{word}'" for word in its]
        if its and is_prefix:
            parts[-1] += ":*"
    return " & ".join(parts) or None


def line(words: Sequence[str]) -> str:
    """Folded words with one space around each, so that phrases are found in it."""
    return f" {' '.join(words)} "


def phrases(terms: Sequence[Term]) -> list[str]:
    """What must stand in a row's ``line``, of the terms that have several words."""
    return [
        line(its).rstrip() if is_prefix else line(its)
        for words, is_prefix in terms
        if len(its := folded(words)) > 1
    ]  # fmt: skip


def excerpt(words: str, terms: Sequence[Term], marks: tuple[str, str]) -> str:
    """The words around what is found: those ``AROUND`` that hold most of the terms, with a mark before and after each
    place where one stands."""
    known = list(tokens(words))
    sought = [(folded(term), is_prefix) for term, is_prefix in terms]
    hits = sorted(_hits(known, [one for one in sought if one[0]]))
    first = _best_start(hits, len(known))
    last = min(first + AROUND, len(known)) - 1
    if not known:
        return words
    begin = 0 if first == 0 else known[first].start
    end = len(words) if last == len(known) - 1 else known[last].end
    shown, at = [CUT.lstrip() if first else ""], begin
    for start, stop, _ in hits:
        if start >= first and stop <= last and known[start].start >= at:
            shown += [words[at : known[start].start], marks[0], words[known[start].start : known[stop].end], marks[1]]
            at = known[stop].end
    return "".join([*shown, words[at:end], CUT.rstrip() if last < len(known) - 1 else ""])


def _hits(known: Sequence[Token], sought: Sequence[tuple[list[str], bool]]) -> Iterator[tuple[int, int, int]]:
    """(first token, last token, number of the term) of each place where a term stands."""
    for number, (its, is_prefix) in enumerate(sought):
        *whole, end = its
        for at in range(len(known) - len(whole)):
            last = known[at + len(whole)].folded
            if (last.startswith(end) if is_prefix else last == end) and all(
                known[at + n].folded == word for n, word in enumerate(whole)
            ):
                yield at, at + len(whole), number


def _best_start(hits: Sequence[tuple[int, int, int]], number: int) -> int:
    """Where the words that are shown begin: they hold most terms, then most hits; a hit does not stand at the edge."""
    latest = max(number - AROUND, 0)
    best = (0, 0, 0)
    for start, _, _ in hits:
        first = min(max(start - AROUND // 4, 0), latest)
        inside = Counter(term for begin, end, term in hits if begin >= first and end < first + AROUND)
        best = max(best, (len(inside), inside.total(), -first))
    return -best[2]
