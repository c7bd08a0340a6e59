"""Each record of a case as a row of the records form (docs/records-form.md)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from trucewatch.assess.claimed import ClaimedReading
from trucewatch.assess.holding import PlaceTold
from trucewatch.present.export.people import People
from trucewatch.present.export.places import Document, Documents
from trucewatch.records.actor import Actor
from trucewatch.records.commitment import Commitment
from trucewatch.records.count import Count
from trucewatch.records.figure import Figure, FigureSeries
from trucewatch.records.hands import SIGNED, SOMEBODY, hands_in, made_by
from trucewatch.records.incident import Incident
from trucewatch.records.judgement import Judgement
from trucewatch.records.maker import Maker, Reason
from trucewatch.records.mention import IncidentMention, Participant, StatementMention
from trucewatch.records.span import Span
from trucewatch.records.statement import Statement
from trucewatch.records.vocabulary import MUTUAL
from trucewatch.records.when import When

Row = dict[str, Any]
#: Who made an actor that no linking has touched.
LISTED = Maker(kind="machine", name="agreement file", version="1")
#: Accounts of what has not happened: harm announced, or spoken of under a condition.
UNREALISED = frozenset({"threatened", "hypothetical"})


def document_row(document: Document, number: int, people: People) -> Row:
    """One input file. A report that came in as several files has a row for each; ``report`` is the same in all."""
    report, text, capture = document.report, document.text, document.capture
    return {
        "id": report.id if number == 1 else f"{report.id}#{number}",
        "report": report.id,
        "file": document.file,
        "title": people.masked(report.title) if report.title else None,
        "publisher": report.publisher,
        "published": _iso(report.published),
        "text_sha256": text.id if text else report.text_id,
        "text_file": document.text_file,
        "body": [[start, end] for start, end in text.body()] if text else [],
        "url": report.url,
        "capture_sha256": text.capture_id if text else report.capture_id,
        "media_type": capture.media_type if capture else None,
        "fetched_at": capture.fetched_at.isoformat() if capture else None,
        "language": text.language if text else None,
        "encoding": text.encoding if text else None,
        "reader": f"{text.reader} {text.reader_version}" if text else None,
        "redacted": text is None,
        "wires": list(report.wires),
        "kind": report.kind,
        "known_by": {f.field: f.basis for f in reversed(report.found) if report.best(f.field) is f},
        "notices": [
            {"kind": n.kind, "dated": _iso(n.dated), "start": n.span.start, "end": n.span.end} for n in report.notices
        ],
    }


def spots(spans: Iterable[Span], documents: Documents, **more: Any) -> list[Row]:
    """Where spans stand: one spot for each file that holds the text; none in an older reading or a translation."""
    return [
        {"file": document.file, "start": span.start, "end": span.end, **more}
        for span in spans
        for document in documents.of_text(span.text_id)
    ]


def statement_row(
    statement: Statement, mentions: Sequence[StatementMention], documents: Documents, people: People
) -> Row | None:
    """A statement with its pieces; None if no mention of it stands in a current text (silence is no mention)."""
    pieces = [spot for m in mentions for spot in spots(m.content, documents, mention=m.id)]
    if not pieces:
        return None
    said = statement.said_on
    return {
        "id": statement.id,
        "speaker": people.shown(statement.speaker, statement.role),
        "speaker_withheld": people.withheld(statement.speaker),
        "actor_id": statement.actor_id,
        "role": people.shown(statement.role),
        "party": statement.side,
        "act": statement.act,
        "target_party": statement.target_side,
        "medium": statement.medium,
        "said_on": _iso(said.day) if said else None,
        "said_from": _iso(said.first_day) if said else None,
        "said_to": _iso(said.last_day) if said else None,
        "direct": statement.direct,
        "via": people.shown(statement.via),
        "reported_by": people.shown(statement.reported_by),
        "rival_speakers": [people.shown(name) for name in statement.rival_speakers],
        "mentions": _once(pieces),
        "note": people.shown(statement.note),
        **_made(statement.maker, statement.reasons, people),
        **_hands(statement, mentions),
        "recorded_at": statement.recorded_at.isoformat(),
    }


def actor_row(actor: Actor, statements: int, documents: Documents, people: People) -> Row:
    """A person or institution with every spelling and role, each with where it is from; ``statements`` it makes.

    Of a private person only the description and the dates are given.
    """
    withheld = people.withheld(actor.name)
    shown = people.shown(actor.name, people.shown(actor.role))
    return {
        "id": actor.id,
        "name": shown,
        "kind": actor.kind,
        "withheld": withheld,
        "names": []
        if withheld
        else [
            {
                "text": people.shown(name.text), "form": name.form, "language": name.language, "script": name.script,
                "basis": name.basis, "at": spots((name.span,) if name.span else (), documents),
            }
            for name in actor.names
            if not people.withheld(name.text)
        ],
        "roles": [
            {
                "title": people.shown(role.title),
                "organisation": people.shown(role.organisation),
                "parties": list(role.sides),
                "since": _iso(role.since),
                "since_basis": role.since_basis if role.since else None,
                "until": _iso(role.until),
                "until_basis": role.until_basis if role.until else None,
                "basis": role.basis,
                "parties_basis": role.sides_basis or role.basis,
                "reports": role.reports,
                "at": spots((role.span,) if role.span else (), documents),
                "last_at": spots((role.last_span,) if role.last_span else (), documents),
                "dates_at": spots((role.time_span,) if role.time_span else (), documents),
            }
            for role in actor.roles
        ],
        "statements": statements,
        **_made(actor.maker or LISTED, () if withheld else actor.reasons, people),
        "persons": [] if withheld else _persons(actor),
        "recorded_at": actor.recorded_at.isoformat() if actor.recorded_at else None,
    }  # fmt: skip


def unrealised(incident: Incident) -> bool:
    """True if every account only threatens it, plans it or speaks of it under a condition: nobody says it happened.

    A meeting that is only planned stays with the incidents: it has its day, and reports tell of it as scheduled.
    """
    to_come = UNREALISED if incident.type == "meeting" else UNREALISED | {"planned"}
    return all(account.said_as in to_come for account in incident.accounts)


def incident_row(
    incident: Incident, mentions: Sequence[IncidentMention], documents: Documents, people: People,
    place: PlaceTold | None = None,
) -> Row | None:  # fmt: skip
    """An incident with every attribution; None if no mention of it stands in a current text.

    ``place`` says why its place is not told as in the reports, if it is not.
    """
    pieces = [spot for m in mentions for spot in spots((m.words,), documents, mention=m.id, said_as=m.said_as)]
    if not pieces:
        return None
    where = incident.where
    when = incident.when
    dated = when is not None and (when.first_day is not None or when.last_day is not None)
    told_by = None if dated else _first_told(incident, mentions, documents)
    return {
        "id": incident.id,
        "type": incident.type,
        "status": incident_status(incident),
        "actor": people.shown(
            named_most(incident.actors, [m.actors for m in _telling_parts(mentions) if m.said_as != "denied"])
        ),
        "actor_disputed": incident.actor_disputed,
        "attributions": _attributions(mentions, documents, people),
        "target": people.shown(named_most(incident.targets, [m.targets for m in _telling_parts(mentions)])),
        "place": where.name if where else None,
        "admin1": where.admin1 if where else None,
        "country": (where.country_name or where.country) if where else None,
        "lat": where.lat if where else None,
        "lon": where.lon if where else None,
        "place_precision": where.precision if where else None,
        "gazetteer_id": where.gazetteer_id if where else None,
        "place_note": (place.words or None) if place else None,
        "places": list(dict.fromkeys(place.name for place in incident.places)),
        "date_from": _iso(when.first_day) if when else None,
        "date_to": _iso(told_by or (when.last_day if when else None)),
        "date_words": when.words if when else None,
        "date_basis": f"published {told_by}, no day told" if told_by else when.basis if when else None,
        **{effect: shown_count(incident.counts, effect) for effect in ("killed", "injured", "displaced", "harmed")},
        "counts": [_count(count, documents, people) for count in incident.counts],
        "weapon": people.shown(incident.weapon),
        "civilian_harm": incident.civilian_harm,
        "accounts": [
            {"mention": a.mention_id, "said_as": a.said_as, "said_by": people.shown(a.said_by), "party": a.side}
            for a in incident.accounts
        ],
        "part_of": incident.part_of,
        "mentions": _once(pieces),
        "note": people.shown(incident.note),
        **_made(incident.maker, incident.reasons, people),
        **_hands(incident, mentions),
        "recorded_at": incident.recorded_at.isoformat(),
    }


def _first_told(incident: Incident, mentions: Sequence[IncidentMention], documents: Documents) -> date | None:
    """The day that an undated incident had happened by: the first on which a report that tells of it appeared.

    None for what is only planned or threatened, and where no such report is dated.
    """
    if unrealised(incident) or all(account.said_as == "planned" for account in incident.accounts):
        return None
    days = [document.report.published for m in mentions for document in documents.of_text(m.text_id)]
    return min((day for day in days if day is not None), default=None)


def incident_status(incident: Incident) -> str | None:
    """``scheduled`` if it is only planned, ``alleged`` if no reporter tells it in his own voice, else None."""
    said_as = {account.said_as for account in incident.accounts}
    if "planned" in said_as and said_as <= {"planned", *UNREALISED}:
        return "scheduled"
    return "alleged" if incident.alleged_only else None


def _telling_parts(mentions: Sequence[IncidentMention]) -> Sequence[IncidentMention]:
    """The mentions that tell who did it to whom: "clashes" do not, where another mention says who fired."""
    return [m for m in mentions if m.type not in MUTUAL and m.actors] or mentions


def named_most(attributed: Sequence[Participant], told: Iterable[Sequence[Participant]]) -> str | None:
    """The side (else the kind, else the name) told of most often; the first told among equals; None if nobody is.

    ``attributed`` are those the incident holds, after any correction; ``told`` those of each mention, which only
    count again what the incident holds.
    """
    names = {_key(p): p.side or p.kind or p.name for p in reversed(attributed)}
    times = Counter({_key(p): 0 for p in attributed})
    times.update(key for participants in told for key in {_key(p): None for p in participants} if key in names)
    return names[times.most_common(1)[0][0]] if times else None


def shown_count(counts: Sequence[Count], effect: str) -> int | str | None:
    """The count given most often; among equals one that a reporter gives himself, then the first. None without one."""
    known = [c for c in counts if c.effect == effect and not c.part and not c.denied]
    if not known:
        return None
    times = Counter(str(c.shown).casefold() for c in known)
    best = min(enumerate(known), key=lambda n: (-times[str(n[1].shown).casefold()], n[1].said_by is not None, n[0]))[1]
    return best.shown


def dispute_row(judgement: Judgement, people: People) -> Row:
    return {
        "claim": judgement.left,
        "response": judgement.right,
        "kind": judgement.label,
        "score": judgement.score,
        **_made(judgement.maker, judgement.reasons, people),
        "made_at": judgement.made_at.isoformat(),
    }


def series_row(series: FigureSeries, figures: Sequence[Figure], documents: Documents, people: People) -> Row | None:
    """All values of one quantity; None if none of them stands in a current text."""
    values = [value for figure in figures for value in _values(figure, documents, people)]
    if not values:
        return None
    corrected = [r for figure in figures for r in figure.reasons if r.rule == SOMEBODY or r.rule.startswith(SIGNED)]
    return {
        "id": series.id,
        "quantity": people.masked(series.quantity),
        "unit": series.unit,
        "agreement": series.agreement,
        "conflict": series.agreement == "conflict",
        "incident": series.incident_id,
        "values": values,
        **_made(series.maker, dict.fromkeys((*series.reasons, *corrected)), people),
        **_hands(series, figures),
    }


def commitment_rows(commitment: Commitment, documents: Documents, people: People) -> list[Row]:
    """A row for each file in which the commitment stands."""
    return [
        {
            "id": commitment.id,
            "obligor": people.shown(commitment.obligor_side or commitment.obligor),
            "obligor_words": people.shown(commitment.obligor),
            "beneficiary": people.shown(commitment.beneficiary),
            "what": people.masked(commitment.what),
            "forbids": commitment.forbids,
            "due": due(commitment.due),
            "due_words": commitment.due.words if commitment.due else None,
            "due_rule": people.masked(commitment.due_rule) if commitment.due_rule else None,
            "condition": people.masked(commitment.condition) if commitment.condition else None,
            "said_by": people.shown(commitment.said_by),
            "disputed": commitment.disputed,
            **spot,
            **_made(commitment.maker, commitment.reasons, people),
            **_hands(commitment),
        }
        for spot in spots((commitment.span,), documents)
    ]


def claimed_rows(reading: ClaimedReading, documents: Documents, people: People) -> list[Row]:
    """A row for each telling of a reading and each file in which it stands."""
    return [
        {
            "id": claim.id,
            "statement": reading.statement.id,
            "owner": people.shown(reading.side or reading.statement.speaker),
            "side": reading.side,
            "effect": reading.effect,
            "provision": reading.ref,
            "cited": claim.cited.words,
            "score": reading.by.score,
            "placed_by": {"kind": reading.by.maker.kind, "name": people.shown(reading.by.maker.name)},
            "checked": reading.checked,
            **spot,
            **_made(claim.maker, (*claim.reasons, *reading.by.reasons), people),
            **_hands(claim),
        }
        for claim in reading.claims
        for spot in spots((claim.span,), documents)
    ]


def due(when: When | None) -> str | None:
    """A day, a month (``YYYY-MM``) or a year (``YYYY``), as precise as reported; the last day of a wider time."""
    if when is None:
        return None
    day = when.last_day or when.first_day
    if day is None:
        return None
    if when.precision == "year":
        return f"{day:%Y}"
    if when.precision == "month":
        return f"{day:%Y-%m}"
    return day.isoformat()


def _values(figure: Figure, documents: Documents, people: People) -> list[Row]:
    when = figure.as_of or figure.period
    more = {
        "figure": figure.id,
        "value": figure.shown,
        "bound": figure.bound,
        "low": figure.low,
        "high": figure.high,
        "definition": people.shown(figure.definition),
        "as_of": _iso(when.last_day or when.first_day) if when else None,
        "period_from": _iso(figure.period.first_day) if figure.period else None,
        "said_by": people.shown(figure.said_by),
        "said_by_party": figure.said_by_side,
        "part": figure.part,
        "denied": figure.denied,
        "persons": _persons(figure),
    }
    return [{**more, **spot} for spot in spots((figure.span,), documents)]


def _attributions(mentions: Sequence[IncidentMention], documents: Documents, people: People) -> list[Row]:
    """Who names whom as the one who did it, and where the words stand."""
    rows: list[Row] = []
    for mention in mentions:
        for actor in mention.actors:
            span = actor.span or mention.words
            for spot in spots((span,), documents):
                said_by = people.shown(actor.said_by or mention.said_by)
                named = people.shown(actor.side or actor.name)
                words = people.masked(actor.name)
                denied = {"denied_by": people.shown(actor.denied_by)} if actor.denied_by else {}
                # who is blamed beside a telling is only alleged to have done it, however the event is told
                blamed = actor.said_by not in (None, mention.said_by)
                said_as = "alleged" if blamed else mention.said_as
                told = {"actor": named, "said_by": said_by, **spot, "said_as": said_as, "words": words}
                rows.append({**told, **denied})
    return rows


def _count(count: Count, documents: Documents, people: People) -> Row:
    return {
        "effect": count.effect,
        "value": count.shown,
        "bound": count.bound,
        "low": count.low,
        "high": count.high,
        "unit": count.unit,
        "group": people.shown(count.group),
        "said_by": people.shown(count.said_by),
        "part": count.part,
        "denied": count.denied,
        "at": spots((count.span,), documents),
    }


def _made(maker: Maker, reasons: Iterable[Reason], people: People) -> Row:
    """Who made a record and why; words of the sources in the reasons name no private person."""
    return {
        "maker": {"kind": maker.kind, "name": maker.name, "version": maker.version},
        "reasons": [
            {"field": r.field, "value": people.masked(r.value), "rule": r.rule, "score": r.score,
             "words": people.masked(r.words) if r.words else None}
            for r in reasons
        ],
    }  # fmt: skip


def _hands(record: Any, parts: Sequence[Any] = ()) -> Row:
    """Whoever entered all that a record holds as its maker, and what each person did."""
    maker = made_by(record, parts)
    return {
        "maker": {"kind": maker.kind, "name": maker.name, "version": maker.version}, "persons": _persons(record, parts),
    }  # fmt: skip


def _persons(record: Any, parts: Sequence[Any] = ()) -> list[Row]:
    return [{"name": hand.name, "did": list(hand.did)} for hand in hands_in(record, parts)]


def _key(participant: Participant) -> str:
    return (participant.side or participant.kind or participant.name).casefold()


def _once(pieces: Sequence[Row]) -> list[Row]:
    """Each (file, start, end) once, in order."""
    kept: Mapping[tuple[str, int, int], Row] = {(p["file"], p["start"], p["end"]): p for p in reversed(pieces)}
    return [kept[key] for key in sorted(kept)]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
