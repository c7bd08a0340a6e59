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
``truth``: ``responses`` [[answer, claim, kind]], ``optional`` [[answer, claim]] (neither a miss nor a false alarm),
``parts`` [[episode, campaign]], ``repeats`` [[later, earlier]], ``origins`` (groups of reports that share one),
``figures`` (state of each label with several figures), ``support`` (incident -> number of independent origins telling
it in their own voice, then the sides and others who claim it).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from functools import lru_cache
from io import StringIO
from pathlib import Path
from typing import Any, get_args

from ruamel.yaml import YAML
from tests.link.linking_marks import BadCase, Context, Marker, World

from trucewatch.intake.agreements import parse_agreement
from trucewatch.link.linker import LinkInput
from trucewatch.records.figure import Agreement as FigureState
from trucewatch.records.figure import Figure
from trucewatch.records.ids import digest
from trucewatch.records.mention import IncidentMention, StatementMention
from trucewatch.records.report import Found, Report
from trucewatch.records.text import Block, Text, text_id
from trucewatch.records.vocabulary import DISPUTE_KINDS

FOLDER = Path(__file__).parent / "linking_cases"
WORLDS = "agreements.yaml"
#: Reports of a case written by hand.
MOST_REPORTS = 6
STATES: tuple[str, ...] = get_args(FigureState)
CASE_KEYS = {"name", "phenomenon", "world", "reports", "truth"}
REPORT_KEYS = {"id", "by", "on", "text", "same_text_as", "wire", "marks"}
TRUTH_KEYS = {"responses", "optional", "parts", "repeats", "origins", "figures", "support"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What is so, by the labels of the marks and the ids of the reports. ``origins`` covers every report."""

    responses: tuple[tuple[str, str, str], ...] = ()
    optional: tuple[tuple[str, str], ...] = ()
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


def make_case(
    given: Mapping[str, Any], *, file: str = "by hand", world: World | None = None, most: int | None = MOST_REPORTS
) -> Case:
    """Check one case as given in YAML and make its records. Raises: BadCase.

    A generated case brings its own world and may have any number of reports.
    """
    return _Maker(given, file, world, most).case()


class _Maker(Context):
    """Builds the records of one case, report by report."""

    def __init__(self, given: Mapping[str, Any], file: str, world: World | None, most: int | None) -> None:
        name, called = str(given.get("name")), str(given.get("world"))
        if world is None and called not in worlds():
            raise BadCase(f"{file}, case {name!r}: unknown world {called!r}; {WORLDS} has {', '.join(worlds())}")
        super().__init__(name, file, world or worlds()[called])
        self.given = given
        self.most = most
        self.keys(given, CASE_KEYS, "the case", needed=CASE_KEYS - {"truth"})
        self.label_of: dict[str, str] = {}
        self.kind_of: dict[str, str] = {}
        self.texts: dict[str, Text] = {}

    def case(self) -> Case:
        by_letter: dict[str, Report] = {}
        statements: dict[str, StatementMention] = {}
        incidents: dict[str, IncidentMention] = {}
        figures: dict[str, Figure] = {}
        for given in self.given["reports"]:
            self.keys(given, REPORT_KEYS, f"report {given.get('id')!r}", needed={"id", "by", "on"})
            letter = str(given["id"])
            if letter in by_letter:
                raise self.fault(f"two reports are called {letter!r}")
            text = self._text(given, by_letter)
            by_letter[letter] = self._report(given, text, letter)
            marker = Marker(self, text, given.get("marks") or [])
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
        if self.most is not None and not 2 <= len(by_letter) <= self.most:
            raise self.fault(f"{len(by_letter)} reports; a case has 2 to {self.most}")
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

    def _truth(self, letters: set[str]) -> Truth:
        given = self.given.get("truth") or {}
        self.keys(given, TRUTH_KEYS, "the truth")
        responses = tuple((str(a), str(c), str(k)) for a, c, k in given.get("responses", ()))
        for answer, claim, kind in responses:
            self._known("StatementMention", answer, claim)
            if kind not in DISPUTE_KINDS:
                raise self.fault(f"{kind!r} is no kind of response; there are {', '.join(DISPUTE_KINDS)}")
        optional = tuple((str(a), str(c)) for a, c in given.get("optional", ()))
        self._known("StatementMention", *(label for pair in optional for label in pair))
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
            responses=responses, optional=optional, parts=parts, repeats=repeats, origins=(*groups, *alone),
            figures=states, support=support,
        )  # fmt: skip

    def _known(self, kind: str, *labels: str) -> None:
        for label in labels:
            if self.kind_of.get(label) != kind:
                raise self.fault(f"truth names {label!r}, but no {kind} is marked so")
