"""Which statements, incidents and reports are wanted, as records that a page's address fills, and as conditions of
queries over the lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import sqlalchemy as sa

from trucewatch.store import schema, schema_lists
from trucewatch.store.find import search_terms
from trucewatch.store.linking import Linking
from trucewatch.store.listing import NO_SIDE

#: One value, or any of several; None: whatever it is. Of a side "" is nobody's.
Choice = str | tuple[str, ...] | None
MadeBy = Literal["machine", "person"]
Condition = sa.ColumnElement[bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementFilter:
    """``speaker`` is part of a name, ``provision`` a reference as the agreement writes it, ``publisher`` an outlet's
    full name, ``doubt`` a score: those of which no attribution is as sure. ``words`` are searched as ``Store.search``
    does. ``since`` and ``until`` are days, both included, as for ``Store.statements``."""

    act: Choice = None
    side: Choice = None
    target_side: Choice = None
    speaker: str | None = None
    actor_id: str | None = None
    provision: Choice = None
    publisher: Choice = None
    since: date | None = None
    until: date | None = None
    doubt: float | None = None
    words: str | None = None
    made_by: MadeBy | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentFilter:
    """``place`` is part of a place's name, as reported or as the gazetteer has it, or of its area or country.

    ``side`` took part on whichever end; of clashes and meetings all that take part stand on both. ``alleged``: no
    reporter tells it in his own voice. ``happened``: False for what is only planned, threatened, supposed or denied.
    """

    type: Choice = None
    country: Choice = None
    place: str | None = None
    side: Choice = None
    actor_side: Choice = None
    target_side: Choice = None
    provision: Choice = None
    publisher: Choice = None
    since: date | None = None
    until: date | None = None
    alleged: bool | None = None
    disputed: bool | None = None
    happened: bool | None = None
    doubt: float | None = None
    words: str | None = None
    made_by: MadeBy | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFilter:
    """``title`` are words of the title, ``words`` of title or text; ``kind`` is "article" or "note"."""

    publisher: Choice = None
    kind: Choice = None
    title: str | None = None
    words: str | None = None
    since: date | None = None
    until: date | None = None


class Choosing(Linking):
    """The conditions under which a row of a list is wanted."""

    def statements_wanted(self, wanted: StatementFilter) -> list[Condition]:
        t = schema_lists.listed_statements
        found = [self._mine(t, wanted.words, wanted.publisher), *_between(t, wanted.since, wanted.until)]
        found += any_of(t.c.act, wanted.act)
        found += any_of(t.c.side, wanted.side)
        found += any_of(t.c.target_side, wanted.target_side)
        if wanted.speaker is not None:
            found.append(self.sql.holding(t.c.speaker_folded, wanted.speaker.casefold()))
        if wanted.actor_id is not None:
            found.append(t.c.actor_id == wanted.actor_id)
        found += self._told(t, "statement", wanted.publisher, wanted.provision, wanted.words)
        return found + _judged(t, wanted.doubt, wanted.made_by)

    def incidents_wanted(self, wanted: IncidentFilter) -> list[Condition]:
        t = schema_lists.listed_incidents
        found = [self._mine(t, wanted.words, wanted.publisher), *_between(t, wanted.since, wanted.until)]
        found += any_of(t.c.type, wanted.type)
        found += any_of(t.c.country, wanted.country)
        if wanted.place is not None:
            found.append(self.sql.holding(t.c.places, wanted.place.casefold()))
        for choice, columns in (
            (wanted.side, (t.c.actor_sides, t.c.target_sides)),
            (wanted.actor_side, (t.c.actor_sides,)),
            (wanted.target_side, (t.c.target_sides,)),
        ):
            if choice is not None:
                found.append(sa.or_(*(self._has_side(column, side) for column in columns for side in _several(choice))))
        for column, value in (
            (t.c.alleged, wanted.alleged), (t.c.disputed, wanted.disputed), (t.c.happened, wanted.happened),
        ):  # fmt: skip
            if value is not None:
                found.append(column.is_(value))
        found += self._told(t, "incident", wanted.publisher, wanted.provision, wanted.words)
        return found + _judged(t, wanted.doubt, wanted.made_by)

    def reports_wanted(self, wanted: ReportFilter) -> list[Condition]:
        t = schema_lists.listed_reports
        found = [self._mine(t, wanted.words, wanted.title)]
        found += [*any_of(t.c.publisher, wanted.publisher), *any_of(t.c.kind, wanted.kind)]
        if wanted.since is not None:
            found.append(t.c.day >= wanted.since)
        if wanted.until is not None:
            found.append(t.c.day <= wanted.until)
        if wanted.title is not None:
            found.append(self._matched(t.c.row, "title_search", wanted.title))
        if wanted.words is not None:
            m = schema_lists.listed_mentions
            searched = self._matched(m.c.mention, "text_search", wanted.words)
            holders = sa.select(m.c.listed).where(m.c.kind == "text", searched)
            # the title may stand beside the text, or be a person's
            titled = self._matched(t.c.row, "title_search", wanted.words)
            found.append(sa.or_(t.c.row.in_(holders), titled))
        return found

    def bearing_on(self, refs: Sequence[str]) -> sa.Select[Any]:
        """The ids of what bears on one of these provisions."""
        j = schema.judgements
        return sa.select(j.c.left_id).where(*self.bearing(j), j.c.right_id.in_(refs))

    def bearing(self, j: sa.FromClause) -> list[Condition]:
        """That a judgement says what bears on a provision: a person's, or else the machine's."""
        p = schema.judgements.alias()
        denied = sa.exists().where(
            *self.of_provisions(p), p.c.made_by == "person", p.c.verdict == "different", p.c.left_id == j.c.left_id,
            p.c.right_id == j.c.right_id,
        )  # fmt: skip
        return [*self.of_provisions(j), j.c.verdict == "same", sa.or_(j.c.made_by == "person", ~denied)]

    def of_provisions(self, j: sa.FromClause) -> list[Condition]:
        """That a judgement in force is of a provision; the kind is written out, so that the index made for it fits."""
        return [self.mine(j), j.c.superseded_at.is_(None), j.c.kind == sa.literal_column("'provision'")]

    def _mine(self, t: sa.Table, *narrow: Any) -> Condition:
        """That a row is of this case. Where something else narrows it down to some rows, this is written so that no
        index of all rows of the case fits it: SQLite keeps no statistics and would read them all."""
        if all(one is None for one in narrow):
            return self.mine(t)
        return sa.func.coalesce(t.c.case_id, "") == self.case_id

    def _told(self, t: sa.Table, kind: str, publisher: Choice, provision: Choice, words: str | None) -> list[Condition]:
        m, r = schema_lists.listed_mentions, schema_lists.listed_reports
        mentions = sa.select(m.c.listed).where(m.c.kind == kind)
        found: list[Condition] = []
        if publisher is not None:
            reports = sa.select(r.c.row).where(self.mine(r), *any_of(r.c.publisher, publisher))
            found.append(t.c.row.in_(mentions.where(m.c.report.in_(reports))))
        if provision is not None:
            found.append(t.c.id.in_(self.bearing_on(_several(provision))))
        if words is not None:
            found.append(t.c.row.in_(mentions.where(self._matched(m.c.mention, f"{kind}_search", words))))
        return found

    def _matched(self, column: sa.Column[Any], table: str, words: str) -> Condition:
        """That a search table holds every word in the row that ``column`` names; without any word nothing is found."""
        terms = search_terms(words)
        return column.in_(self.sql.matching(table, terms)) if terms else sa.false()

    def _has_side(self, column: sa.Column[Any], side: str) -> Condition:
        """That a side is among those that stand beside each other; "" is people of no side."""
        return self.sql.holding(column, f"|{side}|") if side else column == NO_SIDE


def any_of(column: sa.Column[Any], choice: Choice) -> list[Condition]:
    """That the column has one of the values; "" stands for none."""
    if choice is None:
        return []
    values = _several(choice)
    named = [value for value in values if value]
    either: list[Condition] = [column.in_(named)] if named else []
    return [sa.or_(*either, column.is_(None))] if len(named) < len(values) else either


def _several(choice: str | tuple[str, ...]) -> tuple[str, ...]:
    return (choice,) if isinstance(choice, str) else choice


def _between(t: sa.Table, since: date | None, until: date | None) -> list[Condition]:
    """As ``conditions.between``."""
    found: list[Condition] = []
    if since is not None:
        found.append(t.c.last >= since)
    if until is not None:
        found.append(t.c.day <= until)
    return found


def _judged(t: sa.Table, doubt: float | None, made_by: MadeBy | None) -> list[Condition]:
    found: list[Condition] = [] if doubt is None else [t.c.score < doubt]
    return found if made_by is None else [*found, t.c.made_by == made_by]
