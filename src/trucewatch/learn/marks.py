"""Hand-marked articles in brat standoff form -> windows with tags and links to learn from.

The form is that of PolNeAR (Newell, Margolin and Ruths 2018): ``NAME.txt`` with ``NAME.ann`` beside it; ``T`` lines
give sources, cues and contents with character offsets, ``E`` lines tie them to attributions.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from trucewatch.annotate.tagger_decode import TAGS
from trucewatch.annotate.tagger_words import Window, paragraphs_of, shapes_of, windows_of
from trucewatch.errors import BadInput

LETTER = {"content": "C", "source": "S", "cue": "Q"}


@dataclass(slots=True)
class Marked:
    """One marked attribution: the pieces of each part as (start, end), code points."""

    content: list[tuple[int, int]] = field(default_factory=list)
    source: list[tuple[int, int]] = field(default_factory=list)
    cue: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Article:
    name: str
    text: str
    marks: tuple[Marked, ...]


#: A run of words: letter of its kind, first and last word, numbers of the attributions it belongs to.
OwnedRun = tuple[str, int, int, frozenset[int]]


@dataclass(slots=True)
class Lesson:
    """A window with its gold tags (numbers in ``TAGS``) and runs."""

    window: Window
    tags: list[int]
    runs: list[OwnedRun]


def read_articles(folder: Path) -> list[Article]:
    """Every NAME.txt with its NAME.ann. Raises: BadInput naming the file and what is wrong with it."""
    articles = []
    for path in sorted(folder.glob("*.txt")):
        marks = path.with_suffix(".ann")
        if not marks.exists():
            raise BadInput(f"{path.name} has no {marks.name} beside it; mark it, or take it out of {folder}")
        text = path.read_bytes().decode("utf-8")
        articles.append(Article(path.stem, text, tuple(read_marks(marks, len(text)))))
    if not articles:
        raise BadInput(f"no NAME.txt with NAME.ann in {folder}; give a folder of articles marked in brat form")
    return articles


def read_marks(path: Path, length: int) -> list[Marked]:
    """The attributions of one file; a line that begins with no identifier carries on the text of the one before.

    Raises: BadInput for an offset outside the text or an event that points nowhere.
    """
    pieces: dict[str, list[tuple[int, int]]] = {}
    parts_marked = False
    events: list[tuple[int, str]] = []
    try:
        written = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"{path} is no UTF-8 ({error}); save it as UTF-8") from None
    for number, line in enumerate(written.split("\n"), 1):
        key, _, rest = line.rstrip("\r").partition("\t")
        if re.fullmatch(r"T\d+", key):
            label, _, places = rest.split("\t")[0].partition(" ")
            try:
                found = [(int(a), int(b)) for a, b in (p.split() for p in places.split(";"))]
            except ValueError:
                raise BadInput(f"{path.name}, line {number}: {places!r} is no START END; mend the offsets") from None
            for a, b in found:
                if not 0 <= a < b <= length:
                    raise BadInput(f"{path.name}, line {number}: {a} {b} lies outside the text of {length} characters")
            pieces[key] = found
            parts_marked = parts_marked or label.casefold() in LETTER  # other labels may mark what they like
        elif re.fullmatch(r"E\d+", key):
            events.append((number, rest))
    made: list[Marked] = []
    for number, event in events:
        marked = Marked()
        for part in event.split():
            role, _, target = part.partition(":")
            name = re.sub(r"\d+$", "", role).casefold()
            if name in LETTER:
                if target not in pieces:
                    raise BadInput(f"{path.name}, line {number}: {target} is marked nowhere; mend the event")
                getattr(marked, name).extend(pieces[target])
        if marked.content:
            made.append(marked)
    if parts_marked and not made:
        raise BadInput(
            f"{path} marks spans but ties none of them; each attribution needs a line like "
            "E1<TAB>Attribution:T4 Content:T3 Cue:T2 Source:T1"
        )
    return made


def lessons_of(
    article: Article, *, size: int, context: int, pieces: Callable[[str], int], rng: random.Random | None = None,
    capitals: float = 0.0,
) -> list[Lesson]:  # fmt: skip
    """Windows of an article with their marks. ``capitals`` is the share of articles read as if set in capitals."""
    upper = rng is not None and rng.random() < capitals
    made = []
    for window in windows_of(
        article.text, paragraphs_of(article.text), size=size, context=context, pieces=pieces, jitter=rng
    ):
        if upper:
            window.shapes = shapes_of([word.upper() for word in window.words])
        made.append(mark(window, article.marks))
    return made


def mark(window: Window, marks: Sequence[Marked]) -> Lesson:
    """Tags and runs of the marks that lie in the window; a later kind wins a word that two claim (cue over source)."""
    tags = [0] * len(window.words)
    starts = [a for a, _ in window.offsets]
    ends = [b for _, b in window.offsets]
    owners: list[set[int]] = [set() for _ in window.words]
    for kind in ("content", "source", "cue"):
        letter = LETTER[kind]
        begin, inner = TAGS.index(f"B-{letter}"), TAGS.index(f"I-{letter}")
        for number, marked in enumerate(marks):
            for start, end in getattr(marked, kind):
                inside = [i for i in range(len(starts)) if starts[i] < end and start < ends[i]]
                if not inside:
                    continue
                same = tags[inside[0]] in (begin, inner) and all(tags[i] == inner for i in inside[1:])
                for i in inside:
                    if not same:
                        owners[i] = set()
                    owners[i].add(number)
                    if not same:
                        tags[i] = inner
                if not same:
                    tags[inside[0]] = begin
    runs: list[OwnedRun] = []
    for i, number in enumerate(tags):
        tag = TAGS[number]
        if tag == "O":
            continue
        if tag[0] == "I" and runs and runs[-1][0] == tag[2] and runs[-1][2] == i - 1:
            runs[-1] = (tag[2], runs[-1][1], i, runs[-1][3] | owners[i])
        else:
            # an I that lost its B to another kind begins a run of its own
            tags[i] = TAGS.index(f"B-{tag[2]}")
            runs.append((tag[2], i, i, frozenset(owners[i])))
    return Lesson(window, tags, runs)
