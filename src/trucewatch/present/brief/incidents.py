"""Incidents in time order: every account and every attribution side by side, none preferred."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from trucewatch.present.brief.evidence import Evidence, folded
from trucewatch.present.brief.model import AccountShown, Attribution, Citation, IncidentShown
from trucewatch.present.brief.period import first_day, outlets_of, reported_words
from trucewatch.present.brief.short_ids import anchor, short_ids
from trucewatch.present.brief.words import (
    BOUNDS,
    DID,
    EFFECTS,
    HEADS,
    PRECISIONS,
    SAID_AS,
    number_words,
    reach_words,
    type_label,
    when_words,
)
from trucewatch.present.export.held import Held
from trucewatch.present.export.people import People
from trucewatch.present.export.rows import incident_status, unrealised
from trucewatch.records.count import Count
from trucewatch.records.hands import hands_in
from trucewatch.records.incident import Incident
from trucewatch.records.mention import IncidentMention, Participant
from trucewatch.records.where import Where

REPORTER = "the report itself"
STATUSES: Mapping[str | None, str] = {
    "scheduled": "Planned; no report says that it took place",
    "alleged": "As somebody's account only; no report tells it in its own voice",
    None: "",
}
UNREALISED = "Threatened or spoken of as possible; no report says that it took place"


class Incidents:
    """Makes the shown form of incidents."""

    def __init__(
        self,
        incidents: Iterable[Incident],
        mentions: Iterable[IncidentMention],
        evidence: Evidence,
        people: People,
        origins: Mapping[str, str],
        held: Held | None = None,
    ) -> None:
        """``held`` keeps places back."""
        self.incidents = {incident.id: incident for incident in incidents}
        self._mentions = {mention.id: mention for mention in mentions}
        self._evidence = evidence
        self._people = people
        self._origins = origins
        self._held = held
        self._shown = short_ids("incident", self.incidents)

    def mentions(self, incident: Incident) -> list[IncidentMention]:
        """The tellings whose words are at hand."""
        told = [self._mentions[i] for i in incident.mention_ids if i in self._mentions]
        return [mention for mention in told if self._evidence.text(mention.text_id)]

    def shown_id(self, incident: Incident) -> str:
        return self._shown[incident.id]

    def published(self, incident: Incident) -> list[date | None]:
        reports = self._evidence.reports_of(mention.text_id for mention in self.mentions(incident))
        return [self._evidence.day_of(report) for report in reports]

    def shown(self, incident: Incident) -> IncidentShown:
        mentions = self.mentions(incident)
        text_ids = [mention.text_id for mention in mentions]
        day, dated = first_day(incident.when, self._evidence, text_ids)
        shown_id = self._shown[incident.id]
        reports = self._evidence.reports_of(text_ids)
        return IncidentShown(
            anchor=anchor(shown_id),
            shown_id=shown_id,
            type=type_label(incident.type),
            when=when_words(incident.when) if dated else reported_words(day),
            day=day,
            dated=dated,
            **self._place(incident),
            status=UNREALISED if unrealised(incident) else STATUSES[incident_status(incident)],
            heads=HEADS.get(incident.type, DID),
            targets=tuple(dict.fromkeys(name for t in incident.targets if (name := self._named(t.name, t.side)))),
            attributions=self._attributions(incident, mentions),
            denials=self._denials(mentions),
            counts=self._counts(incident.counts),
            accounts=self._accounts(mentions),
            outlets=outlets_of(reports),
            origins=len({self._origins[report.id] for report in reports}),
            by_person=any(hand.entered or hand.fields for hand in hands_in(incident, mentions)),
            note=self._people.shown(incident.note),
        )

    def _place(self, incident: Incident) -> dict[str, str]:
        place = self._held.place(incident) if self._held else None
        if place is None or place.how == "as told":
            precision = PRECISIONS[incident.where.precision] if incident.where else ""
            return {"place": place_words(incident.where), "precision": precision}
        if place.where is None:
            return {"place": place.words, "precision": ""}
        return {"place": f"{place_words(place.where)} ({place.words})", "precision": PRECISIONS[place.where.precision]}

    def _named(self, name: str, side: str | None) -> str:
        """The side, with the words that were read as it where they differ; words of the report stand in marks."""
        words = self._people.shown(name) or ""
        if side is None:
            return f"“{words}”" if words else ""
        return side if side.casefold() == words.casefold() else f"{side} (“{words}”)"

    def _attributions(self, incident: Incident, mentions: Sequence[IncidentMention]) -> tuple[Attribution, ...]:
        """Who is named as having done it, each with everybody who says so, in the order of the reports."""
        held = {(p.side or p.name).casefold() for p in incident.actors}
        by: dict[str, dict[str, dict[Citation, None]]] = {}
        for mention in self._in_order(mentions):
            if mention.said_as == "denied":
                continue
            for actor in mention.actors:
                citation = self._evidence.citation(actor.span or mention.words)
                if (actor.side or actor.name).casefold() in held and citation is not None:
                    said_by = self._speaker(actor.said_by or mention.said_by, mention.said_by_side)
                    by.setdefault(self._actor(actor), {}).setdefault(said_by, {})[citation] = None
        return tuple(
            Attribution(
                actor=actor,
                by=tuple((said_by, tuple(citations)) for said_by, citations in told.items()),
            )
            for actor, told in by.items()
        )

    def _actor(self, actor: Participant) -> str:
        """The side; who is no side is named in the words of the report, in marks."""
        return actor.side or f"“{self._people.shown(actor.name)}”"

    def _denials(self, mentions: Sequence[IncidentMention]) -> tuple[tuple[str, Citation], ...]:
        found: dict[tuple[str, Citation], None] = {}
        for mention in self._in_order(mentions):
            citation = self._evidence.citation(mention.words)
            if mention.said_as == "denied" and citation is not None:
                found[(self._speaker(mention.said_by, mention.said_by_side), citation)] = None
        return tuple(found)

    def _counts(self, counts: Sequence[Count]) -> tuple[tuple[str, tuple[tuple[str, str, Citation], ...]], ...]:
        """Effect -> every value with who says so and where, in the order of the reports."""
        found: dict[str, list[tuple[str, str, Citation]]] = {}
        for count in counts:
            citation = self._evidence.citation(count.span)
            if citation is not None:
                value = (count_words(count), self._speaker(count.said_by), citation)
                values = found.setdefault(EFFECTS[count.effect], [])
                if value not in values:
                    values.append(value)
        return tuple((effect, tuple(sorted(values, key=lambda v: v[2].number))) for effect, values in found.items())

    def _accounts(self, mentions: Sequence[IncidentMention]) -> tuple[AccountShown, ...]:
        """Every telling in the order of the reports; those alike in teller and words are one, cited for each report."""
        accounts: dict[tuple[str, str, tuple[str, ...]], AccountShown] = {}
        for mention in self._in_order(mentions):
            passage = self._evidence.passage([mention.words])
            if passage is None:
                continue
            told = SAID_AS[mention.said_as]
            if mention.said_by:
                speaker = self._speaker(mention.said_by, mention.said_by_side)
                told = f"told by {speaker}" if mention.said_as == "narrated" else f"{told} by {speaker}"
            named = tuple(dict.fromkeys(self._named(actor.name, actor.side) for actor in mention.actors))
            counts = tuple(f"{count_words(count)} {EFFECTS[count.effect]}" for count in mention.counts)
            key = (told, folded(passage.words), named)
            before = accounts.get(key)
            if before is not None:
                counts = tuple(dict.fromkeys((*before.counts, *counts)))
                passage = replace(before.passage, also=(*before.passage.also, passage.citation, *passage.also))
            accounts[key] = AccountShown(told=told, named=named, counts=counts, passage=passage)
        return tuple(accounts.values())

    def _speaker(self, name: str | None, side: str | None = None) -> str:
        if name is None:
            return REPORTER
        told = self._people.shown(name) or name
        return f"{told} ({side})" if side and side != told else told

    def _in_order(self, mentions: Sequence[IncidentMention]) -> list[IncidentMention]:
        """By number of the source, then by place in it."""

        def place(mention: IncidentMention) -> tuple[int, int]:
            reports = self._evidence.reports_of([mention.text_id])
            return (self._evidence.numbers[reports[0].id] if reports else 0, mention.words.start)

        return sorted(mentions, key=place)


def count_words(count: Count) -> str:
    """``at least 11``, ``dozens (12 to 99)``; with the unit where it is not people, whom a part counts, a denial."""
    value = f"{BOUNDS.get(count.bound, '')}{number_words(count.shown)}"
    if count.bound == "vague" and count.low is not None:
        value += f" ({reach_words(count.low, count.high)})"
    if count.unit != "people":
        value += f" {count.unit}"
    if count.part:
        value = f"among them {value}" + (f" {count.group}" if count.group and count.value != 1 else "")
    return f"denied: {value}" if count.denied else value


def place_words(where: Where | None) -> str:
    """The place as printed with the area and country that the gazetteer knows; no coordinates."""
    if where is None:
        return "place not given"
    around = (where.admin1, where.country_name)
    return ", ".join([where.name, *(name for name in around if name and name.casefold() != where.name.casefold())])
