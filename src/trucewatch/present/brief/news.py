"""What changed since an earlier brief, as lines that lead to the records."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from trucewatch.assess.changes import ChangedRecord, Changes, FieldChange, StateChange
from trucewatch.present.brief.evidence import Evidence, publisher_of
from trucewatch.present.brief.frame import Line, News, NewsGroup
from trucewatch.present.brief.incidents import count_words, place_words
from trucewatch.present.brief.model import Citation, IncidentShown
from trucewatch.present.brief.short_ids import anchor
from trucewatch.present.brief.statements import Items
from trucewatch.present.brief.words import (
    EFFECTS,
    RESPONSES,
    act_label,
    counted,
    day_words,
    listed,
    number_words,
    type_label,
    when_words,
)
from trucewatch.present.export.held import Held
from trucewatch.present.export.people import People
from trucewatch.records.count import Count
from trucewatch.records.figure import FigureSeries
from trucewatch.records.ids import shown
from trucewatch.records.incident import Incident
from trucewatch.records.mention import Participant
from trucewatch.records.report import Notice, Report
from trucewatch.records.statement import Statement
from trucewatch.records.when import When
from trucewatch.records.where import Where

#: Lines of one kind at most; the rest is counted.
MOST = 20
NOT_GIVEN = "not given"
#: The names of fields as they are printed.
FIELDS: Mapping[str, str] = {
    "said_on": "day said", "target_side": "side addressed", "rival_speakers": "other names given", "direct": "quoted",
    "reported_by": "told by", "civilian_harm": "civilians harmed", "part_of": "part of", "as_of": "day", "when": "day",
    "where": "place", "actors": "named as having done it", "targets": "struck or affected", "said_by": "given by",
    "obligor": "owed by", "beneficiary": "owed to", "due": "date", "due_rule": "rule", "text_id": "text",
}  # fmt: skip
STATES: Mapping[str, str] = {"assessment": "in the reports", "clock": "clock"}


class NewsLines:
    """Makes the lines; what the brief does not show, by its period or filter, is counted and not listed."""

    def __init__(
        self, items: Items, incidents: Mapping[str, IncidentShown], listed_ids: Collection[str], evidence: Evidence,
        people: People, *, public: Collection[str] | None = None, held: Held | None = None,
    ) -> None:  # fmt: skip
        """``listed_ids`` are the ids of the records that stand in the brief, reports among them. In a brief that may
        reach anybody, ``public`` are the mentions that anybody may see: who works on the case is not named there, nor
        what they gave as reason, no earlier title of a report, nor what is gone and rests on none of these; ``held``
        keeps places back."""
        self.named = public is None
        self.public = public
        self.items = items
        self.incidents = incidents
        self.listed = listed_ids
        self.evidence = evidence
        self.people = people
        self.held = held

    def news(self, changes: Changes, since: str, *, refs: Collection[str]) -> News:
        """``refs`` are the provisions that stand in the brief."""
        groups = (
            self._group("New reports", changes.reports, self._report),
            self._group("New statements", changes.statements, self._statement),
            self._group("New incidents", changes.incidents, self._incident),
            self._group("Newly answered", changes.answered, lambda a: self._answered(a.claim, a.answers)),
            self._group("No longer answered", changes.unanswered, lambda a: self._answered(a.claim, a.answers)),
            self._group("Changed values", changes.changed, self._changed),
            self._group("Told again by further reports", changes.told_again, self._told_again),
            self._group("Joined", changes.merged, lambda m: self._joined(m.kind, m.id, m.into)),
            self._group("No longer in the record", changes.gone, lambda c: self._gone(c.before)),
            self._group("Figures newly in conflict", changes.figures, self._series),
            self._group("Provisions", changes.states, lambda s: self._state(s) if s.ref in refs else None),
            self._group("Decisions that no longer find their words", changes.lost, self._lost),
        )
        return News(since=since, groups=tuple(g for g in groups if g.total))

    @staticmethod
    def _group(heading: str, found: Iterable[Any], line: Callable[[Any], Line | None]) -> NewsGroup:
        every = list(found)
        lines = [made for one in every if (made := line(one)) is not None]
        return NewsGroup(
            heading=heading, lines=tuple(lines[:MOST]), more=max(0, len(lines) - MOST), outside=len(every) - len(lines)
        )

    # -- records ---------------------------------------------------------------------------------------

    def _report(self, report: Report) -> Line | None:
        if report.id not in self.listed:
            return None
        report = self.evidence.report(report.id)  # as it may be shown: what is new comes as it is stored
        title = f", “{self.people.masked(report.title)}”" if report.title else ""
        day = f", {day_words(report.published)}" if report.published else ""
        number = self.evidence.numbers[report.id]
        return Line(words=f"{publisher_of(report)}{title}{day}", citations=(Citation(number=number, part=""),))

    def _statement(self, statement: Statement) -> Line | None:
        if statement.id not in self.listed:
            return None
        item = self.items.item(statement)
        first = item.passages[:1]
        side = f" ({item.side})" if item.side and item.side != item.speaker else ""
        return Line(
            words=f"{item.when}: {item.speaker}{side}, {item.act}", quote=first[0].shown_words if first else "",
            citations=tuple(p.citation for p in first), leads=((item.shown_id, item.anchor),),
        )  # fmt: skip

    def _incident(self, incident: Incident) -> Line | None:
        one = self.incidents.get(incident.id)
        if one is None:
            return None
        return Line(
            words=f"{one.when}: {one.type}, {one.place}",
            citations=tuple(a.passage.citation for a in one.accounts[:1]), leads=((one.shown_id, one.anchor),),
        )  # fmt: skip

    def _answered(self, claim: Statement, answers: Iterable[tuple[Statement, str]]) -> Line | None:
        line = self._statement(claim)
        if line is None:
            return None
        given = [
            (f"{RESPONSES.get(kind, kind).lower()} by {item.speaker}, {item.when}", (item.shown_id, item.anchor))
            for answer, kind in answers
            if answer.id in self.items.statements
            for item in [self.items.item(answer)]
        ]
        words = f"{line.words}; answer: {listed([w for w, _ in given])}" if given else line.words
        return Line(words=words, citations=line.citations, leads=(*line.leads, *(lead for _, lead in given)))

    def _lead(self, kind: str, record_id: str) -> tuple[str, str]:
        if kind == "statement" and record_id in self.items.statements:
            item = self.items.item(self.items.statements[record_id])
            return item.shown_id, item.anchor if record_id in self.listed else ""
        if kind == "incident" and record_id in self.incidents:
            return self.incidents[record_id].shown_id, self.incidents[record_id].anchor
        name = shown(kind, record_id)
        return name, anchor(name) if record_id in self.listed else ""

    def _changed(self, one: ChangedRecord) -> Line | None:
        if one.id not in self.listed:
            return None
        values = [v for v in one.values if (self.named or v.field != "title") and not self._tells_place(one, v)]
        words = [self._value(value) for value in values]
        if one.tellings[1] < one.tellings[0]:
            words.append(f"told in {one.tellings[1]} instead of {one.tellings[0]} places")
        if not words:
            return None
        told = f"{one.kind.capitalize()}: {'; '.join(words)}"
        if self.held:
            told = self.held.covered_for(told, one.before, one.after)
        return Line(words=told, leads=(self._lead(one.kind, one.id),))

    def _tells_place(self, one: ChangedRecord, value: FieldChange) -> bool:
        """True for a change of a place that is held back now, or was of an incident of a kind that is."""
        if self.held is None or value.field not in ("where", "places"):
            return False
        return any(isinstance(r, Incident) and self.held.holds(r) for r in (one.before, one.after))

    def _value(self, value: FieldChange) -> str:
        person = f"by {value.by.name}" if self.named else "by a person"
        by = person if value.by.kind == "person" else f"as now read ({value.by.name})"
        why = f": {self.people.masked(value.why)}" if value.why and self.named else ""
        name = FIELDS.get(value.field, value.field.replace("_", " "))
        if value.field == "text_id":
            return "the page as received is another than before"
        return f"{name}: {self.words(value.field, value.before)} → {self.words(value.field, value.after)}, {by}{why}"

    def _told_again(self, one: ChangedRecord) -> Line | None:
        if one.id not in self.listed:
            return None
        more = one.tellings[1] - one.tellings[0]
        return Line(words=counted(more, "more telling", "more tellings"), leads=(self._lead(one.kind, one.id),))

    def _joined(self, kind: str, record_id: str, into: str) -> Line | None:
        if into not in self.listed:
            return None
        return Line(
            words=f"{kind.capitalize()} {shown(kind, record_id)} is now one with", leads=(self._lead(kind, into),)
        )

    def _gone(self, record: Statement | Incident) -> Line | None:
        if self.public is not None and not any(m in self.public for m in record.mention_ids):
            return None
        if isinstance(record, Statement):
            speaker = self.people.shown(record.speaker, record.role) or "speaker not named"
            return Line(words=f"{speaker}, {act_label(record.act)} {shown('statement', record.id)}")
        place = "place held back" if self.held and self.held.holds(record) else place_words(record.where)
        return Line(words=f"{type_label(record.type)}, {place} {shown('incident', record.id)}")

    def _series(self, series: FigureSeries) -> Line | None:
        if series.id not in self.listed:
            return None
        return Line(
            words=self.people.masked(series.quantity[:1].upper() + series.quantity[1:]),
            leads=(self._lead("series", series.id),),
        )

    @staticmethod
    def _state(state: StateChange) -> Line:
        due = f", {day_words(state.due)}" if state.what == "clock" and state.due else ""
        before = f", {day_words(state.due_before)}" if state.due_before and state.due_before != state.due else ""
        words = f"{state.ref}, {STATES[state.what]}: {state.before}{before} → {state.after}{due}"
        return Line(words=words)

    def _lost(self, decision: Any) -> Line:
        what = f"{decision.action} {decision.field}" if decision.field else decision.action
        who = f", by {decision.who}" if self.named else ""
        return Line(words=f"{shown('decision', decision.id)}: {what}{who}, {day_words(decision.when.date())}")

    # -- values ----------------------------------------------------------------------------------------

    def words(self, field: str, value: Any) -> str:
        """A recorded value in words; names of private persons stay covered."""
        if isinstance(value, bool):
            return "yes" if value else "no"
        if value is None or value in ("", ()):
            return NOT_GIVEN
        if isinstance(value, tuple):
            return listed(list(dict.fromkeys(self.words(field, one) for one in value)))
        if isinstance(value, When):
            return when_words(value)
        if isinstance(value, Where):
            return self.people.masked(place_words(value))
        if isinstance(value, Count):
            return f"{count_words(value)} {EFFECTS[value.effect]}"
        if isinstance(value, Participant):
            return value.side or f"“{self.people.shown(value.name)}”"
        if isinstance(value, Notice):
            return f"{value.kind} by the outlet"
        if field == "part_of":
            return shown("incident", value)
        if field == "act":
            return act_label(value)
        if field == "type":
            return type_label(value)
        if isinstance(value, int | float):
            return number_words(int(value) if float(value).is_integer() else value)
        return self.people.shown(str(value)) or str(value)
