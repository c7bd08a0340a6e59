"""Grades of sources and of what they tell: by persons only, each scale for itself, never worked out by the machine.

A source (an outlet, by its name) is graded for reliability, A to F; a report or mention for credibility, 1 to 6. What a
reliable source tells may be doubted and the other way about, so that the two are never joined into one number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from trucewatch.errors import BadInput
from trucewatch.link.anchors import overlap
from trucewatch.link.corrections import ENOUGH_OVERLAP
from trucewatch.records.decision import Decision, active
from trucewatch.records.ids import random_id
from trucewatch.records.mention import IncidentMention, StatementMention
from trucewatch.records.report import Report
from trucewatch.records.span import Span
from trucewatch.records.vocabulary import CREDIBILITY, RELIABILITY
from trucewatch.store import Store

Scale = Literal["reliability", "credibility"]
SCALES: Mapping[Scale, Mapping[str, str]] = {"reliability": RELIABILITY, "credibility": CREDIBILITY}
#: ``Decision.target_kind`` of a grade of a source; its target is the source's name.
SOURCE = "source"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """``code`` on its ``scale``, in words, by whom and why; ``decision`` is the id of the decision."""

    scale: Scale
    code: str
    who: str
    when: datetime
    why: str
    decision: str

    @property
    def words(self) -> str:
        return SCALES[self.scale][self.code]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grades:
    """Every grade in force: of sources by name, of reports and mentions by id. ``anchors`` are the words of graded
    mentions, by which one that was made anew is known again."""

    sources: Mapping[str, Grade]
    records: Mapping[str, Grade]
    anchors: Mapping[str, tuple[Span, ...]]

    def of_source(self, publisher: str | None) -> Grade | None:
        return self.sources.get(publisher.strip().casefold()) if publisher else None

    def of_report(self, report: Report) -> Grade | None:
        return self.records.get(report.id)

    def of_mention(self, mention: StatementMention | IncidentMention) -> Grade | None:
        """The grade of a mention, also where it was graded under other spans of the same words."""
        if mention.id in self.records:
            return self.records[mention.id]
        for graded, anchor in self.anchors.items():
            if anchor and anchor[0].text_id == mention.text_id and overlap(mention.rests_on, anchor) >= ENOUGH_OVERLAP:
                return self.records[graded]
        return None


def grades_in(store: Store) -> Grades:
    """Every grade in force in a case."""
    return grades_of(store.decisions(actions=("grade", "undo")))


def grades_of(decisions: Sequence[Decision]) -> Grades:
    """The grades that decisions give, the later in the place of the earlier."""
    sources: dict[str, Grade] = {}
    records: dict[str, Grade] = {}
    anchors: dict[str, tuple[Span, ...]] = {}
    for decision in active(decisions):
        if decision.action != "grade":
            continue
        held, name = (
            (sources, decision.target.casefold()) if decision.target_kind == SOURCE else (records, decision.target)
        )
        anchors.pop(decision.target, None)
        held.pop(name, None)
        if decision.new is None:
            continue
        held[name] = Grade(
            scale=decision.field, code=decision.new, who=decision.who, when=decision.when, why=decision.why,  # type: ignore[arg-type]
            decision=decision.id,
        )  # fmt: skip
        if decision.anchor:
            anchors[decision.target] = decision.anchor
    return Grades(sources=sources, records=records, anchors=anchors)


def grade(store: Store, target: str, code: str | None, *, why: str, who: str) -> Decision:
    """The decision that grades a source by its name (A to F) or a report or mention by its id (1 to 6); None takes the
    grade away. It is not saved.

    Raises: BadInput for a source or grade that there is none of; UnknownRecord, AmbiguousRecord for an id.
    """
    if not why.strip():
        raise BadInput("a grade needs a reason: --why says on what it rests")
    kind, record_id, record = graded_thing(store, target)
    scale: Scale = "reliability" if kind == SOURCE else "credibility"
    code = code.strip().upper() if code is not None else None
    if code is not None and code not in SCALES[scale]:
        known = "; ".join(f"{c} {words}" for c, words in SCALES[scale].items())
        what = "a source is graded for reliability" if kind == SOURCE else f"a {kind} is graded for credibility"
        raise BadInput(f"{what}, got {code!r}; the grades are {known}")
    before = grades_in(store)
    old = before.of_source(record_id) if kind == SOURCE else before.records.get(record_id)
    return Decision(
        id=random_id(), action="grade", target_kind=kind, target=record_id,
        anchor=record.rests_on if isinstance(record, StatementMention | IncidentMention) else (),
        field=scale, seen=old.code if old else None, new=code, why=why, who=who, when=datetime.now(UTC),
    )  # fmt: skip


def graded_thing(store: Store, target: str) -> tuple[str, str, Any]:
    """(kind, id or name, record) of what a grade is given to.

    Raises: BadInput naming the sources there are, or what can be graded.
    """
    names = store.publishers()
    source = next((p for p in names if p.casefold() == target.strip().casefold()), None)
    if source is not None:
        return SOURCE, source, None
    if target[:2] not in ("r:", "m:"):
        near = ", ".join(names[:20]) or "none"
        raise BadInput(
            f"{target!r} is no source of this case and no report (r:…) or mention (m:…), which can be graded; "
            f"sources are {near}"
        )
    kind, record = store.find(target)
    return kind, record.id, record


def credibility_of(mentions: Iterable[Any], grades: Grades) -> list[tuple[Any, Grade]]:
    """Those of these mentions that were graded."""
    found = ((mention, grades.of_mention(mention)) for mention in mentions)
    return [(mention, grade) for mention, grade in found if grade is not None]
