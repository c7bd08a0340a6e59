"""Sentences of a generated report with their marks, in the form that ``tests/link/linking_case.py`` reads."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random
from typing import Any

from evals.generator.wording import Style, capital

Mark = Mapping[str, Any]
_SIGNS = re.compile(r"\(\(|\)\)|<<|>>|\^|~")
#: Values of marks that are words of the text, which an edit of the text changes too.
WORDS = ("w", "t", "cue", "src", "hit", "body", "some", "role", "killed", "injured", "abducted", "released")
#: Tries of another wording before a sentence is given up.
TRIES = 12


class NoWording(RuntimeError):
    """No wording was found whose marked words stand once in the report; the templates are at fault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One or more sentences that stay together, and the marks on their words."""

    text: str
    marks: tuple[Mark, ...] = ()

    def edited(self, edit: Callable[[str], str]) -> Sentence:
        """The sentence with an edit made to its words and to the marks alike; the edit must not look at the context."""
        marks = tuple(
            {k: edit(v) if k in WORDS and isinstance(v, str) else v for k, v in m.items()} for m in self.marks
        )
        return Sentence(text=edit(self.text), marks=marks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A person who speaks for a side."""

    name: str
    role: str


@dataclass(slots=True, kw_only=True)
class Draft:
    """A report in the making. Reports with one ``origin`` have their news from one place."""

    outlet: str
    day: date
    style: Style
    origin: str
    title: str | None = None
    opening: str = ""
    closing: str = ""
    wire: str | None = None
    sentences: list[Sentence] = field(default_factory=list)
    breaks: list[bool] = field(default_factory=list)
    house: str | None = None
    padded: list[str] = field(default_factory=list)

    def add(self, make: Callable[[], Sentence], rng: Random) -> None:
        """Add a sentence whose marked words stand in the report once. Raises: NoWording."""
        made = None
        for _ in range(TRIES):
            made = make()
            if self._fits(made):
                self.sentences.append(made)
                self.breaks.append(rng.random() < 0.55)
                return
        raise NoWording(f"no wording of {made.marks if made else '?'} stands once in: {self.text()}")

    def _fits(self, sentence: Sentence) -> bool:
        trial = replace(self, sentences=[*self.sentences, sentence], breaks=[*self.breaks, True]).text()
        return all(sound(mark, trial) for one in (*self.sentences, sentence) for mark in one.marks)

    def text(self) -> str:
        """The report's words: title, paragraphs, credit line."""
        body = ""
        for n, sentence in enumerate(self.sentences):
            joint = "\n\n" if n and self.breaks[n] else " " if n else ""
            body += joint + sentence.text
        parts = [self.title or "", self.opening + body, self.closing]
        opening, closing = self.style.quotes
        return "\n\n".join(p for p in parts if p).replace("“", opening).replace("”", closing)

    def as_given(self, letter: str) -> dict[str, Any]:
        """The report in the form of a linking case."""
        opening, closing = self.style.quotes

        def set_in_type(words: str) -> str:
            return words.replace("“", opening).replace("”", closing)

        marks = [m for sentence in self.sentences for m in sentence.edited(set_in_type).marks]
        made: dict[str, Any] = {"id": letter, "by": self.outlet, "on": self.day, "text": self.text(), "marks": marks}
        return made | ({"wire": self.wire} if self.wire else {})


def sound(mark: Mark, text: str) -> bool:
    """True if the mark's words stand in the text once, and its trigger in them once."""
    words = str(mark["w"])
    if _times(words, text) != 1:
        return False
    return "t" not in mark or _times(str(mark["t"]), words) == 1


def _times(words: str, text: str) -> int:
    # as the loader looks: not inside longer words
    return len(re.findall(rf"(?<!\w){re.escape(words)}(?!\w)", text))


def read_signs(marked: str) -> tuple[str, dict[str, str]]:
    """A sentence without its signs, and the words that they marked: "s" content, "i" incident, "t" trigger, "c" cue."""
    plain = ""
    at = 0
    starts: dict[str, int] = {}
    found: dict[str, tuple[int, int]] = {}
    for sign in _SIGNS.finditer(marked):
        plain += marked[at : sign.start()]
        at = sign.end()
        key = {"((": "s", "))": "s", "<<": "i", ">>": "i", "^": "t", "~": "c"}[sign.group()]
        if key in starts:
            found.setdefault(key, (starts.pop(key), len(plain)))
        else:
            starts[key] = len(plain)
    plain += marked[at:]
    return plain, {key: plain[a:b].strip(" ,;.") for key, (a, b) in found.items()}


def statement(
    marked: str, label: str, *, naming: Mark, act: str, side: str | None, at: str | None, said: date | None,
    direct: bool, incident: Mark | None = None, **more: Any,
) -> Sentence:  # fmt: skip
    """A sentence in which somebody says something; ``incident`` are the values of the event told of in its content."""
    text, found = read_signs(capital(marked))
    mark: dict[str, Any] = {"s": label, "w": found["s"], **naming, "act": act, **more}
    if side:
        mark["side"] = side
    if at:
        mark["at"] = at
    if said:
        mark["said"] = said
    if "c" in found:
        mark["cue"] = found["c"]
    if direct:
        mark["direct"] = True
    marks: list[Mark] = [mark]
    if incident and "i" in found and "t" in found:
        marks.append({**incident, "w": found["i"], "t": found["t"]})
    return Sentence(text=text, marks=tuple(marks))


def narrated(marked: str, incident: Mark) -> Sentence:
    """A sentence of the reporter's own that tells of an event."""
    text, found = read_signs(f"<<{capital(marked)}>>.")
    return Sentence(text=text, marks=({**incident, "w": found["i"], "t": found["t"]},))
