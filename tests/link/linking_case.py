"""Hand-written cases of several reports: how they are read from YAML, checked, and made into records for the linker.

``linking_cases/agreements.yaml`` holds the invented worlds: an ``agreement`` in the form of an agreement file and its
``places`` (name -> area it lies in; ``area`` for an area). The other files there hold ``cases``, each with ``name``,
``phenomenon``, ``world``, ``reports`` and ``truth``.

A report: ``id`` (a letter), ``by`` (outlet), ``on`` (day), ``text`` (paragraphs parted by an empty line) or
``same_text_as`` another report, ``wire`` (an agency that it credits), ``marks``. A mark names the thing it tells of:
marks with one label, in whatever report, are one thing. That is the truth of merging.

- ``s: label`` a statement: ``w`` words, speaker as printed (``who`` a named person, ``body`` an institution, ``some``
  somebody described, ``anon`` an anonymous source), ``side``, ``act``, ``at`` (target side), ``said`` (day), ``cue``,
  ``src`` (words naming the source, if the speaker's own name is not near), ``role``, ``medium``, ``direct``, ``via``,
  ``reported_by``, ``silence``.
- ``i: label`` an incident: ``w``, ``t`` (trigger), ``type``, ``by`` and ``hit`` ("printed" or "printed/side", or a
  list), ``place`` (or a list), ``day`` (or first and last), ``as`` (said_as), ``bg`` (background), ``weapon``,
  ``civ``; counts by effect (``killed: "twelve = 12+"``: printed words = value, + at least, - at most, ~ about, ?
  vague with its floor, then the unit if not people). Each count is a toll figure "label.effect" ("label.effect.unit").
- ``f: label`` another figure: ``w``, ``v`` (value as above), ``unit``, ``q`` (quantity), ``kind``, ``side``,
  ``place``, ``as_of``, ``period`` (first and last day), ``def``, ``part``, ``denied``.

Words are quoted exactly, or by their first and last words around " ... "; the first must stand in the report once.
``truth``: ``responses`` [[answer, claim, kind]], ``parts`` [[episode, campaign]], ``repeats`` [[later, earlier]],
``origins`` (groups of reports that share one), ``figures`` (state of each label with several figures), ``support``
(incident -> number of independent origins telling it in their own voice, then the sides and others who claim it).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import lru_cache
from io import StringIO
from pathlib import Path
from typing import Any, get_args

from ruamel.yaml import YAML

from trucewatch.intake.agreements import parse_agreement
from trucewatch.link.linker import LinkInput
from trucewatch.records.agreement import Agreement
from trucewatch.records.count import Count, Effect
from trucewatch.records.figure import Agreement as FigureState
from trucewatch.records.figure import Figure
from trucewatch.records.ids import digest
from trucewatch.records.maker import Maker
from trucewatch.records.mention import IncidentMention, Participant, StatementMention
from trucewatch.records.report import Found, Report
from trucewatch.records.span import Span
from trucewatch.records.text import Block, Text, text_id
from trucewatch.records.vocabulary import DISPUTE_KINDS
from trucewatch.records.when import When
from trucewatch.records.where import Where

FOLDER = Path(__file__).parent / "linking_cases"
WORLDS = "agreements.yaml"
MAKER = Maker(kind="person", name="marked by hand")
EFFECTS: tuple[str, ...] = get_args(Effect)
STATES: tuple[str, ...] = get_args(FigureState)
CASE_KEYS = {"name", "phenomenon", "world", "reports", "truth"}
REPORT_KEYS = {"id", "by", "on", "text", "same_text_as", "wire", "marks"}
TRUTH_KEYS = {"responses", "parts", "repeats", "origins", "figures", "support"}
SPEAKERS = {"who": "named", "body": "institution", "some": "described", "anon": "anonymous"}
STATEMENT_KEYS = {
    "s", "w", *SPEAKERS, "side", "act", "at", "said", "cue", "src", "role", "medium", "direct", "via", "reported_by",
    "silence",
}  # fmt: skip
INCIDENT_KEYS = {"i", "w", "t", "type", "by", "hit", "place", "day", "as", "bg", "weapon", "civ", *EFFECTS}
FIGURE_KEYS = {
    "f", "w", "v", "unit", "q", "kind", "side", "place", "as_of", "period", "def", "part", "denied", "said_by",
}  # fmt: skip
ELISION = " ... "
_VALUE = re.compile(r"(?P<value>[\d.]+)(?P<bound>[+~?-]?)(?:\s+(?P<unit>\S.*))?")
_BOUNDS = {"": "exact", "+": "at_least", "-": "at_most", "~": "about", "?": "vague"}


class BadCase(ValueError):
    """A case that is not well formed: it says which case, what was met, and what should stand there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """An invented agreement (with its file's bytes) and the places around it, name -> area ("area" for one)."""

    name: str
    agreement: Agreement
    file: bytes
    places: Mapping[str, str]

    def where(self, name: str, span: Span | None) -> Where:
        area = self.places.get(name)
        known = {"role": "where", "match": "exact", "gazetteer_id": f"{self.name}:{name}", "gazetteer_name": name}
        if area is None:
            return Where(name=name, span=span, role="where")
        precision = "admin_area" if area == "area" else "exact"
        return Where(
            name=name, span=span, precision=precision, admin1=name if area == "area" else area, country="ZZ", **known
        )  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What is so, by the labels of the marks and the ids of the reports. ``origins`` covers every report."""

    responses: tuple[tuple[str, str, str], ...] = ()
    parts: tuple[tuple[str, str], ...] = ()
    repeats: tuple[tuple[str, str], ...] = ()
    origins: tuple[frozenset[str], ...] = ()
    figures: Mapping[str, str] = field(default_factory=dict)
    support: Mapping[str, tuple[int, frozenset[str]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case as records. ``label_of`` names for each mention and figure id the thing that it tells of."""

    file: str
    name: str
    phenomenon: str
    world: World
    reports: tuple[Report, ...]
    letters: Mapping[str, str]
    texts: Mapping[str, Text]
    statements: tuple[StatementMention, ...]
    incidents: tuple[IncidentMention, ...]
    figures: tuple[Figure, ...]
    label_of: Mapping[str, str]
    truth: Truth

    def link_input(self) -> LinkInput:
        return LinkInput(
            statements=self.statements, incidents=self.incidents, figures=self.figures, reports=self.reports,
            texts=self.texts, agreement=self.world.agreement,
        )  # fmt: skip


