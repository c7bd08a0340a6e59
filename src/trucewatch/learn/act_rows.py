"""Rows that say which act some attributed words do -> what the act model learns from.

``marked.tsv`` names an event of a marked passage (``NAME.ann``) in each row, ``written-*.jsonl`` brings its own short
texts; ``source``, ``cue`` and ``content`` are words of the text. Neither knows an agreement: whose side a name stands
for is guessed from the words of the source, as roughly as it is at times known when reading.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.tokens import Token

from trucewatch.annotate.act_features import Uttered
from trucewatch.annotate.acts import act_of
from trucewatch.annotate.cues import Cue, cue_of
from trucewatch.annotate.sentences import Paragraph, Parsed, parse
from trucewatch.annotate.world import words_of
from trucewatch.errors import BadInput
from trucewatch.learn.marks import read_marks
from trucewatch.records.text import Block, Text, text_id


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


Stretch = tuple[int, int]
#: Who speaks for no side at war.
THIRD_PARTY = _words(
    """un united nations mission observer observers monitor monitors monitoring mediator mediators envoy commission
    commissioner bishop archbishop priest pastor imam cardinal elder chief's ngo charity cross crescent
    committee diplomat diplomats diplomatic embassy ambassador analyst professor doctor nurse hospital resident
    residents witness witnesses villager villagers farmer trader widow teacher driver refugees rapporteur
    guarantor guarantors facilitator humanitarian relief church council reporters correspondent institute
    university mayor verification"""
)
PLAIN = _words("the a an of for in at to and on by his her its their who said de la")
STATE_NOUNS = _words("army government military troops forces police regime junta authorities administration")
REBEL_NOUNS = _words("rebels insurgents guerrillas militants front movement militia separatists enemy")
STATE = STATE_NOUNS | _words(
    """ministry minister president presidency brigadier general colonel command staff parliament governor state
    information defence defense foreign interior palace cabinet premier"""
)
REBEL = REBEL_NOUNS | _words("liberation brigade brigades commander coalition alliance commandant rebel council")
ACTORS = STATE | REBEL
#: Capitalised words that name no side.
COMMON = (
    _words("the a an on in at of and mr mrs ms dr general colonel major captain president minister commander")
    | _words("january february march april may june july august september october november december")
    | _words("monday tuesday wednesday thursday friday saturday sunday north south east west spokesman")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One statement of a text, with its act and the words naming whom it is aimed at (none: "")."""

    name: str
    text: str
    content: tuple[Stretch, ...]
    cue: Stretch | None
    source: Stretch | None
    act: str
    towards: str
    medium: str


def read_rows(folder: Path, passages: Path) -> list[Row]:
    """Every row of ``marked.tsv`` and ``written-*.jsonl``. Raises: BadInput naming file, line and what is wrong."""
    rows = list(_marked(folder / "marked.tsv", passages)) if (folder / "marked.tsv").exists() else []
    for path in sorted(folder.glob("written-*.jsonl")):
        rows += _written(path)
    if not rows:
        raise BadInput(f"no marked.tsv and no written-*.jsonl in {folder}; give the folder of rows that name acts")
    return rows


def _marked(path: Path, passages: Path) -> Iterator[Row]:
    texts: dict[str, tuple[str, list[str]]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE), 2):
            name = row["passage"]
            if name not in texts:
                marks = passages / f"{name}.ann"
                events = [
                    line.split("\t")[0]
                    for line in marks.read_text(encoding="utf-8").splitlines()
                    if line.startswith("E") and "Content" in line
                ]
                texts[name] = (passages / f"{name}.txt").read_bytes().decode("utf-8"), events
            text, events = texts[name]
            if row["event"] not in events:
                raise BadInput(f"{path.name}, line {number}: {name} marks no {row['event']}; mend the row")
            marked = read_marks(passages / f"{name}.ann", len(text))[events.index(row["event"])]
            yield Row(
                name=name, text=text, content=tuple(sorted(marked.content)), act=row["act"],
                cue=marked.cue[0] if marked.cue else None, source=marked.source[0] if marked.source else None,
                towards=row["towards"] or "", medium=row["medium"] or "unknown",
            )  # fmt: skip


def _written(path: Path) -> Iterator[Row]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        given = json.loads(line)
        text = given["text"]

        def at(words: str, text: str = text, number: int = number) -> Stretch | None:
            if not words:
                return None
            start = text.find(words)
            if start < 0:
                raise BadInput(
                    f"{path.name}, line {number}: {words!r} does not stand in the text; give the words exactly"
                )
            return start, start + len(words)

        contents = given["content"] if isinstance(given["content"], list) else [given["content"]]
        yield Row(
            name=f"{path.stem}:{number}", text=text, content=tuple(sorted(a for a in map(at, contents) if a)),
            cue=at(given["cue"]), source=at(given["source"]), act=given["act"], towards=given["towards"],
            medium=given["medium"],
        )  # fmt: skip


def uttered_of(rows: Sequence[Row]) -> list[Uttered | None]:
    """What the model would see of each row; None for a row whose words stand in no paragraph."""
    made: list[Uttered | None] = []
    parsed: Parsed | None = None
    read = ""
    charging: dict[str, bool] = {}
    files: dict[str, list[Row]] = {}
    for row in rows:
        files.setdefault(row.name.split(":")[0] if ":" in row.name else row.name, []).append(row)
    parties = {name: Parties(some) for name, some in files.items()}
    for row in rows:
        if parsed is None or row.text != read:
            parsed, read, charging = parse(_page(row.text)), row.text, {}
        made.append(_uttered(row, parsed, charging, parties[row.name.split(":")[0]]))
    return made


