"""Mentions -> statements, incidents, figure series, actors and the judgements that they rest on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from trucewatch.link.actors import link_actors
from trucewatch.link.figure_keys import in_statements
from trucewatch.link.figure_series import link_figures
from trucewatch.link.incidents import link_incidents
from trucewatch.link.order import Told
from trucewatch.link.origins import link_origins
from trucewatch.link.persons import over_records
from trucewatch.link.profile import with_shared_sides
from trucewatch.link.responses import link_responses
from trucewatch.link.statements import link_statements
from trucewatch.records.actor import Actor
from trucewatch.records.agreement import Agreement
from trucewatch.records.figure import Figure, FigureSeries
from trucewatch.records.incident import Incident
from trucewatch.records.judgement import Judgement
from trucewatch.records.mention import IncidentMention, StatementMention
from trucewatch.records.report import Report
from trucewatch.records.statement import Statement
from trucewatch.records.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkInput:
    """All mentions of a case, and what earlier runs and persons decided about them.

    ``texts`` are used for the words around mentions (cues between a claim and its answer); a text that is not
    there costs only those. ``known_*`` are the records of an earlier run, so that ids stay; ``persons`` the
    persons' judgements, over mentions or records.
    """

    statements: Sequence[StatementMention] = ()
    incidents: Sequence[IncidentMention] = ()
    figures: Sequence[Figure] = ()
    reports: Sequence[Report] = ()
    texts: Mapping[str, Text] = field(default_factory=dict)
    agreement: Agreement
    known_statements: Sequence[Statement] = ()
    known_incidents: Sequence[Incident] = ()
    known_actors: Sequence[Actor] = ()
    persons: Sequence[Judgement] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """``redirects`` are (younger id, older id) of records that became one; all judgements here are the machine's."""

    statements: tuple[Statement, ...]
    incidents: tuple[Incident, ...]
    series: tuple[FigureSeries, ...]
    judgements: tuple[Judgement, ...]
    redirects: tuple[tuple[str, str], ...]
    actors: tuple[Actor, ...] = ()


def link(given: LinkInput, *, now: datetime) -> Linked:
    """Judge which mentions tell of the same thing, and what answers what.

    The result does not depend on the order in which anything is given, but for the random ids of new actors. Persons'
    judgements win over the machine's; known ids stay with their founding mentions.
    """
    told = Told(given.reports)
    persons = [j for j in given.persons if j.maker.kind == "person"]
    spoken = with_shared_sides(given.statements)
    said = link_statements(
        spoken, told=told, agreement=given.agreement, known=given.known_statements, persons=persons, now=now
    )
    happened = link_incidents(
        given.incidents, told=told, agreement=given.agreement, known=given.known_incidents, persons=persons, now=now,
        texts=given.texts,
    )  # fmt: skip
    answered = link_responses(
        said.statements,
        mentions=spoken,
        incidents=happened.incidents,
        incident_mentions=given.incidents,
        texts=given.texts,
        agreement=given.agreement,
        told=told,
        persons=over_records(persons, (*said.statements, *happened.incidents)),
        now=now,
    )
    owner = {m: statement.id for statement in said.statements for m in statement.mention_ids}
    series = link_figures(
        given.figures, incidents=happened.incidents, mentions=given.incidents, told=told, texts=given.texts,
        said=in_statements(given.figures, given.statements, owner),
    )  # fmt: skip
    actors = link_actors(
        given.statements, told=told, texts=given.texts, agreement=given.agreement, known=given.known_actors,
        persons=persons, now=now,
    )  # fmt: skip
    copied = link_origins(given.reports, given.texts, persons=persons, now=now)
    return Linked(
        statements=said.statements,
        incidents=happened.incidents,
        series=series,
        judgements=(*said.judgements, *happened.judgements, *answered, *copied),
        redirects=(*said.redirects, *happened.redirects, *actors.redirects),
        actors=actors.actors,
    )