def set_aside(name: str) -> bool:
    """True for the half of the cases that are only counted, never read while tuning; by the case's name alone."""
    return hashlib.sha256(name.encode()).digest()[0] % 2 == 1


@lru_cache(maxsize=1)
def worlds() -> Mapping[str, World]:
    given = YAML(typ="safe", pure=True).load((FOLDER / WORLDS).read_text(encoding="utf-8"))
    found = {}
    for name, world in given.items():
        written = StringIO()
        YAML(typ="safe", pure=True).dump(world["agreement"], written)
        file = written.getvalue().encode()
        found[name] = World(
            name=name, agreement=parse_agreement(file, shown_as=f"{WORLDS}: {name}"), file=file, places=world["places"]
        )
    return found


def cases() -> list[Case]:
    """All cases in the order of files. Raises: BadCase naming the first that is not well formed."""
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        if path.name != WORLDS:
            given = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
            found += [make_case(one, file=path.name) for one in given["cases"]]
    return found


def make_case(given: Mapping[str, Any], *, file: str = "by hand") -> Case:
    """Check one case as given in YAML and make its records. Raises: BadCase."""
    return _Maker(given, file).case()


class _Maker:
    """Builds the records of one case, report by report."""

    def __init__(self, given: Mapping[str, Any], file: str) -> None:
        self.given = given
        self.file = file
        self.name = str(given.get("name"))
        self._keys(given, CASE_KEYS, "the case", needed=CASE_KEYS - {"truth"})
        if given["world"] not in worlds():
            raise self.fault(f"unknown world {given['world']!r}; {WORLDS} has {', '.join(worlds())}")
        self.world = worlds()[given["world"]]
        self.sides = {p.name for p in self.world.agreement.parties}
        self.label_of: dict[str, str] = {}
        self.kind_of: dict[str, str] = {}
        self.texts: dict[str, Text] = {}

    def fault(self, what: str) -> BadCase:
        return BadCase(f"{self.file}, case {self.name!r}: {what}")

    def _keys(self, given: Mapping[str, Any], allowed: set[str], what: str, *, needed: set[str] = frozenset()) -> None:  # type: ignore[assignment]
        odd, lacking = sorted(set(given) - allowed), sorted(needed - set(given))
        if odd or lacking:
            raise self.fault(f"{what} has unknown keys {odd} or lacks {lacking}")

    def case(self) -> Case:
        by_letter: dict[str, Report] = {}
        statements: dict[str, StatementMention] = {}
        incidents: dict[str, IncidentMention] = {}
        figures: dict[str, Figure] = {}
        for given in self.given["reports"]:
            self._keys(given, REPORT_KEYS, f"report {given.get('id')!r}", needed={"id", "by", "on"})
            letter = str(given["id"])
            if letter in by_letter:
                raise self.fault(f"two reports are called {letter!r}")
            text = self._text(given, by_letter)
            by_letter[letter] = self._report(given, text, letter)
            marker = _Marker(self, text, given.get("marks") or [])
            for store, made in zip(
                (statements, incidents, figures), (marker.said, marker.told, marker.counted), strict=True
            ):
                for label, record in made:
                    if self.label_of.setdefault(record.id, label) != label:
                        raise self.fault(f"the same words are marked as {self.label_of[record.id]!r} and {label!r}")
                    kind = type(record).__name__
                    if self.kind_of.setdefault(label, kind) != kind:
                        raise self.fault(f"label {label!r} names a {self.kind_of[label]} and a {kind}")
                    store[record.id] = record  # type: ignore[index]
        if not 2 <= len(by_letter) <= 6:
            raise self.fault(f"{len(by_letter)} reports; a case has 2 to 6")
        return Case(
            file=self.file, name=self.name, phenomenon=str(self.given["phenomenon"]), world=self.world,
            reports=tuple(by_letter.values()), letters={r.id: letter for letter, r in by_letter.items()},
            texts=self.texts, statements=tuple(statements.values()), incidents=tuple(incidents.values()),
            figures=tuple(figures.values()), label_of=self.label_of, truth=self._truth(set(by_letter)),
        )  # fmt: skip

    def _text(self, given: Mapping[str, Any], earlier: Mapping[str, Report]) -> Text:
        letter = given["id"]
        if ("text" in given) == ("same_text_as" in given):
            raise self.fault(f"report {letter!r} needs one of text and same_text_as")
        if "same_text_as" in given:
            if given["same_text_as"] not in earlier:
                raise self.fault(f"report {letter!r} has the text of {given['same_text_as']!r}, which is not above it")
            return self.texts[earlier[given["same_text_as"]].text_id]
        content = re.sub(r"\n+", "\n\n", str(given["text"]).strip()) + "\n"
        text = Text(
            id=text_id(content), capture_id=digest("capture", content), content=content, reader="by hand",
            reader_version="1", blocks=(Block(role="body", start=0, end=len(content)),),
        )  # fmt: skip
        return self.texts.setdefault(text.id, text)

    def _report(self, given: Mapping[str, Any], text: Text, letter: str) -> Report:
        day = self.day(given["on"])
        found = [Found(field="publisher", value=str(given["by"]), basis="sidecar"),
                 Found(field="published", value=day.isoformat(), basis="sidecar")]  # fmt: skip
        if "wire" in given:
            if given["wire"] not in text.content:
                raise self.fault(f"report {letter!r} credits {given['wire']!r}, which its text does not name")
            found.append(Found(field="wire", value=str(given["wire"]), basis="page"))
        return Report(
            id=digest("report", self.name, letter), capture_ids=(text.capture_id,), text_ids=(text.id,),
            found=tuple(found), added_at=datetime.combine(day, time(12), tzinfo=UTC),
        )  # fmt: skip

    def day(self, value: Any) -> date:
        if isinstance(value, date):
            return value
        raise self.fault(f"a day should be written YYYY-MM-DD, got {value!r}")

    def when(self, value: Any, words: str | None = None) -> When | None:
        """A day, or the first and last of several; None for None."""
        if value is None:
            return None
        first, last = value if isinstance(value, list) else (value, value)
        first, last = self.day(first), self.day(last)
        written = first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"
        return When.days(
            first, last, words=words or written, value=written, precision="day" if first == last else "days"
        )

    def side(self, value: Any) -> str | None:
        if value is not None and value not in self.sides:
            raise self.fault(f"{value!r} is no party of {self.world.name}; it has {', '.join(sorted(self.sides))}")
        return value

    def _truth(self, letters: set[str]) -> Truth:
        given = self.given.get("truth") or {}
        self._keys(given, TRUTH_KEYS, "the truth")
        responses = tuple((str(a), str(c), str(k)) for a, c, k in given.get("responses", ()))
        for answer, claim, kind in responses:
            self._known("StatementMention", answer, claim)
            if kind not in DISPUTE_KINDS:
                raise self.fault(f"{kind!r} is no kind of response; there are {', '.join(DISPUTE_KINDS)}")
        parts = tuple((str(a), str(b)) for a, b in given.get("parts", ()))
        repeats = tuple((str(a), str(b)) for a, b in given.get("repeats", ()))
        self._known("IncidentMention", *(label for pair in parts for label in pair))
        self._known("StatementMention", *(label for pair in repeats for label in pair))
        groups = [frozenset(map(str, g)) for g in given.get("origins", ())]
        grouped = [letter for g in groups for letter in g]
        if len(grouped) != len(set(grouped)) or set(grouped) - letters:
            raise self.fault(f"origins {sorted(grouped)} should name reports of the case, each once at most")
        alone = [frozenset({letter}) for letter in sorted(letters - set(grouped))]
        states = dict(given.get("figures", {}))
        self._known("Figure", *states)
        several = {
            label for label, kind in self.kind_of.items()
            if kind == "Figure" and list(self.label_of.values()).count(label) > 1
        }  # fmt: skip
        if several != set(states) or set(states.values()) - (set(STATES) - {"single"}):
            raise self.fault(
                f"truth.figures should give agreeing, growing or conflict for exactly {sorted(several)}: got {states}"
            )
        support = {}
        self._known("IncidentMention", *given.get("support", {}))
        for label, value in given.get("support", {}).items():
            number, *tellers = value if isinstance(value, list) else [value]
            support[label] = (int(number), frozenset(str(t).casefold() for t in tellers))
        return Truth(
            responses=responses, parts=parts, repeats=repeats, origins=(*groups, *alone), figures=states,
            support=support,
        )  # fmt: skip

    def _known(self, kind: str, *labels: str) -> None:
        for label in labels:
            if self.kind_of.get(label) != kind:
                raise self.fault(f"truth names {label!r}, but no {kind} is marked so")


