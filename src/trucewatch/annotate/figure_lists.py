"""Figures in lists and tables of monitoring reports, where no sentence ties a number to what it counts.

"Killed: 34", "Halvik region: 41 violations", and rows of cells under a row of heads ("Date | Side | Released"). The
line above that ends in a colon, or opens with "Table", says what the numbers are about: its unit, its period.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trucewatch.annotate.count_lexicon import told_effects
from trucewatch.annotate.figure_nouns import Kind, units
from trucewatch.annotate.numbers import Number, find_numbers
from trucewatch.annotate.sentences import everyday_word
from trucewatch.annotate.sides import Sides
from trucewatch.records.figure import Figure
from trucewatch.records.maker import Maker, Reason
from trucewatch.records.span import Span
from trucewatch.records.text import Text
from trucewatch.records.when import When

#: Groups that a line may name beside the effect.
GROUPS = frozenset(
    ("civilians", "children", "women", "men", "soldiers", "fighters", "police", "journalists", "workers")
)
#: Heads of rows that sum the others.
TOTALS = frozenset(("total", "totals", "all", "overall", "sum"))
_LINE = re.compile(r"[^\r\n]+")
_LABELLED = re.compile(
    r"^\s*(?:[-*•–·]\s*)?(?P<label>[^\W\d_][^:|\t=]{1,60}?)(?:\s*(?:(?<!\d):|:(?!\d)|=)\s*|\s+[–—-]\s+)(?P<rest>\S.*)$"
)
_BULLET = re.compile(r"^\s*[-*•–·]\s+(?P<rest>\S.*)$")
_CELLS = re.compile(r"\s*\|\s*|\t+\s*|\s{3,}")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
#: What may stand before a number that a label counts, and after it.
_ALONE = re.compile(r"\s*(?:\([^()]*\))?[.;,]?\s*$")
#: Words between a number and its unit at most ("230 newly displaced families").
_UNIT_WITHIN = 4
#: The place of a bulleted number: "19 explosions in Halvik".
_IN = re.compile(r"\b(?:in|at|near|around)\s+(?P<place>(?:[A-Z][\w'’-]+)(?:\s+[A-Z][\w'’-]+){0,2})")


#: Sentences before a label in one line: "The guns fell silent. Losses: 6 killed".
_AFTER_SENTENCE = re.compile(r"^.*[.!?]\s+(?=\S)")
#: Words of a place that are written small behind its name.
_AREAS = frozenset({
    "region", "regions", "district", "province", "sector", "oblast", "area", "city", "town", "village", "county",
    "governorate", "state", "zone", "front", "line", "municipality", "department", "axis", "direction", "camp",
    "checkpoint", "crossing",
})  # fmt: skip


def _names_place(label: str) -> bool:
    """True for a name, alone or before a word such as "region"; "Enemy losses" and "Hospital" name no place."""
    words = label.split()
    small = [w for w in words if w[:1].islower() and w not in _AREAS | {"of", "the", "de", "al"}]
    return words[0][:1].isupper() and not small and not (len(words) == 1 and everyday_word(words[0]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One number of a list or table with what its line, its column and the heading say of it."""

    span: Span
    number: Number
    unit: str
    kind: Kind
    side: str | None
    place: str | None
    when: When | None
    definition: str | None
    rule: str

    def figure(self, maker: Maker) -> Figure:
        """The figure record, named by its unit, side and place."""
        quantity = self.unit + (f" of {self.side}" if self.side else "") + (f" in {self.place}" if self.place else "")
        return Figure.of(
            span=self.span, quantity=quantity, unit=self.unit, kind=self.kind, value=self.number.value,
            low=self.number.low, high=self.number.high, bound=self.number.bound, side=self.side, place=self.place,
            as_of=self.when if self.kind == "level" else None, period=self.when if self.kind != "level" else None,
            definition=self.definition, maker=maker,
            reasons=(Reason(field="unit", value=self.unit, rule=self.rule, words=self.span.words),),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Heading:
    """What a line above says of the numbers under it."""

    words: str = ""
    unit: tuple[str, Kind] | None = None
    when: When | None = None


def listed_figures(text: Text, times: Sequence[When], sides: Sides) -> Iterator[Listed]:
    """The figures of the lists and tables in a text, in order.

    Short lines under a heading of the body are read even where the page reader takes them for tags or teasers.
    """
    body = text.body()
    heading = _Heading()
    columns: list[str] = []
    for found in _LINE.finditer(text.content):
        line = found[0]
        if not line.strip():
            continue
        inside = any(start <= found.start() < end for start, end in body)
        reader = _Line(text, found.start(), line, heading, times, sides)
        cells = [(m, c) for m, c in _cells(line) if c]
        if len(cells) > 1:
            if not any(_is_number(c) for _, c in cells):
                columns = [c for _, c in cells] if inside else []
            elif len(cells) == len(columns):
                yield from reader.row(cells, columns)
            continue
        columns = []
        given = list(reader.labelled()) or list(reader.bullet()) if inside or heading.words else []
        yield from given
        if not given:
            heading = _Heading(line, _unit_in(line), reader.when()) if inside and _opens_a_list(line) else _Heading()


def _opens_a_list(line: str) -> bool:
    return line.rstrip().endswith(":") or bool(re.match(r"\s*(?:Table|Annex|Figure)\b", line))


def _cells(line: str) -> Iterator[tuple[int, str]]:
    at = 0
    for gap in _CELLS.finditer(line):
        yield at, line[at : gap.start()].strip()
        at = gap.end()
    yield at, line[at:].strip()


def _is_number(cell: str) -> bool:
    numbers = find_numbers(cell)
    return len(numbers) == 1 and not _WORD.search(cell[: numbers[0].start] + cell[numbers[0].end :])


def _unit_in(words: str) -> tuple[str, Kind] | None:
    """The unit that some words name: an effect on people, else a thing counted."""
    lower = [w.lower() for w in _WORD.findall(words)]
    effect = next((told_effects()[w] for w in lower if w in told_effects()), None)
    if effect is not None:
        families = any(w in ("family", "families", "households") for w in lower)
        return f"{'families' if families else 'people'} {effect}", "total"
    singular = (b for w in reversed(lower) for b in (w, w.removesuffix("s"), w.removesuffix("es"), w[:-3] + "y"))
    return next((units()[base] for base in singular if base in units()), None)


def _unit_after(words: str) -> tuple[str, Kind] | None:
    """The unit named right after a number: "41 violations, incl. 12 explosions" counts violations."""
    return _unit_in(" ".join(re.split(r"[,;:(]", words, maxsplit=1)[0].split()[:_UNIT_WITHIN]))


class _Line:
    """Reads one line; offsets count in the text."""

    def __init__(
        self, text: Text, start: int, line: str, heading: _Heading, times: Sequence[When], sides: Sides
    ) -> None:
        self.text, self.start, self.line, self.heading, self.times, self.sides = (
            text,
            start,
            line,
            heading,
            times,
            sides,
        )

    def when(self) -> When | None:
        """The first time of the line."""
        end = self.start + len(self.line)
        return next((t for t in self.times if t.span is not None and self.start <= t.span.start < end), None)

    def labelled(self) -> Iterator[Listed]:
        """ "Killed: 34", "Halvik region: 41 violations"."""
        found = _LABELLED.match(self.line)
        if found is None:
            return
        label, at = _AFTER_SENTENCE.sub("", found["label"]), found.start("rest")
        numbers = find_numbers(found["rest"])
        if not numbers or found["rest"][: numbers[0].start].strip():
            return
        number = numbers[0]
        rest = found["rest"][number.end :]
        named = _unit_in(label)
        if _ALONE.fullmatch(rest) and (unit := named or self.heading.unit):
            yield self.made(number, at, unit, label if named is None else None, label, "label before the number")
        elif named is None and (unit := _unit_after(rest)):
            yield self.made(number, at, unit, label, rest, "label of the place before the number")

    def bullet(self) -> Iterator[Listed]:
        """ "- 19 explosions in Halvik" under a heading."""
        found = _BULLET.match(self.line)
        if found is None or not self.heading.words:
            return
        numbers = find_numbers(found["rest"])
        if not numbers or found["rest"][: numbers[0].start].strip():
            return
        rest = found["rest"][numbers[0].end :]
        unit = _unit_after(rest)
        place = _IN.search(rest)
        if unit is not None:
            label = place["place"] if place else None
            yield self.made(numbers[0], found.start("rest"), unit, label, rest, "number of a list")

    def row(self, cells: Sequence[tuple[int, str]], columns: Sequence[str]) -> Iterator[Listed]:
        """The numbers of a table's row, each under the head of its column."""
        others = [c for n, (_, c) in enumerate(cells) if not _is_number(c) and not self._is_date(cells[n])]
        for (at, cell), head in zip(cells, columns, strict=True):
            unit = (_unit_in(head) or self.heading.unit) if _is_number(cell) else None
            if unit is None or _is_number(head):
                continue
            yield self.made(find_numbers(cell)[0], at, unit, next(iter(others), None), head, f"column {head!r}")

    def _is_date(self, cell: tuple[int, str]) -> bool:
        a, b = self.start + cell[0], self.start + cell[0] + len(cell[1])
        return any(t.span is not None and a <= t.span.start < b for t in self.times)

    def made(self, number: Number, at: int, unit: tuple[str, Kind], label: str | None, words: str, rule: str) -> Listed:
        """The figure of a number at ``at`` of the line; ``label`` names a side or a place, or sums the others."""
        name = label.strip() if label else None
        if name is not None and name.split()[0].lower() in TOTALS:
            name = None
        side = self.sides.of_words(name) if name else self.sides.of_words(words.strip())
        place = name if name and side is None and _names_place(name) else None
        a = self.start + at + (number.at if number.vague else number.start)
        lower = [w for w in _WORD.findall(words.lower()) if w not in told_effects() and w not in TOTALS]
        group = next((w for w in lower if w in GROUPS), None)
        return Listed(
            span=self.text.span(a, self.start + at + number.end), number=number, unit=unit[0],
            kind="total" if unit[1] == "toll" else unit[1], side=side, place=place,
            when=self.when() or self.heading.when, definition=group, rule=rule,
        )  # fmt: skip