def _page(content: str) -> Text:
    blocks = (Block(role="body", start=0, end=len(content)),)
    return Text(id=text_id(content), capture_id="-", content=content, reader="plain", reader_version="1", blocks=blocks)


def _uttered(row: Row, parsed: Parsed, charging: dict[str, bool], parties: Parties) -> Uttered | None:
    tokens = [t for a, b in row.content for t in _tokens(parsed, a, b)]
    if not tokens:
        return None
    content = " ".join(" ".join(parsed.text.content[a:b] for a, b in row.content).split())
    cue = _cue(parsed, row.cue)
    source = row.text[slice(*row.source)] if row.source else ""
    sided, own, other = parties.named(source, tokens)
    direct = _quoted(row)
    speaker = source.split()[-1] if source else ""
    spots: dict[str, int] = {}
    for place, word in enumerate(words_of(content)):
        if word in own or word in other:
            spots.setdefault("own" if word in own else "other", place)
    act = act_of(
        content, cue_act=cue.act if cue else "", cue_word=cue.word if cue else "",
        attitude=bool(cue and cue.kind == "attitude"), speaker_side="own" if sided else None,
        named=sorted((place, party) for party, place in spots.items()), direct=direct, fights=sided,
        charged="other" if charging.get(speaker) else None, rivals=frozenset({"other"}) if sided else frozenset(),
    )  # fmt: skip
    made = Uttered(
        tokens=tokens, cue=cue.word if cue else _lemma(parsed, row.cue), cue_act=cue.act if cue else "",
        noun=bool(cue and cue.noun), attitude=bool(cue and cue.kind == "attitude"), direct=direct, own=frozenset(own),
        other=frozenset(other), sided=sided, goes_on=charging.get(speaker, False), inside=False, rule=act.rule,
        ruled=act.name, score=act.score,
    )  # fmt: skip
    charging[speaker] = row.act in ("accuse", "condemn", "threaten")
    return made


class Parties:
    """The sides of all rows of one file, as far as names tell: whoever is a source or is aimed at somewhere in it."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.names: set[str] = set()
        for row in rows:
            for phrase in (row.towards, row.text[slice(*row.source)] if row.source else ""):
                if not set(words_of(phrase)) & THIRD_PARTY:
                    self.names |= (
                        _capitals(phrase) if phrase == row.towards or set(words_of(phrase)) & ACTORS else set()
                    )
        self.names -= COMMON

    def named(self, source: str, tokens: Sequence[Token]) -> tuple[bool, set[str], set[str]]:
        """Whether the source speaks for a side, the words that name that side, and those that name another."""
        keys = set(words_of(source)) - PLAIN
        names = _capitals(source) & self.names
        state, armed = bool(keys & STATE), bool(keys & REBEL)
        sided = bool(keys) and not keys & THIRD_PARTY and bool(names or state or armed)
        own: set[str] = set()
        other: set[str] = set()
        for token in tokens:
            word = token.lower_
            if word in PLAIN or not word.isalpha():
                continue
            if token.text[0].isupper() and word in self.names:
                (own if sided and word in names else other).add(word)
            elif word in STATE_NOUNS and token.pos_ in ("NOUN", "PROPN"):
                (own if sided and state and not armed else other).add(word)
            elif word in REBEL_NOUNS and token.pos_ in ("NOUN", "PROPN"):
                (own if sided and armed and not state else other).add(word)
        return sided, own, other - own


def _capitals(phrase: str) -> set[str]:
    """Capitalised words of a phrase in lower case, and the initials that a name of three words and more goes by."""
    words = [w for w in re.findall(r"[^\W\d_][\w’'-]*", phrase) if w[0].isupper()]
    initials = "".join(w[0] for w in words) if len(words) > 2 else ""
    return {w.lower().removesuffix("'s").removesuffix("’s") for w in (*words, initials) if len(w) > 1} - COMMON


def _tokens(parsed: Parsed, start: int, end: int) -> list[Token]:
    return [
        t
        for p in parsed.paragraphs
        if p.start < end and start < p.end
        for t in _inside(p, max(start, p.start), min(end, p.end))
    ]


def _inside(paragraph: Paragraph, start: int, end: int) -> list[Token]:
    span = paragraph.doc.char_span(start - paragraph.start, end - paragraph.start, alignment_mode="expand")
    return list(span) if span is not None else []


def _cue(parsed: Parsed, at: Stretch | None) -> Cue | None:
    if at is None:
        return None
    known = [cue for token in _tokens(parsed, *at) if (cue := cue_of(token)) is not None]
    return next((cue for cue in known if cue.kind == "speech"), known[0] if known else None)


def _lemma(parsed: Parsed, at: Stretch | None) -> str:
    if at is None:
        return ""
    return next((t.lemma_.lower() for t in _tokens(parsed, *at) if t.pos_ in ("VERB", "NOUN", "ADP")), "")


def _quoted(row: Row) -> bool:
    marks = '"“”«»„'
    return any(
        any(m in row.text[max(0, a - 2) : a] for m in marks) or any(m in row.text[a:b] for m in marks)
        for a, b in row.content
    )