class _Marker:
    """Reads the marks of one report; ``said``, ``told`` and ``counted`` hold (label, record) in the order given."""

    def __init__(self, maker: _Maker, text: Text, marks: Sequence[Mapping[str, Any]]) -> None:
        self.maker = maker
        self.text = text
        self.said: list[tuple[str, StatementMention]] = []
        self.told: list[tuple[str, IncidentMention]] = []
        self.counted: list[tuple[str, Figure]] = []
        for mark in marks:
            if len({"s", "i", "f"} & set(mark)) != 1:
                raise maker.fault(f"a mark is one of s, i and f: {dict(mark)}")
        for mark in marks:
            if "s" in mark:
                self.said.append((str(mark["s"]), self._statement(mark)))
        for mark in marks:
            if "i" in mark:
                self.told.append((str(mark["i"]), self._incident(mark)))
        for mark in marks:
            if "f" in mark:
                self.counted.append((str(mark["f"]), self._figure(mark)))

    def words(self, quoted: str, *, within: Span | None = None) -> Span:
        """The place of quoted words; the whole quotation, or its first part, must stand in the text once."""
        low, high = (within.start, within.end) if within else (0, len(self.text.content))
        head, elided, tail = quoted.partition(ELISION)
        places = _places(self.text.content, head, low, high)
        if len(places) != 1:
            raise self.maker.fault(f"{head!r} stands {len(places)} times in the text; quote words that stand once")
        start, end = places[0], places[0] + len(head)
        if elided:
            after = _places(self.text.content, tail, end, high)
            if not after:
                raise self.maker.fault(f"{tail!r} does not stand after {head!r}")
            end = after[0] + len(tail)
        if "\n" in self.text.content[start:end]:
            raise self.maker.fault(f"{quoted!r} runs over the end of a paragraph; give its pieces in a list")
        return self.text.span(start, end)

    def near(self, printed: str, span: Span, *, outside: Sequence[Span] = ()) -> Span | None:
        """The nearest place of words in the paragraph of a span, outside the spans named; whatever the case."""
        start = self.text.content.rfind("\n", 0, span.start) + 1
        end = self.text.content.find("\n", span.end)
        places = _places(self.text.content, printed, start, len(self.text.content) if end < 0 else end, fold=True)
        free = [p for p in places if not any(s.start < p + len(printed) and p < s.end for s in outside)]
        if not free:
            return None
        best = min(free, key=lambda p: (max(span.start - p, p - span.end, 0), p))
        return self.text.span(best, best + len(printed))

    def anywhere(self, printed: str, span: Span) -> Span:
        """The words inside the span, else nearest to it in the text. Raises: BadCase if they stand nowhere."""
        inside = _places(self.text.content, printed, span.start, span.end, fold=True)
        places = inside or _places(self.text.content, printed, 0, len(self.text.content), fold=True)
        if not places:
            raise self.maker.fault(f"{printed!r} does not stand in the text of the mark {span.words!r}")
        best = min(places, key=lambda p: (abs(p - span.start), p))
        return self.text.span(best, best + len(printed))

    def _statement(self, mark: Mapping[str, Any]) -> StatementMention:
        self.maker._keys(mark, STATEMENT_KEYS, f"statement {mark['s']!r}", needed={"s", "w", "act"})
        pieces = mark["w"] if isinstance(mark["w"], list) else [mark["w"]]
        content = tuple(self.words(str(piece)) for piece in pieces)
        named = [key for key in SPEAKERS if key in mark]
        if len(named) > 1:
            raise self.maker.fault(f"statement {mark['s']!r} has several speakers: {named}")
        speaker = str(mark[named[0]]) if named else None
        source = None
        if "src" in mark:
            source = self.near(str(mark["src"]), content[0], outside=content)
            if source is None:
                raise self.maker.fault(f"source {mark['src']!r} does not stand beside {content[0].words!r}")
        if speaker is not None:
            self.anywhere(speaker, content[0])
            last = speaker.split()[-1] if named == ["who"] else speaker
            source = source or self.near(speaker, content[0], outside=content)
            source = source or self.near(last, content[0], outside=content)
        cue = None
        if "cue" in mark:
            cue = self.near(str(mark["cue"]), content[0], outside=(*content, *([source] if source else ())))
            if cue is None:
                raise self.maker.fault(f"cue {mark['cue']!r} does not stand beside {content[0].words!r}")
        for key in ("role", "via", "reported_by"):
            if key in mark:
                self.anywhere(str(mark[key]), content[0])
        return StatementMention.of(
            content=content, source=source, cue=cue, speaker=speaker,
            speaker_kind=SPEAKERS[named[0]] if named else "unknown",
            role=mark.get("role"), side=self.maker.side(mark.get("side")), act=mark["act"],
            target_side=self.maker.side(mark.get("at")), medium=mark.get("medium", "unknown"),
            said_on=self.maker.when(mark.get("said")), direct=bool(mark.get("direct")), via=mark.get("via"),
            reported_by=mark.get("reported_by"), silence=bool(mark.get("silence")), maker=MAKER,
        )  # fmt: skip

    def _holding(self, span: Span) -> StatementMention | None:
        """The statement of this report in whose content the span lies."""
        return next((m for _, m in self.said if any(c.holds(span) for c in m.content)), None)

    def _incident(self, mark: Mapping[str, Any]) -> IncidentMention:
        label = str(mark["i"])
        self.maker._keys(mark, INCIDENT_KEYS, f"incident {label!r}", needed={"i", "w", "t", "type"})
        words = self.words(str(mark["w"]))
        trigger = self.words(str(mark["t"]), within=words)
        holder = self._holding(words)
        actors, targets = self._people(mark.get("by"), words), self._people(mark.get("hit"), words)
        own = holder is not None and holder.side is not None and holder.side in {a.side for a in actors}
        said_as = mark.get("as", "narrated" if holder is None else "claimed" if own else "alleged")
        places = mark.get("place") or []
        where = tuple(
            self.maker.world.where(name, self.anywhere(name, words))
            for name in (places if isinstance(places, list) else [places])
        )
        counts = tuple(self._counts(mark, words, holder))
        mention = IncidentMention.of(
            words=words, trigger=trigger, type=mark["type"], said_as=said_as,
            said_by=holder.speaker if holder else None, said_by_side=holder.side if holder else None,
            statement_mention=holder.id if holder else None, background=bool(mark.get("bg")),
            actors=actors, targets=targets, places=where, when=self.maker.when(mark.get("day")), counts=counts,
            weapon=mark.get("weapon"), civilian_harm=bool(mark.get("civ")), maker=MAKER,
        )  # fmt: skip
        for count in counts:
            self.counted.append((_toll_label(label, count), _toll(mention, count)))
        return mention

    def _people(self, given: Any, words: Span) -> tuple[Participant, ...]:
        found = []
        for one in given if isinstance(given, list) else [given] if given else []:
            printed, _, side = str(one).partition("/")
            span = self.anywhere(printed, words)
            named = side or (printed if printed in self.maker.sides else None)
            found.append(Participant(name=span.words, span=span, side=self.maker.side(named)))
        return tuple(found)

    def _counts(self, mark: Mapping[str, Any], words: Span, holder: StatementMention | None) -> Iterator[Count]:
        for effect in (e for e in EFFECTS if e in mark):
            for one in mark[effect] if isinstance(mark[effect], list) else [mark[effect]]:
                printed, equals, value = str(one).rpartition(" = ")
                span = self.anywhere(printed if equals else str(one), words)
                yield Count(
                    effect=effect, span=span, said_by=holder.speaker if holder else None,  # type: ignore[arg-type]
                    **self._value(value),
                )  # fmt: skip

    def _value(self, given: Any) -> dict[str, Any]:
        """value, bound, low, high and perhaps unit out of "12+ soldiers"."""
        match = _VALUE.fullmatch(str(given))
        if match is None:
            raise self.maker.fault(f"a value is a number, a mark of + - ~ ? and a unit, got {given!r}")
        number, bound = float(match["value"]), _BOUNDS[match["bound"]]
        whole = int(number) if number.is_integer() else number
        low = whole if bound in ("at_least", "vague") else number * 0.9 if bound == "about" else None
        high = whole if bound == "at_most" else number * 1.1 if bound == "about" else None
        made = {"value": None if bound == "vague" else whole, "bound": bound, "low": low, "high": high}
        return made | ({"unit": match["unit"]} if match["unit"] else {})

    def _figure(self, mark: Mapping[str, Any]) -> Figure:
        self.maker._keys(mark, FIGURE_KEYS, f"figure {mark['f']!r}", needed={"f", "w", "v", "unit", "q"})
        span = self.words(str(mark["w"]))
        holder = self._holding(span)
        period = self.maker.when(mark.get("period"))
        if mark.get("said_by"):
            self.anywhere(str(mark["said_by"]), span)
        place = mark.get("place")
        if place:
            self.anywhere(str(place), span)
        return Figure.of(
            span=span, quantity=str(mark["q"]), unit=str(mark["unit"]), kind=mark.get("kind", "level"),
            definition=mark.get("def"), side=self.maker.side(mark.get("side")), place=place,
            as_of=self.maker.when(mark.get("as_of")), period=period,
            said_by=mark.get("said_by") or (holder.speaker if holder else None),
            said_by_side=holder.side if holder else None, part=bool(mark.get("part")),
            denied=bool(mark.get("denied")), maker=MAKER, **self._value(mark["v"]),
        )  # fmt: skip


def _toll_label(incident: str, count: Count) -> str:
    return f"{incident}.{count.effect}" + ("" if count.unit == "people" else f".{count.unit}")


def _toll(mention: IncidentMention, count: Count) -> Figure:
    """The toll figure of an incident's count, in the form in which ``annotate.figures`` makes it."""
    place = mention.where
    event = mention.type.replace("_", " ")
    return Figure.of(
        span=count.span, quantity=f"{count.unit} {count.effect} in {event}" + (f" at {place.name}" if place else ""),
        unit=f"{count.unit} {count.effect}", value=count.value, low=count.low, high=count.high, bound=count.bound,
        kind="toll", place=place.name if place else None, as_of=mention.when, said_by=count.said_by,
        said_by_side=mention.said_by_side, part=count.part, maker=MAKER,
    )  # fmt: skip


def _places(content: str, words: str, low: int, high: int, *, fold: bool = False) -> list[int]:
    """Where the words stand between two offsets, not inside longer words."""
    pattern = rf"(?<!\w){re.escape(words)}(?!\w)"
    return [m.start() for m in re.compile(pattern, re.IGNORECASE if fold else 0).finditer(content, low, high)]
